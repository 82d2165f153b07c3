import { BANG, CR, IAC, isHexDigit, LF, NUL, SLASH, SPACE } from "./marks";

/** What stands behind a "!" that may end a telegram. */
export interface EndLine {
  /** Where the end line stops: the first byte that is not part of it. */
  readonly next: number;
  /** The CRC as printed: up to four hex digits, or what stood in their place. Empty where nothing did. */
  readonly printed: string;
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
