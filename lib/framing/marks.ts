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

function isAlphanumeric(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

export function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** Neither printable ASCII nor a line end: what relays add around a telegram. */
function isControl(byte: number): boolean {
  return (byte < SPACE || byte > 0x7e) && byte !== LF && byte !== CR;
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

/** Whether a "/" and three alphanumerics, a FLAG code, stand at `position`. */
export function isHeaderMark(bytes: Uint8Array, position: number): boolean {
  return (
    bytes[position] === SLASH &&
    isAlphanumeric(bytes[position + 1]) &&
    isAlphanumeric(bytes[position + 2]) &&
    isAlphanumeric(bytes[position + 3])
  );
}

const HYPHEN = 0x2d;
const COLON = 0x3a;
const POINT = 0x2e;
const TAB = 0x09;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** How many digits stand from `at` on, three at most. */
function digitsFrom(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (count < 3 && isDigit(bytes[at + count])) count++;
  return count;
}

/** Whether "A-B:C.D", a code's first digits, stands around the hyphen at `hyphen`, at the start of a line. */
function isCodeAround(bytes: Uint8Array, hyphen: number): boolean {
  let start = hyphen;
  while (hyphen - start < 3 && isDigit(bytes[start - 1])) start--;
  if (start === hyphen) return false;
  while (bytes[start - 1] === SPACE || bytes[start - 1] === TAB) start--;
  const before = bytes[start - 1];
  if (before !== undefined && before !== LF && before !== CR && before !== NUL) return false;
  const colon = hyphen + 1 + digitsFrom(bytes, hyphen + 1);
  const point = colon + 1 + digitsFrom(bytes, colon + 1);
  if (colon === hyphen + 1 || bytes[colon] !== COLON || point === colon + 1) return false;
  return (bytes[point] === POINT || bytes[point] === COLON) && isDigit(bytes[point + 1]);
}

/** Whether the bytes hold a line that starts with an OBIS code: the least that makes a frame worth a word. */
export function hasObisLine(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(HYPHEN); at >= 0; at = bytes.indexOf(HYPHEN, at + 1)) {
    if (isCodeAround(bytes, at)) return true;
  }
  return false;
}

/** Whether fewer than one byte in four is a control byte: text has hardly any, ciphertext has more than half. */
export function isMostlyText(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) if (isControl(byte)) controls++;
  return controls < bytes.length / 4;
}
