import { beforeBlanks, COLON, CR, digitsFrom, HYPHEN, indexIn, LF, POINT } from "./marks";
import { OPENING } from "./starts";

const [ZERO, ONE, SEVEN, EIGHT, STAR] = [0x30, 0x31, 0x37, 0x38, 0x2a];

/** Of more such registers than any meter has, the first are looked for again: so the cost stays linear. */
const MOST = 100;

/**
 * Whether a register that stands once in a telegram, active power 1-b:1.7.0 or active energy 1-b:1.8.e, stands in it
 * again.
 */
export function repeatsRegister(bytes: Buffer): boolean {
  /** Where the codes stand that were found, from behind their hyphens on. */
  const found: number[] = [];
  const end = bytes.length;
  for (let hyphen = indexIn(bytes, HYPHEN, 1, end); hyphen < end; hyphen = indexIn(bytes, HYPHEN, hyphen + 1, end)) {
    const open = afterCode(bytes, hyphen);
    if (open === undefined) continue;
    const at = hyphen + 1;
    for (const other of found) if (isSame(bytes, at, other, open + 1 - at)) return true;
    if (found.length < MOST) found.push(at);
  }
  return false;
}

/** Whether the same bytes stand in two places. */
function isSame(bytes: Buffer, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

/** Where the "(" stands behind such a code, whose hyphen is at `hyphen`, at the start of a line; undefined for any other. */
function afterCode(bytes: Buffer, hyphen: number): number | undefined {
  if (bytes[hyphen - 1] !== ONE) return undefined;
  const start = beforeBlanks(bytes, hyphen - 1, 0);
  if (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) return undefined;
  const colon = afterDigits(bytes, hyphen + 1);
  if (colon === undefined || bytes[colon] !== COLON || bytes[colon + 1] !== ONE || bytes[colon + 2] !== POINT)
    return undefined;
  const processing = bytes[colon + 3];
  const to = bytes[colon + 4] === POINT ? afterDigits(bytes, colon + 5) : undefined;
  if (to === undefined) return undefined;
  const isPower = processing === SEVEN && bytes[colon + 5] === ZERO && to === colon + 6;
  if (!isPower && processing !== EIGHT) return undefined;
  const hasPeriod = bytes[to] === STAR || bytes[to] === POINT;
  const last = hasPeriod ? afterDigits(bytes, to + 1) : to;
  return last !== undefined && bytes[last] === OPENING ? last : undefined;
}

/** Behind one to three digits; undefined where there are none. */
function afterDigits(bytes: Buffer, at: number): number | undefined {
  const count = digitsFrom(bytes, at, bytes.length);
  return count === 0 ? undefined : at + count;
}
