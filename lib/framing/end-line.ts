import { BANG, IAC, isHexDigit, isLineEnd, isPrintable, NUL, SLASH, SPACE, telnetCommandLength } from "./bytes";

/** What stands behind a "!" that may end a telegram. */
export interface EndLine {
  /** The index of the first byte behind the CRC, or behind the "!" if there is none. */
  readonly next: number;
  /** The CRC as printed: up to four hex digits, or what stands in their place. Empty if nothing does. */
  readonly printed: string;
  /** Whether only hex digits, blanks and relay bytes stand between the "!" and the line end or the fourth digit. */
  readonly isClean: boolean;
}

const DIGITS = 4;
/** Relays may put bytes between the digits, but the end line is looked for no further than this behind the "!". */
const MOST_BEHIND = 24;

/**
 * Reads the end line whose "!" is at `bang`. Undefined if more bytes than those before `to` are needed to tell; never
 * with `final`, which says that no more will come.
 */
export function readEndLine(bytes: Uint8Array, bang: number, to: number, final: boolean): EndLine | undefined {
  const limit = Math.min(to, bang + 1 + MOST_BEHIND);
  let printed = "";
  let at = bang + 1;
  while (at < limit) {
    const byte = bytes[at]!;
    if (isLineEnd(byte)) return { next: at, printed, isClean: true };
    if (isHexDigit(byte)) {
      printed += String.fromCharCode(byte);
      at++;
      if (printed.length === DIGITS) return { next: at, printed, isClean: true };
    } else if (byte === NUL || byte === SPACE) {
      at++;
    } else if (byte === IAC) {
      if (at + 1 >= limit) break;
      at += telnetCommandLength(bytes[at + 1]!);
    } else {
      return readForeign(bytes, at, to, final, printed);
    }
  }
  const isDecided = final || to - bang > MOST_BEHIND;
  return isDecided ? { next: Math.min(at, limit), printed, isClean: true } : undefined;
}

/** Something that is no hex digit counts as the CRC as it stands, so that a garbled one is never taken for a missing one. */
function readForeign(bytes: Uint8Array, from: number, to: number, final: boolean, digits: string): EndLine | undefined {
  let printed = digits;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    const mayBeCrc = isPrintable(byte) && byte !== SPACE && byte !== SLASH && byte !== BANG;
    if (printed.length === DIGITS || !mayBeCrc) return { next: at, printed, isClean: false };
    printed += String.fromCharCode(byte);
  }
  return final || printed.length === DIGITS ? { next: to, printed, isClean: false } : undefined;
}
