import { BANG, isLineStart, SLASH } from "./marks";

/** So many bytes are looked at one by one: a call of the platform, which looks at many at a time, costs as much. */
const FEW_LEFT = 40;
const NOTHING = new Uint8Array(0);

/** Finds the next byte of one kind in a chunk, and remembers where that is. */
class Mark {
  readonly #byte: number;
  /** The first one at or behind `#from` stands at `#at`: what lies between is not looked at again. */
  #from = 0;
  #at = -1;

  constructor(byte: number) {
    this.#byte = byte;
  }

  forget(): void {
    this.#from = 0;
    this.#at = -1;
  }

  next(bytes: Uint8Array, from: number): number {
    if (from < this.#from || from > this.#at) {
      const at = bytes.indexOf(this.#byte, from);
      this.#at = at < 0 ? bytes.length : at;
      this.#from = from;
    }
    return this.#at;
  }
}

/** Finds the "/" and "!" of a chunk; asked from places that mostly go up, it looks at each byte a few times at most. */
export class MarkSearch {
  #bytes: Uint8Array = NOTHING;
  readonly #slash = new Mark(SLASH);
  readonly #bang = new Mark(BANG);

  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#slash.forget();
    this.#bang.forget();
  }

  /** Lets go of the chunk. */
  release(): void {
    this.#bytes = NOTHING;
  }

  /** Where the next "/" stands at or behind `from`; the chunk's length where none does. */
  slash(from: number): number {
    const bytes = this.#bytes;
    // As behind a telegram.
    if (bytes[from] === SLASH) return from;
    if (bytes.length - from > FEW_LEFT) return this.#slash.next(bytes, from);
    for (let at = from; at < bytes.length; at++) if (bytes[at] === SLASH) return at;
    return bytes.length;
  }

  /** Where the next "!" stands at or behind `from`; the chunk's length where none does. */
  bang(from: number): number {
    return this.#bang.next(this.#bytes, from);
  }

  /**
   * Where a frame that goes on at `from` may end: the next "!", or "/" that may begin a line. `limit` where neither
   * stands before that.
   */
  end(from: number, limit: number): number {
    let at = this.#either(from);
    while (at < limit && this.#bytes[at] === SLASH && !isLineStart(this.#bytes, at, from, true)) {
      at = this.#either(at + 1);
    }
    return Math.min(at, limit);
  }

  #either(from: number): number {
    const bytes = this.#bytes;
    if (bytes.length - from > FEW_LEFT) {
      return Math.min(this.#slash.next(bytes, from), this.#bang.next(bytes, from));
    }
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === SLASH || byte === BANG) return at;
    }
    return bytes.length;
  }
}
