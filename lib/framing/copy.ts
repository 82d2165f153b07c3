import { crc16Of, wordsFor, type Words } from "./crc";

/** Node.js has a pool for small buffers, too, but in pieces of 8 KiB: a new one every eight telegrams. */
const POOL = 32 * 1024;
/** A longer copy has memory of its own, so that little is left over in a pool. */
const LONGEST = POOL / 8;

let pool = wordsFor(0);
let taken = 0;

/** A copy of these bytes for its receiver to keep. */
export function copyOf(bytes: Uint8Array): Buffer {
  const { length } = bytes;
  const { memory, at } = roomFor(length);
  memory.bytes.set(bytes, at);
  return take(memory, at, length);
}

/**
 * A copy of the telegram that stands from `from` to before `to`; undefined where `crc` is not the CRC-16/ARC of its first
 * `covered` bytes.
 */
export function sealedCopy(
  bytes: Uint8Array,
  from: number,
  to: number,
  covered: number,
  crc: number,
): Buffer | undefined {
  const length = to - from;
  const { memory, at } = roomFor(length);
  memory.bytes.set(bytes.subarray(from, to), at);
  return crc16Of(memory, at, covered) === crc ? take(memory, at, length) : undefined;
}

function roomFor(length: number): { memory: Words; at: number } {
  if (length > LONGEST) return { memory: wordsFor(length), at: 0 };
  if (taken + length > pool.bytes.length) {
    pool = wordsFor(POOL);
    taken = 0;
  }
  return { memory: pool, at: taken };
}

function take(memory: Words, at: number, length: number): Buffer {
  // The next one begins at a word again.
  if (memory === pool) taken = (at + length + 3) & ~3;
  return memory.bytes.subarray(at, at + length);
}
