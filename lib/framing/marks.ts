import type { Words } from "./crc";

/** The bytes that give a telegram its shape (IEC 62056-21 mode D; DSMR 5.0.2, 5.2). */
export const LF = 0x0a;
export const CR = 0x0d;
export const BANG = 0x21;
export const SLASH = 0x2f;
export const NUL = 0x00;
export const SPACE = 0x20;
/** Telnet's "interpret as command" (RFC 854), which some serial relays put into the stream. */
export const IAC = 0xff;

/** Longest telegram taken, in bytes: a Belgian peak history plus a text message of 2048 hex digits fits twice. */
export const MAX_TELEGRAM = 16 * 1024;

export function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || isLetter(byte);
}

export function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** Neither printable ASCII nor a line end: what relays add around a telegram. */
function isControl(byte: number): boolean {
  return (byte < SPACE || byte > 0x7e) && byte !== LF && byte !== CR;
}

/** What stands between telegrams. */
export function isFiller(byte: number): boolean {
  return byte === CR || byte === LF || byte === NUL;
}

/** Whether `position` begins a line; control bytes before it do not count, `before` says so of the place `from`. */
export function isLineStart(bytes: Uint8Array, position: number, from = 0, before = false): boolean {
  for (let i = position - 1; i >= from; i--) {
    const byte = bytes[i]!;
    if (byte === LF || byte === CR) return true;
    if (!isControl(byte)) return false;
  }
  return before;
}

/** Whether a "/" and three alphanumerics, a FLAG code, stand at `position`, before `end`. */
export function isHeaderMark(bytes: Uint8Array, position: number, end = bytes.length): boolean {
  return (
    position + 3 < end &&
    bytes[position] === SLASH &&
    isAlphanumeric(bytes[position + 1]!) &&
    isAlphanumeric(bytes[position + 2]!) &&
    isAlphanumeric(bytes[position + 3]!)
  );
}

export const HYPHEN = 0x2d;
export const COLON = 0x3a;
export const POINT = 0x2e;
const TAB = 0x09;

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** How many digits stand from `at` on, before `end`, three at most. */
export function digitsFrom(bytes: Uint8Array, at: number, end: number): number {
  let count = 0;
  while (count < 3 && at + count < end && isDigit(bytes[at + count]!)) count++;
  return count;
}

/** Where the blanks begin that stand before `at`. */
export function beforeBlanks(bytes: Uint8Array, at: number, from: number): number {
  let start = at;
  while (start > from && (bytes[start - 1] === SPACE || bytes[start - 1] === TAB)) start--;
  return start;
}

/** Whether "A-B:C.D", a code's first digits, stands around the hyphen at `hyphen`, at the start of a line. */
function isCodeAround(bytes: Uint8Array, hyphen: number, from: number, end: number): boolean {
  let start = hyphen;
  while (hyphen - start < 3 && start > from && isDigit(bytes[start - 1]!)) start--;
  if (start === hyphen) return false;
  start = beforeBlanks(bytes, start, from);
  const before = start > from ? bytes[start - 1] : LF;
  if (before !== LF && before !== CR && before !== NUL) return false;
  const colon = hyphen + 1 + digitsFrom(bytes, hyphen + 1, end);
  const point = colon + 1 + digitsFrom(bytes, colon + 1, end);
  if (colon === hyphen + 1 || bytes[colon] !== COLON || point === colon + 1) return false;
  return (bytes[point] === POINT || bytes[point] === COLON) && digitsFrom(bytes, point + 1, end) > 0;
}

/** Whether a line that starts with an OBIS code stands from `from` to before `end`: the least worth a word. */
export function hasObisLine(bytes: Uint8Array, from = 0, end = bytes.length): boolean {
  for (let at = indexIn(bytes, HYPHEN, from, end); at < end; at = indexIn(bytes, HYPHEN, at + 1, end)) {
    if (isCodeAround(bytes, at, from, end)) return true;
  }
  return false;
}

/** Below so many bytes a loop is faster than a call of the platform. */
export const FEW = 32;

/** Where `byte` stands first from `from` to before `end`; `end` where it does not. */
export function indexIn(bytes: Uint8Array, byte: number, from: number, end: number): number {
  const near = Math.min(from + FEW, end);
  for (let at = from; at < near; at++) if (bytes[at] === byte) return at;
  if (near === end) return end;
  // May look behind the end, to that of the bytes: in a framer's buffer, not in a chunk, which may be long. A view of what
  // is before the end would cost more.
  const at = bytes.indexOf(byte, near);
  return at < 0 || at > end ? end : at;
}

const [EACH_BANG, EACH_SLASH] = [0x21212121, 0x2f2f2f2f];
const [EACH_ONE, EACH_HIGH_BIT] = [0x01010101, 0x80808080];

/**
 * Whether a "/", a "!" or a byte that is no ASCII may stand among the bytes from `from` to before `to`, and the few around
 * them in the same words. Looks at four at a time: a byte is 0 where taking 1 from it borrows its high bit.
 */
export function mayHoldMark(words: Int32Array, from: number, to: number): boolean {
  for (let i = from >> 2; 4 * i < to; i++) {
    const four = words[i]!;
    const slash = four ^ EACH_SLASH;
    const bang = four ^ EACH_BANG;
    const zeros = ((slash - EACH_ONE) & ~slash) | ((bang - EACH_ONE) & ~bang);
    if (((zeros | four) & EACH_HIGH_BIT) !== 0) return true;
  }
  return false;
}

const EACH_HYPHEN = 0x2d2d2d2d;

/** The high bits of the hyphens among four bytes, and of commas behind them. */
function hyphensIn(four: number): number {
  const hyphens = four ^ EACH_HYPHEN;
  return (hyphens - EACH_ONE) & ~hyphens & EACH_HIGH_BIT;
}

/**
 * Where the next hyphen stands from `from` to before `end`, or a comma behind one or behind such a comma; `end` where none
 * does. Looks at no byte behind the word in which that is.
 */
export function hyphenIn(words: Int32Array, from: number, end: number): number {
  if (from >= end) return end;
  let i = from >> 2;
  let marks = hyphensIn(words[i]!) & (-1 << (8 * (from & 3)));
  while (marks === 0) {
    if (4 * ++i >= end) return end;
    marks = hyphensIn(words[i]!);
  }
  // The lowest bit is that of the first byte.
  return Math.min(4 * i + ((31 - Math.clz32(marks & -marks)) >> 3), end);
}

/** The same as `hasObisLine`, of bytes that lie in words. */
export function holdsCode({ bytes, words }: Words, from: number, end: number): boolean {
  for (let at = hyphenIn(words, from, end); at < end; at = hyphenIn(words, at + 1, end)) {
    if (isCodeAround(bytes, at, from, end)) return true;
  }
  return false;
}

const CONTROL = Uint8Array.from({ length: 256 }, (_, byte) => (isControl(byte) ? 1 : 0));

/** Whether fewer than one of the first `length` bytes in four is a control byte: text has hardly any, ciphertext over half. */
export function isMostlyText(bytes: Uint8Array, length = bytes.length): boolean {
  const tooMany = length / 4;
  let controls = 0;
  for (let i = 0; i < length && controls < tooMany; i++) controls += CONTROL[bytes[i]!]!;
  return controls < tooMany;
}
