import { scaleDecimal } from "./decimal";

/** A telegram's bytes, with the view through which four of them are compared at a time. */
export interface Text {
  readonly bytes: Buffer;
  readonly view: DataView;
}

export function textIn(bytes: Buffer): Text {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** What may stand in a line between its texts: any number as telegrams print it, or any time YYMMDDhhmmss. */
export type SlotKind = "number" | "time";

/** A line's texts, and the slots between them: one slot less than texts. */
export interface Pattern {
  readonly texts: readonly Literal[];
  readonly slots: readonly SlotKind[];
  /** Whether the number has a decimal point, and the power of ten by which it is told. */
  readonly point: boolean;
  readonly exponent: number;
}

/** A text, its bytes in fours; the last four overlap. Shorter ones are compared byte by byte. */
interface Literal {
  readonly bytes: Uint8Array;
  readonly fours: Int32Array;
}

/** Where a number's text is in the bytes, and where its whole digits end: at the decimal point, if there is one. */
export interface NumberPlace {
  readonly numberAt: number;
  readonly wholeTo: number;
  readonly numberTo: number;
}

/** What stood in the slots of a line that matched its pattern. One is filled again and again. */
export class Slots implements NumberPlace {
  /** The number, times ten to the pattern's power. */
  value = Number.NaN;
  numberAt = 0;
  wholeTo = 0;
  numberTo = 0;
  /** Where the time's twelve digits are in the bytes. */
  timeAt = 0;
}

/** A pattern of texts alone, or with slots between them. */
export function patternOf(
  texts: readonly string[],
  slots: readonly SlotKind[] = [],
  { point, exponent } = { point: false, exponent: 0 },
): Pattern {
  return { texts: texts.map(literalOf), slots, point, exponent };
}

function literalOf(text: string): Literal {
  // Of its own memory: a piece of Node.js's pool would hold 8 KiB for as long as it is remembered.
  const bytes = Buffer.alloc(text.length, text, "latin1");
  if (bytes.length < 4) return { bytes, fours: new Int32Array(0) };
  const fours = Int32Array.from({ length: Math.ceil(bytes.length / 4) }, (_, index) =>
    bytes.readInt32LE(Math.min(4 * index, bytes.length - 4)),
  );
  return { bytes, fours };
}

/**
 * Compares `text` from `at` on with a pattern; gives where the match ends, or -1. `slots` then holds the line's number
 * (times ten to the pattern's power, exact in decimals as `scaleDecimal` is) and the place of its time.
 */
export function match(pattern: Pattern, text: Text, at: number, slots: Slots): number {
  const { texts, slots: kinds } = pattern;
  if (texts.length === 0) return -1;
  let i = afterLiteral(texts[0]!, text, at);
  for (let slot = 0; slot < kinds.length && i >= 0; slot++) {
    i = kinds[slot] === "number" ? afterNumber(text.bytes, i, pattern, slots) : afterTime(text.bytes, i, slots);
    if (i >= 0) i = afterLiteral(texts[slot + 1]!, text, i);
  }
  return i;
}

function afterLiteral({ bytes: wanted, fours }: Literal, { bytes, view }: Text, at: number): number {
  const end = at + wanted.length;
  if (end > bytes.length) return -1;
  const last = fours.length - 1;
  if (last < 0) {
    for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return -1;
    return end;
  }
  for (let i = 0; i < last; i++) if (view.getInt32(at + 4 * i, true) !== fours[i]) return -1;
  return view.getInt32(end - 4, true) === fours[last] ? end : -1;
}

export const TIME_DIGITS = 12;

function afterTime(bytes: Uint8Array, at: number, slots: Slots): number {
  slots.timeAt = at;
  const end = afterDigits(bytes, at);
  return end - at === TIME_DIGITS ? end : -1;
}

const MOST_CHARACTERS = 24;
/** So many digits fit 32 bits; with so many decimals behind them, they are exact as a double. */
const INTEGER_DIGITS = 9;
const MOST_DECIMALS = 6;
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const [PLUS, MINUS, POINT, ZERO] = [0x2b, 0x2d, 0x2e, 0x30];

function afterNumber(bytes: Uint8Array, at: number, { point, exponent }: Pattern, slots: Slots): number {
  const first = hasSign(bytes, at) ? at + 1 : at;
  const whole = afterDigits(bytes, first);
  if (whole === first) return -1;
  const end = point ? afterDigits(bytes, whole + 1) : whole;
  if (point !== (bytes[whole] === POINT) || end - at > MOST_CHARACTERS) return -1;
  slots.numberAt = at;
  slots.wholeTo = whole;
  slots.numberTo = end;
  slots.value = numberIn(bytes, slots, exponent);
  return end;
}

export function hasSign(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === MINUS || bytes[at] === PLUS;
}

/** The number at a place, times ten to the power `exponent`. */
export function numberIn(bytes: Uint8Array, { numberAt, wholeTo, numberTo }: NumberPlace, exponent: number): number {
  const first = hasSign(bytes, numberAt) ? numberAt + 1 : numberAt;
  const decimals = wholeTo < numberTo ? numberTo - wholeTo - 1 : 0;
  const power = exponent - decimals;
  if (wholeTo - first > INTEGER_DIGITS || decimals > MOST_DECIMALS || power < -22) {
    return scaleDecimal(String.fromCharCode(...bytes.subarray(numberAt, numberTo)), exponent)!;
  }
  const digits = integerIn(bytes, first, wholeTo) * POWERS[decimals]! + integerIn(bytes, wholeTo + 1, numberTo);
  // Both operands are exact as doubles, so the result is the double nearest to the decimal number.
  const number = power < 0 ? digits / POWERS[-power]! : digits * POWERS[power]!;
  return bytes[numberAt] === MINUS && number !== 0 ? -number : number;
}

const FOUR = 4;
/** As many digits before and behind the point as are read in three fours. */
const [MOST_WHOLE, MOST_FRACTION] = [2 * FOUR, FOUR];

/**
 * Reads the number at a place again and again: with the same sign and as many digits each time. Four digits are read at
 * once, without a loop whose end the processor would have to guess.
 */
export class NumberReader {
  /** Where the eight bytes before the point begin, and the bits in them that are digits of the number. */
  readonly #wholeAt: number;
  readonly #high: number;
  readonly #low: number;
  /** The same of the last four bytes. */
  readonly #fractionAt: number;
  readonly #fraction: number;
  /** What the whole digits are multiplied with to stand before the others, and what all are divided by. */
  readonly #scale: number;
  readonly #divisor: number;
  readonly #isNegative: boolean;
  /** How it is read where that does not fit. */
  readonly #slowly: { readonly place: NumberPlace; readonly exponent: number } | undefined;

  /** `bytes` hold a number at the place; it is told times ten to the power `exponent`. */
  constructor(bytes: Uint8Array, { numberAt, wholeTo, numberTo }: NumberPlace, exponent: number) {
    const whole = wholeTo - (hasSign(bytes, numberAt) ? numberAt + 1 : numberAt);
    const decimals = Math.max(0, numberTo - wholeTo - 1);
    const divisor = POWERS[decimals - exponent];
    this.#wholeAt = wholeTo - MOST_WHOLE;
    this.#high = digitBits(whole - FOUR);
    this.#low = digitBits(whole);
    this.#fractionAt = numberTo - MOST_FRACTION;
    this.#fraction = digitBits(decimals);
    this.#scale = POWERS[decimals] ?? 1;
    this.#divisor = divisor ?? 1;
    this.#isNegative = bytes[numberAt] === MINUS;
    const fits = whole <= MOST_WHOLE && decimals <= MOST_FRACTION && this.#wholeAt >= 0 && divisor !== undefined;
    this.#slowly = fits ? undefined : { place: { numberAt, wholeTo, numberTo }, exponent };
  }

  read({ bytes, view }: Text): number {
    if (this.#slowly) return numberIn(bytes, this.#slowly.place, this.#slowly.exponent);
    const high = fourDigits(view.getInt32(this.#wholeAt, true) & this.#high);
    const low = fourDigits(view.getInt32(this.#wholeAt + FOUR, true) & this.#low);
    const fraction = fourDigits(view.getInt32(this.#fractionAt, true) & this.#fraction);
    const number = ((high * 10_000 + low) * this.#scale + fraction) / this.#divisor;
    return this.#isNegative && number !== 0 ? -number : number;
  }
}

/** The low halves of the last `count` of four bytes, as a little-endian machine reads them: a digit's value is there. */
function digitBits(count: number): number {
  if (count <= 0) return 0;
  return 0x0f0f0f0f << (8 * Math.max(0, FOUR - count));
}

/** The number that four digits print, the first in the lowest byte, each by its value: in pairs, then both pairs. */
function fourDigits(digits: number): number {
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff;
  return (Math.imul(pairs, 100) + (pairs >>> 16)) & 0xffff;
}

function integerIn(bytes: Uint8Array, from: number, to: number): number {
  let integer = 0;
  for (let i = from; i < to; i++) integer = (integer * 10 + bytes[i]! - ZERO) | 0;
  return integer;
}

function afterDigits(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < bytes.length && bytes[i]! >= ZERO && bytes[i]! <= 0x39) i++;
  return i;
}
