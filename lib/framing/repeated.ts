import type { Laid } from "./copy";
import { beforeBlanks, COLON, CR, digitsFrom, hyphenIn, LF, POINT } from "./marks";
import { OPENING } from "./starts";

const [ZERO, ONE, SEVEN, EIGHT, STAR] = [0x30, 0x31, 0x37, 0x38, 0x2a];

/** Of more such registers than any meter has, the first are looked for again: so the cost stays linear. */
const MOST = 100;

/**
 * Whether a register that stands once in a telegram, active power 1-b:1.7.0 or active energy 1-b:1.8.e, stands in it
 * again.
 */
export function repeatsRegister({ memory: { bytes, words }, at, length }: Laid): boolean {
  /** Where the codes stand that were found, from behind their hyphens on. */
  const found: number[] = [];
  const end = at + length;
  for (let hyphen = hyphenIn(words, at, end); hyphen < end; hyphen = hyphenIn(words, hyphen + 1, end)) {
    // No "1" stands before a comma that is taken for one.
    if (bytes[hyphen - 1] !== ONE) continue;
    const open = afterCode(bytes, hyphen, end);
    if (open === undefined) continue;
    const code = hyphen + 1;
    for (const other of found) if (isSame(bytes, code, other, open + 1 - code)) return true;
    if (found.length < MOST) found.push(code);
  }
  return false;
}

/** Whether the same bytes stand in two places. */
function isSame(bytes: Buffer, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

/** Where the "(" stands behind such a code, whose "1-" is before `hyphen`, at the start of a line; undefined for any other. */
function afterCode(bytes: Buffer, hyphen: number, end: number): number | undefined {
  // At the latest the "/" stands before it.
  const before = bytes[beforeBlanks(bytes, hyphen - 1, 0) - 1];
  if (before !== LF && before !== CR) return undefined;
  const colon = afterDigits(bytes, hyphen + 1, end);
  if (colon === undefined || bytes[colon] !== COLON || bytes[colon + 1] !== ONE || bytes[colon + 2] !== POINT)
    return undefined;
  const processing = bytes[colon + 3];
  const to = bytes[colon + 4] === POINT ? afterDigits(bytes, colon + 5, end) : undefined;
  if (to === undefined) return undefined;
  const isPower = processing === SEVEN && bytes[colon + 5] === ZERO && to === colon + 6;
  if (!isPower && processing !== EIGHT) return undefined;
  const hasPeriod = bytes[to] === STAR || bytes[to] === POINT;
  const last = hasPeriod ? afterDigits(bytes, to + 1, end) : to;
  return last !== undefined && last < end && bytes[last] === OPENING ? last : undefined;
}

/** Behind one to three digits; undefined where there are none. */
function afterDigits(bytes: Buffer, at: number, end: number): number | undefined {
  const count = digitsFrom(bytes, at, end);
  return count === 0 ? undefined : at + count;
}
