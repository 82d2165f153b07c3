/** Most telegrams fit in this; bytes. */
const FIRST_SIZE = 2048;

/** Bytes that wait for those that follow. Its memory grows with what it holds, and is never handed out. */
export class HeldBytes {
  /** The bytes held, and behind `length` whatever was there before. */
  bytes: Buffer = Buffer.alloc(0);
  length = 0;

  append(more: Uint8Array): void {
    const needed = this.length + more.length;
    if (needed > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.bytes.length, FIRST_SIZE));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(more, this.length);
    this.length = needed;
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
  }
}
