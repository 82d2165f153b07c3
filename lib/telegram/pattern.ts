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
  /** The power of ten by which the number is told. */
  readonly exponent: number;
}

/** A text, its bytes in fours; the last four overlap. Shorter ones are compared byte by byte. */
interface Literal {
  readonly bytes: Uint8Array;
  readonly fours: Int32Array;
}

/** What stood in the slots of a line that matched its pattern. One is filled again and again. */
export class Slots {
  /** The number, times ten to the pattern's power. */
  value = Number.NaN;
  /** Where its text is in the bytes. */
  numberAt = 0;
  numberTo = 0;
  /** Whether it was printed with a decimal point. */
  point = false;
  /** Where the time's twelve digits are in the bytes. */
  timeAt = 0;
}

export function patternOf(texts: readonly string[], slots: readonly SlotKind[] = [], exponent = 0): Pattern {
  return { texts: texts.map(literalOf), slots, exponent };
}

function literalOf(text: string): Literal {
  const bytes = Buffer.from(text, "latin1");
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
export function match({ texts, slots: kinds, exponent }: Pattern, text: Text, at: number, slots: Slots): number {
  if (texts.length === 0) return -1;
  let i = afterLiteral(texts[0]!, text, at);
  for (let slot = 0; slot < kinds.length && i >= 0; slot++) {
    i = kinds[slot] === "number" ? afterNumber(text.bytes, i, exponent, slots) : afterTime(text.bytes, i, slots);
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

const TIME_DIGITS = 12;

function afterTime(bytes: Buffer, at: number, slots: Slots): number {
  slots.timeAt = at;
  const end = afterDigits(bytes, at);
  return end - at === TIME_DIGITS ? end : -1;
}

/** A number's text has as many characters at most; so many digits are exact as an integer. */
const MOST_CHARACTERS = 24;
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const [PLUS, MINUS, POINT, ZERO] = [0x2b, 0x2d, 0x2e, 0x30];

function afterNumber(bytes: Buffer, at: number, exponent: number, slots: Slots): number {
  const first = bytes[at] === MINUS || bytes[at] === PLUS ? at + 1 : at;
  const whole = afterDigits(bytes, first);
  if (whole === first) return -1;
  slots.point = bytes[whole] === POINT;
  const end = slots.point ? afterDigits(bytes, whole + 1) : whole;
  if (end - at > MOST_CHARACTERS) return -1;
  slots.numberAt = at;
  slots.numberTo = end;
  const decimals = slots.point ? end - whole - 1 : 0;
  const power = exponent - decimals;
  if (whole - first + decimals > EXACT_DIGITS || power < -22) {
    slots.value = scaleDecimal(bytes.toString("latin1", at, end), exponent)!;
    return end;
  }
  let digits = 0;
  for (let i = first; i < whole; i++) digits = digits * 10 + bytes[i]! - ZERO;
  for (let i = whole + 1; i < end; i++) digits = digits * 10 + bytes[i]! - ZERO;
  // Both operands are exact as doubles, so the result is the double nearest to the decimal number.
  const number = power < 0 ? digits / POWERS[-power]! : digits * POWERS[power]!;
  slots.value = bytes[at] === MINUS && number !== 0 ? -number : number;
  return end;
}

function afterDigits(bytes: Buffer, at: number): number {
  let i = at;
  while (i < bytes.length && bytes[i]! >= ZERO && bytes[i]! <= 0x39) i++;
  return i;
}
