import { MAX_TELEGRAM } from "./marks";

/** A reflected CRC-16: x^16 + x^a + x^b + 1. */
interface Rule {
  readonly tables: Uint16Array;
  /** 16 - a and 16 - b. */
  readonly first: number;
  readonly second: number;
}

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
const ARC: Rule = { tables: reflectedTables(0xa001), first: 1, second: 14 };
/** x^16 + x^12 + x^5 + 1. */
const X25: Rule = { tables: reflectedTables(0x8408), first: 4, second: 11 };

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

/** A polynomial of 16 words, which is as much as folding leaves. */
const LEAST_WORDS = 16;
/** Words and their bytes, in the order of little-endian machines, the only ones that Node-RED runs on. */
const scratch = new Int32Array(MAX_TELEGRAM / 4);
const scratchBytes = new Uint8Array(scratch.buffer);

/**
 * Divides the words in `scratch` until 16 of them are left, and gives where those begin. Modulo 2, P(x)^32 is
 * P(x^32): a multiple of P whose bits stand 32 apart, so that one step takes a whole word away.
 */
function fold(words: number, { first, second }: Rule): number {
  const rest = words - LEAST_WORDS;
  for (let i = 0; i < rest; i++) {
    const word = scratch[i]!;
    scratch[i + first]! ^= word;
    scratch[i + second]! ^= word;
    scratch[i + 16]! ^= word;
  }
  return rest;
}

function checksum(rule: Rule, bytes: Uint8Array, start: number, end: number, before: number): number {
  const length = Math.min(end - start, scratchBytes.length);
  const words = length >> 2;
  if (words <= LEAST_WORDS) return byTables(rule.tables, bytes, start, end, before);
  scratchBytes.set(bytes.subarray(start, start + length));
  scratchBytes[0]! ^= before & 0xff;
  scratchBytes[1]! ^= before >>> 8;
  const crc = byTables(rule.tables, scratchBytes, 4 * fold(words, rule), length, 0);
  return byTables(rule.tables, bytes, start + length, end, crc);
}

/**
 * CRC-16/ARC, the checksum of a P1 telegram (DSMR 5.0.2, 5.2: x^16+x^15+x^2+1, start 0, no final XOR) over
 * `bytes` from `start` to before `end`: a number of 16 bits.
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return checksum(ARC, bytes, start, end, 0);
}

/** CRC-16/X-25 (start 0xFFFF, final XOR 0xFFFF), which Holley's meters use over the same bytes. */
export function crc16x25(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return checksum(X25, bytes, start, end, 0xffff) ^ 0xffff;
}

/** Two upper-case hex digits of each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, "0"));

/** A CRC as a telegram prints it: four upper-case hex digits, most significant first. */
export function crcText(crc: number): string {
  return HEX[crc >>> 8]! + HEX[crc & 0xff]!;
}
