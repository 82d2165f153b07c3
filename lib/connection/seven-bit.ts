import { isAscii } from "node:buffer";

/** This many bytes of even parity in a row are 7-bit data: by chance they have a probability of 2^-32. */
const ENOUGH = 32;
/** At most this many bytes, less one, are held back until that is decided. */
const MOST_HELD = 64;
/** The different bytes above 127 that must be among them. Repeated 0xFF is an empty text message, not parity. */
const ENOUGH_KINDS = 4;
/** With more wrong parities than this among the last 32 bytes, the data is 8-bit again. */
const TOO_MANY_WRONG = 8;

const EMPTY = Buffer.alloc(0);

const ODD = new Uint8Array(256);
for (let byte = 1; byte < 256; byte++) ODD[byte] = (byte & 1) ^ ODD[byte >> 1]!;

/**
 * Recognises 7-bit data with even parity (7E1, DSMR 2.2 and 3.0) that was received as 8 bits, and clears the parity
 * bit, bit 7. Bytes that may be such data are held back, 63 at most, until it is clear. Use one for each opening of a
 * source.
 */
export class SevenBit {
  /** Bytes held back: a run of even parity that began with a byte above 127. */
  #held = EMPTY;
  #masking = false;
  /** While bit 7 is cleared: a bit for each of the last 32 bytes, 1 for odd parity, the newest in bit 0. */
  #wrong = 0;

  /** Whether bit 7 is being cleared. */
  get masking(): boolean {
    return this.#masking;
  }

  /**
   * Returns the bytes to pass on: with bit 7 cleared, or as they came; fewer or more than `bytes` when bytes are held
   * back or released. Does not change `bytes`.
   */
  clear(bytes: Buffer): Buffer {
    return this.#masking ? this.#mask(bytes) : this.#watch(bytes);
  }

  #watch(bytes: Buffer): Buffer {
    if (this.#held.length === 0 && hasBit7Clear(bytes)) return bytes;
    const all = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    let begin = -1;
    let kinds = new Set<number>();
    for (let i = 0; i < all.length; i++) {
      const byte = all[i]!;
      if (ODD[byte]) begin = -1;
      if (ODD[byte] || (begin < 0 && byte < 128)) continue;
      if (begin < 0) [begin, kinds] = [i, new Set()];
      if (byte > 127) kinds.add(byte);
      const length = i - begin + 1;
      if (length >= ENOUGH && kinds.size >= ENOUGH_KINDS) return this.#found(all, begin);
      if (length >= MOST_HELD) begin = -1;
    }
    this.#held = begin < 0 ? EMPTY : Buffer.from(all.subarray(begin));
    return begin < 0 ? all : all.subarray(0, begin);
  }

  #found(all: Buffer, begin: number): Buffer {
    this.#held = EMPTY;
    this.#masking = true;
    this.#wrong = 0;
    return Buffer.concat([all.subarray(0, begin), this.#mask(all.subarray(begin))]);
  }

  #mask(bytes: Buffer): Buffer {
    const masked = Buffer.allocUnsafe(bytes.length);
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      masked[i] = byte & 0x7f;
      this.#wrong = (this.#wrong << 1) | ODD[byte]!;
      if (ODD[byte] && ones(this.#wrong) > TOO_MANY_WRONG) {
        this.#masking = false;
        return Buffer.concat([masked.subarray(0, i + 1), this.#watch(bytes.subarray(i + 1))]);
      }
    }
    return masked;
  }
}

/** Up to this many bytes a loop is faster than `isAscii`. */
const FEW = 32;

function hasBit7Clear(bytes: Buffer): boolean {
  if (bytes.length > FEW) return isAscii(bytes);
  for (const byte of bytes) if (byte > 127) return false;
  return true;
}

/** The number of bits set in a 32-bit number. */
function ones(bits: number): number {
  let count = 0;
  for (let rest = bits >>> 0; rest; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}
