import { MAX_TELEGRAM } from "./marks";

/** So many bytes are taken at a time ("slicing by 8"): several times as fast as one by one. */
const STRIDE = 8;

/**
 * Tables of a reflected CRC-16, one behind the other: what a byte adds to the checksum when it is followed by 0, 1, ...
 * 7 further bytes.
 */
function reflectedTables(polynomial: number): Uint16Array {
  const tables = new Uint16Array(STRIDE * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const shorter = tables[i - 256]!;
    tables[i] = (shorter >>> 8) ^ tables[shorter & 0xff]!;
  }
  return tables;
}

/** x^16 + x^15 + x^2 + 1. */
const ARC = reflectedTables(0xa001);
/** x^16 + x^12 + x^5 + 1. */
const X25 = reflectedTables(0x8408);

function byTables(tables: Uint16Array, bytes: Uint8Array, start: number, end: number, before: number): number {
  let crc = before;
  let i = start;
  for (; i + STRIDE <= end; i += STRIDE) {
    crc =
      tables[0x700 + ((crc ^ bytes[i]!) & 0xff)]! ^
      tables[0x600 + ((crc >>> 8) ^ bytes[i + 1]!)]! ^
      tables[0x500 + bytes[i + 2]!]! ^
      tables[0x400 + bytes[i + 3]!]! ^
      tables[0x300 + bytes[i + 4]!]! ^
      tables[0x200 + bytes[i + 5]!]! ^
      tables[0x100 + bytes[i + 6]!]! ^
      tables[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ tables[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}

/**
 * Memory of its own as bytes and as words of four: in the order of little-endian machines, the only ones that Node-RED
 * runs on.
 */
export interface Words {
  readonly buffer: ArrayBuffer;
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

/** Memory for so many bytes, or a few more. */
export function wordsFor(length: number): Words {
  const bytes = Buffer.allocUnsafeSlow(Math.ceil(length / 4) * 4);
  const buffer = bytes.buffer;
  return { buffer, bytes, words: new Int32Array(buffer) };
}

/** So many words are divided at a time, and so many are left over at last. */
const BLOCK = 14;
const LEFT = 15;
const left = wordsFor(4 * LEFT);
/** Q(x), reflected. */
const Q = 0xc001;

/**
 * CRC-16/ARC, the checksum of a P1 telegram (DSMR 5.0.2, 5.2: x^16+x^15+x^2+1, start 0, no final XOR) over
 * `length` bytes from `from` on, a multiple of four: a number of 16 bits.
 *
 * x^16+x^15+x^2+1 is (x+1) Q(x) with Q(x) = x^15+x+1, and modulo 2 Q(x)^32 is Q(x^32) = x^480+x^32+1: the bits of its
 * multiples stand 32 apart, so that a whole word is divided at once and added to the words 14 and 15 further on. Each
 * word is thus its own bits and what the words 14 and 15 before it had become. What is left is right modulo Q(x), and off
 * by Q(x) where an odd number of bits was divided away.
 */
export function crc16Of({ bytes, words }: Words, from: number, length: number): number {
  let i = from >> 2;
  const end = i + (length >> 2);
  // The fifteen words divided last: in variables, since an array of them takes twice as long.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  let s8 = 0;
  let s9 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s14 = 0;
  let gone = 0;
  for (; i + BLOCK + LEFT <= end; i += BLOCK) {
    const last = s14;
    s14 ^= s13 ^ words[i + 13]!;
    s13 ^= s12 ^ words[i + 12]!;
    s12 ^= s11 ^ words[i + 11]!;
    s11 ^= s10 ^ words[i + 10]!;
    s10 ^= s9 ^ words[i + 9]!;
    s9 ^= s8 ^ words[i + 8]!;
    s8 ^= s7 ^ words[i + 7]!;
    s7 ^= s6 ^ words[i + 6]!;
    s6 ^= s5 ^ words[i + 5]!;
    s5 ^= s4 ^ words[i + 4]!;
    s4 ^= s3 ^ words[i + 3]!;
    s3 ^= s2 ^ words[i + 2]!;
    s2 ^= s1 ^ words[i + 1]!;
    s1 ^= s0 ^ words[i]!;
    s0 = last;
    gone ^= s1 ^ s2 ^ s3 ^ s4 ^ s5 ^ s6 ^ s7 ^ s8 ^ s9 ^ s10 ^ s11 ^ s12 ^ s13 ^ s14;
  }
  if (i === from >> 2) return byTables(ARC, bytes, from, from + length, 0);
  const divided = [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, 0];
  for (let word = 0; word < LEFT; word++) left.words[word] = words[i + word]! ^ divided[word]! ^ divided[word + 1]!;
  const crc = byTables(ARC, left.bytes, 0, left.bytes.length, 0);
  return byTables(ARC, bytes, 4 * (i + LEFT), from + length, hasOddBits(gone) ? crc ^ Q : crc);
}

function hasOddBits(word: number): boolean {
  let bits = word;
  for (let half = 16; half > 0; half >>= 1) bits ^= bits >>> half;
  return (bits & 1) === 1;
}

const scratch = wordsFor(MAX_TELEGRAM);

/** CRC-16/ARC over `bytes` from `start` to before `end`. */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const length = Math.min(end - start, MAX_TELEGRAM);
  scratch.bytes.set(bytes.subarray(start, start + length));
  return byTables(ARC, bytes, start + length, end, crc16Of(scratch, 0, length));
}

/** CRC-16/X-25 (start 0xFFFF, final XOR 0xFFFF), which Holley's meters use over the same bytes. */
export function crc16x25(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return byTables(X25, bytes, start, end, 0xffff) ^ 0xffff;
}

/** Two upper-case hex digits of each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, "0"));

/** A CRC as a telegram prints it: four upper-case hex digits, most significant first. */
export function crcText(crc: number): string {
  return HEX[crc >>> 8]! + HEX[crc & 0xff]!;
}
