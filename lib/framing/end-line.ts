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
const LONGEST_END_LINE = 24;

/**
 * Reads the end line whose "!" is at `bang`. `undefined` when the bytes before `end` do not decide it yet; `final`
 * says that no more will come.
 */
export function readEndLine(bytes: Uint8Array, bang: number, end: number, final: boolean): EndLine | undefined {
  let printed = "";
  const limit = Math.min(end, bang + 1 + LONGEST_END_LINE);
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
      return { ...foreign(bytes, i, printed), strict: false };
    }
  }
  if (final || end - bang > LONGEST_END_LINE) return { next: Math.min(i, limit), printed, strict: true };
  return undefined;
}

/** Something else than hex digits: named as it stands, so that a garbled CRC is never taken for a missing one. */
function foreign(bytes: Uint8Array, position: number, printed: string): { next: number; printed: string } {
  let text = printed;
  let i = position;
  while (text.length < 4 && i < bytes.length) {
    const byte = bytes[i]!;
    if (byte <= SPACE || byte > 0x7e || byte === SLASH || byte === BANG) break;
    text += String.fromCharCode(byte);
    i++;
  }
  return { next: i, printed: text };
}
