/** The bytes that give a telegram its shape (IEC 62056-21 mode D; DSMR 5.0.2, 5.2). */
export const NUL = 0x00;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const BANG = 0x21;
export const OPENING = 0x28;
export const CLOSING = 0x29;
export const STAR = 0x2a;
const HYPHEN = 0x2d;
const POINT = 0x2e;
export const SLASH = 0x2f;
const COLON = 0x3a;
/** Telnet's "interpret as command" (RFC 854), which some serial relays put into the stream. */
export const IAC = 0xff;
export const TAB = 0x09;
const LAST_PRINTABLE = 0x7e;

/** Longest telegram, in bytes. A Belgian peak history and a text message of 2048 hex digits fit in it twice. */
export const MAX_TELEGRAM = 16 * 1024;

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

export function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

export function isPrintable(byte: number): boolean {
  return byte >= SPACE && byte <= LAST_PRINTABLE;
}

export function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR;
}

/** Whether fewer than a quarter of the bytes are control bytes: text has hardly any, ciphertext more than half. */
export function isMostlyText(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) if (!isPrintable(byte) && !isLineEnd(byte)) controls++;
  return controls < bytes.length / 4;
}

/** Length in bytes of a telnet command, from its IAC on: WILL, WON'T, DO and DON'T (0xFB to 0xFE) name an option. */
export function telnetCommandLength(command: number): number {
  return command >= 0xfb && command <= 0xfe ? 3 : 2;
}

/** Whether what stands from `from` to before `to` is `text` (Latin-1). */
export function isText(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** A loop over this many bytes costs less than a call of `indexOf`. */
const FEW = 32;

/** The index of `byte` in `bytes` from `from` to before `to`; `to` if it is not there. */
export function indexIn(bytes: Buffer, byte: number, from: number, to: number): number {
  const near = Math.min(from + FEW, to);
  for (let at = from; at < near; at++) if (bytes[at] === byte) return at;
  const at = near === to ? -1 : bytes.subarray(near, to).indexOf(byte);
  return at < 0 ? to : near + at;
}

/**
 * Whether the byte at `at` begins a line. Control bytes before it do not count, for relays put them anywhere. Looks back
 * as far as `from`; `before` says whether a line begins there.
 */
export function isLineStart(bytes: Uint8Array, at: number, from = 0, before = false): boolean {
  for (let i = at - 1; i >= from; i--) {
    const byte = bytes[i]!;
    if (isLineEnd(byte)) return true;
    if (isPrintable(byte)) return false;
  }
  return before;
}

/** Whether a "/" with the maker's three letters or digits (the FLAG code) stands at `at`, before `to`. */
export function isHeaderMark(bytes: Uint8Array, at: number, to = bytes.length): boolean {
  if (at + 3 >= to || bytes[at] !== SLASH) return false;
  for (let i = at + 1; i <= at + 3; i++) if (!isLetter(bytes[i]!) && !isDigit(bytes[i]!)) return false;
  return true;
}

/** The index behind the blanks (spaces and tabs) that stand at `from`. */
function blanksEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
}

/**
 * The index behind the OBIS code that stands at `from`, before `to`; -1 if none does. A code is five numbers of one to
 * three digits, A-B:C.D.E, and may end in `*F` or `.F`. Some meters print a point for the colon, or a colon for a point.
 * With `mayBeCut` A-B:C.D is enough, for a telegram may have been cut there; a point for its colon is then not taken.
 *
 * A line that starts with an OBIS code is one where a code stands behind nothing but blanks and NULs.
 */
export function obisCodeEnd(bytes: Uint8Array, from: number, to: number, mayBeCut = false): number {
  const least = mayBeCut ? 4 : 5;
  let at = from;
  for (let count = 0; ; count++) {
    const end = numberEnd(bytes, at, to);
    // No number follows the separator: the code ended before it.
    if (end === at) return count >= least ? at - 1 : -1;
    const isLast = count === 5 || end === to || !isSeparator(bytes[end]!, count, mayBeCut);
    if (isLast) return count + 1 >= least ? end : -1;
    at = end + 1;
  }
}

/** The index behind the number that stands at `from`: three digits at most. */
function numberEnd(bytes: Uint8Array, from: number, to: number): number {
  const most = Math.min(to, from + 3);
  let at = from;
  while (at < most && isDigit(bytes[at]!)) at++;
  return at;
}

/** Whether `byte` separates number `index` of a code, counted from 0, from the next one. */
function isSeparator(byte: number, index: number, mayBeCut: boolean): boolean {
  if (index === 0) return byte === HYPHEN;
  if (index === 1 && mayBeCut) return byte === COLON;
  return byte === POINT || byte === (index === 4 ? STAR : COLON);
}

/** Whether a line from `from` to before `to` starts with an OBIS code, or with one that was cut behind D. */
export function hasObisLine(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  for (let at = from; at < to; at++) {
    const isBreak = isLineEnd(bytes[at]!) || bytes[at] === NUL;
    if (at > from && !isBreak) continue;
    const start = blanksEnd(bytes, isBreak ? at + 1 : at, to);
    if (obisCodeEnd(bytes, start, to, true) >= 0) return true;
  }
  return false;
}
