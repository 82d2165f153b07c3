import { isAscii } from "node:buffer";

/** Bytes of even parity in a row that make chance impossible (2^-32), and how many may be held back to decide. */
const ENOUGH = 32;
const MOST_HELD = 64;
/** How many different bytes with bit 7 must be among them: 0xFF again and again is a blank text, not parity. */
const ENOUGH_KINDS = 4;
/** More wrong parities than this among the last 32 bytes show that the line sends 8 bits now. */
const TOO_MANY_WRONG = 8;

const EMPTY = Buffer.alloc(0);

const ODD = new Uint8Array(256);
for (let byte = 1; byte < 256; byte++) ODD[byte] = (byte & 1) ^ ODD[byte >> 1]!;

/**
 * Recognises 7-bit data with even parity (DSMR 2.2 and 3.0: 7E1) that was read as 8 bits, and takes the parity out of
 * bit 7. Bytes that may become such data are held back, 63 at most, until it is known. One for each opening of a line.
 */
export class SevenBit {
  /** A run of even parity that began with a byte above 127. */
  #held = EMPTY;
  #masking = false;
  /** The parities of the last 32 bytes while masking, the newest in bit 0. */
  #wrong = 0;

  /** Whether bit 7 is being taken out. */
  get masking(): boolean {
    return this.#masking;
  }

  /** The bytes to read on: masked, as they came, or fewer while it is not known. `bytes` itself is left as it is. */
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

/** Below so many bytes a loop is faster than a call of the platform. */
const FEW = 32;

function hasBit7Clear(bytes: Buffer): boolean {
  if (bytes.length > FEW) return isAscii(bytes);
  for (const byte of bytes) if (byte > 127) return false;
  return true;
}

/** How many of the 32 bits are set. */
function ones(bits: number): number {
  let count = 0;
  for (let rest = bits >>> 0; rest; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}
