// The global is a getter, which costs a call for each copy.
import { Buffer } from "node:buffer";
import { crc16Of, wordsFor, type Words } from "./crc";

/** Node.js has a pool for small buffers, too, but in pieces of 8 KiB: a new one every eight telegrams. */
const POOL = 32 * 1024;
/** A longer copy has memory of its own, so that little is left over in a pool. */
const LONGEST = POOL / 8;

/** So many bytes behind those that are asked for, a line end, may be copied with them. */
const SPARE = 2;

/** Bytes that were copied, from a word on. */
export interface Laid {
  readonly memory: Words;
  readonly at: number;
  readonly length: number;
}

let pool = wordsFor(0);
let taken = 0;

/** A copy for its receiver to keep. */
export function copyOf(bytes: Uint8Array): Buffer {
  return kept(laid(bytes, 0, bytes.length));
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
  const copy = laid(bytes, from, to);
  return crc16Of(copy.memory, copy.at, covered) === crc ? kept(copy) : undefined;
}

/** Copies the bytes from `from` to before `to`. They stay only if they are kept before any others are copied. */
export function laid(bytes: Uint8Array, from: number, to: number): Laid {
  const room = roomFor(to - from);
  // A view of a part costs as much as copying a kilobyte; most chunks that hold a telegram hold nothing else.
  const isNearlyAll = from === 0 && bytes.length <= to + SPARE;
  room.memory.bytes.set(isNearlyAll ? bytes : bytes.subarray(from, to), room.at);
  return room;
}

function roomFor(length: number): Laid {
  const room = length + SPARE;
  if (length > LONGEST) return { memory: wordsFor(room), at: 0, length };
  if (taken + room > pool.bytes.length) {
    pool = wordsFor(POOL);
    taken = 0;
  }
  return { memory: pool, at: taken, length };
}

/** Keeps what was copied last, or its first `length` bytes. */
export function kept({ memory, at, length: all }: Laid, length = all): Buffer {
  // The next ones begin at a word again.
  if (memory === pool) taken = (at + length + 3) & ~3;
  return Buffer.from(memory.buffer, at, length);
}
