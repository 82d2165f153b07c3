import { crc16Of, wordsFor, type Words } from "./crc";

/** Node.js has a pool for small buffers, too, but in pieces of 8 KiB: a new one every eight telegrams. */
const POOL = 32 * 1024;
/** A longer copy has memory of its own, so that little is left over in a pool. */
const LONGEST = POOL / 8;

/** So many bytes behind those that are asked for, a line end, may be copied with them. */
const SPARE = 2;

let pool = wordsFor(0);
let taken = 0;

/** A copy of the first `length` bytes for its receiver to keep. */
export function copyOf(bytes: Uint8Array, length = bytes.length): Buffer {
  const { memory, at } = laid(bytes, 0, length);
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
  const { memory, at } = laid(bytes, from, to);
  return crc16Of(memory, at, covered) === crc ? take(memory, at, to - from) : undefined;
}

/** Copies the bytes from `from` to before `to` to where they may stay. */
function laid(bytes: Uint8Array, from: number, to: number): { memory: Words; at: number } {
  const room = roomFor(to - from);
  // A view of a part costs as much as copying a kilobyte; most chunks that hold a telegram hold nothing else.
  const isNearlyAll = from === 0 && bytes.length <= to + SPARE;
  room.memory.bytes.set(isNearlyAll ? bytes : bytes.subarray(from, to), room.at);
  return room;
}

function roomFor(length: number): { memory: Words; at: number } {
  const room = length + SPARE;
  if (length > LONGEST) return { memory: wordsFor(room), at: 0 };
  if (taken + room > pool.bytes.length) {
    pool = wordsFor(POOL);
    taken = 0;
  }
  return { memory: pool, at: taken };
}

function take(memory: Words, at: number, length: number): Buffer {
  // The next one begins at a word again.
  if (memory === pool) taken = (at + length + 3) & ~3;
  return Buffer.from(memory.buffer, at, length);
}
