import { crcText } from "./crc";
import { BANG, CR, IAC, isHexDigit, LF, NUL, SLASH, SPACE } from "./marks";

/** What stands behind a "!" that may end a telegram. */
export interface EndLine {
  /** Where the end line stops: the first byte that is not part of it. */
  readonly next: number;
  /** The CRC as printed: up to four hex digits, or what stood in their place. Empty where nothing did. */
  readonly printed: string;
  /** The CRC, where it is printed as it should be: as four upper-case hex digits, right behind the "!". */
  readonly crc?: number;
  /** Whether nothing but digits and blanks stood between the "!" and the line end. */
  readonly strict: boolean;
}

/** Relay bytes between the digits are skipped, but only so many. */
const MOST_BEHIND = 24;
/** An end line with the first byte behind it: so much tells where it ends. */
export const LONGEST_END_LINE = 1 + MOST_BEHIND + 1;

/**
 * Reads the end line whose "!" is at `bang`. `undefined` when the bytes before `end` do not decide it yet; `final`
 * says that no more will come.
 */
export function readEndLine(bytes: Uint8Array, bang: number, end: number, final: boolean): EndLine | undefined {
  const crc = bang + 4 < end ? crcAt(bytes, bang + 1) : undefined;
  if (crc !== undefined) return { next: bang + 5, printed: crcText(crc), strict: true, crc };
  let printed = "";
  const limit = Math.min(end, bang + 1 + MOST_BEHIND);
  let i = bang + 1;
  while (i < limit) {
    const byte = bytes[i]!;
    if (byte === CR || byte === LF) return { next: i, printed, strict: true };
    if (isHexDigit(byte)) {
      printed += String.fromCharCode(byte);
      i++;
      if (printed.length === 4) return { next: i, printed, strict: true };
    } else if (byte === NUL || byte === SPACE) {
      i++;
    } else if (byte === IAC) {
      // A command of two or three bytes: FB..FE carry an option.
      const command = bytes[i + 1];
      if (command === undefined || i + 1 >= limit) break;
      i += command >= 0xfb && command <= 0xfe ? 3 : 2;
    } else {
      return foreign(bytes, i, end, final, printed);
    }
  }
  if (final || end - bang > MOST_BEHIND) return { next: Math.min(i, limit), printed, strict: true };
  return undefined;
}

/** Whether more text stands on an end line: in a text message that is wrapped over lines, it is none. */
export function isText(byte: number | undefined, isThere: boolean): boolean {
  return isThere && byte !== undefined && byte >= SPACE && byte !== SLASH;
}

const NO_DIGIT = 0x10000;
/** What each byte is worth as an upper-case hex digit. */
const WORTH = Int32Array.from({ length: 256 }, (_, byte) => {
  const digit = "0123456789ABCDEF".indexOf(String.fromCharCode(byte));
  return digit < 0 ? NO_DIGIT : digit;
});

/** The number that four upper-case hex digits print at `at`; undefined where there is anything else. */
export function crcAt(bytes: Uint8Array, at: number): number | undefined {
  const high = WORTH[bytes[at]!]! * 16 + WORTH[bytes[at + 1]!]!;
  const crc = (high * 16 + WORTH[bytes[at + 2]!]!) * 16 + WORTH[bytes[at + 3]!]!;
  return crc < NO_DIGIT ? crc : undefined;
}

/** Something else than hex digits: named as it stands, so that a garbled CRC is never taken for a missing one. */
function foreign(bytes: Uint8Array, from: number, end: number, final: boolean, digits: string): EndLine | undefined {
  let printed = digits;
  for (let i = from; i < end; i++) {
    const byte = bytes[i]!;
    if (printed.length === 4 || !isForeign(byte)) return { next: i, printed, strict: false };
    printed += String.fromCharCode(byte);
  }
  return final || printed.length === 4 ? { next: end, printed, strict: false } : undefined;
}

function isForeign(byte: number): boolean {
  return byte > SPACE && byte <= 0x7e && byte !== SLASH && byte !== BANG;
}
