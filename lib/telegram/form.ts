import { MAX_TELEGRAM } from "../framing/marks";
import type { Layout } from "./layout";
import type { KnownTelegram } from "./line-book";
import { measuredObject, type LinePlan } from "./line-plan";
import type { Header } from "./meter";
import { NamedValues } from "./named-values";
import { hasSign, match, numberIn, type NumberPlace, Slots, textIn, TIME_DIGITS } from "./pattern";
import { beginLine, unreadLine, type ReadLine } from "./read-lines";
import type { ScannedTelegram } from "./scan";
import type { CosemObject } from "./types";

const FOUR = 4;
/** The longest telegram that is compared with a form: a framer's longest has a byte more than the cap. */
const LONGEST = MAX_TELEGRAM + FOUR;

/**
 * A telegram is laid here to be compared four bytes at a time, and the lines of its form are read from here: nothing
 * else may be laid out until its payload is made.
 */
const fours = new Int32Array(LONGEST / FOUR);
const bytes = Buffer.from(fours.buffer);
const text = textIn(bytes);

/** Lays a telegram out for what follows; false where it is too long. */
export function layOut(telegram: Uint8Array): boolean {
  if (telegram.length > LONGEST) return false;
  bytes.set(telegram);
  return true;
}

const ZERO = 0x30;
const ALL_BITS = 0xff;
/** The bits that are the same in all digits. */
const HIGH_HALF = 0xf0;
/** Added to each byte, leaves those bits of a digit as they are, but not of what stands behind the "9". */
const SIX_EACH = 0x06060606;

/** A line of a form, and what stands in its slots. */
interface FormLine {
  readonly read: ReadLine;
  readonly slots: Slots;
}

/** A line with a number and no time: all that its object is made of, in one place. */
interface NumberLine extends NumberPlace {
  readonly read: ReadLine;
  readonly exponent: number;
  readonly name: string | undefined;
  readonly unit: string | undefined;
  readonly printedUnit: string | undefined;
}

/** A line whose text is the same each time. */
interface TextLine {
  readonly read: ReadLine;
  readonly copy: () => CosemObject;
}

/**
 * The form of a meter's telegrams: their bytes, but for the digits of numbers and times. A telegram is compared with it
 * in one go, and its lines need not be looked for. They are the form's own, and hold what the telegram that was read
 * last says.
 */
export class TelegramForm implements ScannedTelegram {
  readonly header: Header;
  readonly known: KnownTelegram;
  readonly layout: Layout;
  readonly lines: readonly ReadLine[];
  readonly strays = [];
  readonly form = this;
  /** Where the lines end. */
  readonly end: number;
  readonly #numbers: readonly NumberLine[];
  readonly #texts: readonly TextLine[];
  readonly #others: readonly FormLine[];
  /** The bytes with a "0" for each digit in a slot; the bits in which all must be the same; the digits' high halves. */
  readonly #wanted: Int32Array<ArrayBuffer>;
  readonly #same: Int32Array<ArrayBuffer>;
  readonly #digits: Int32Array<ArrayBuffer>;
  /** Which fours hold digits. */
  readonly #withDigits: Uint16Array;

  /** The form of the telegram that is laid out, with the lines of `known`, which begin at `starts`. */
  constructor(header: Header, known: KnownTelegram, starts: readonly number[]) {
    const { lines, layout, end } = known;
    this.header = header;
    this.known = known;
    this.layout = { ...layout, values: new NamedValues() };
    this.end = end;
    const formLines = lines.map((line, index) => formLine(line, starts[index]!));
    this.lines = formLines.map(({ read }) => read);
    this.#numbers = formLines.filter(isNumber).map(numberLine);
    this.#texts = formLines.filter(isText).map(textLine);
    this.#others = formLines.filter((line) => !isNumber(line) && !isText(line));
    const count = Math.ceil(end / FOUR);
    [this.#wanted, this.#same, this.#digits] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    const wanted = bytesOf(this.#wanted);
    const same = bytesOf(this.#same);
    const digits = bytesOf(this.#digits);
    wanted.set(bytes.subarray(0, end));
    same.fill(ALL_BITS, 0, end);
    for (const at of formLines.flatMap(digitsOf)) {
      wanted[at] = ZERO;
      same[at] = digits[at] = HIGH_HALF;
    }
    this.#withDigits = Uint16Array.from([...this.#digits.keys()].filter((index) => this.#digits[index] !== 0));
  }

  /** Whether the telegram that is laid out has this form. */
  fits(): boolean {
    const wanted = this.#wanted;
    const same = this.#same;
    const digits = this.#digits;
    for (let i = 0; i < wanted.length; i++) if ((fours[i]! ^ wanted[i]!) & same[i]!) return false;
    for (const i of this.#withDigits) if (((fours[i]! + SIX_EACH) ^ wanted[i]!) & digits[i]!) return false;
    return true;
  }

  /** Begins to read the lines of the telegram that is laid out, which has this form. */
  begin(): void {
    for (const line of this.#numbers) {
      const value = numberIn(bytes, line, line.exponent);
      line.read.number = value;
      line.read.object = measuredObject(line, value, bytes, line);
    }
    for (const { read, copy } of this.#texts) read.object = copy();
    for (const { read, slots } of this.#others) {
      if (slots.numberTo > 0) slots.value = numberIn(bytes, slots, read.line.pattern.exponent);
      beginLine(read, slots);
    }
  }
}

function bytesOf({ buffer }: Int32Array<ArrayBuffer>): Uint8Array {
  return new Uint8Array(buffer);
}

/** A line of the telegram that is laid out. */
function formLine(line: LinePlan, at: number): FormLine {
  const slots = new Slots();
  const to = match(line.pattern, text, at, slots);
  const read = unreadLine(line, bytes, at, to, slots.timeAt);
  beginLine(read, slots);
  return { read, slots };
}

/** Whether nothing but a number and the object change from one telegram to the next. */
function isNumber({ read }: FormLine): boolean {
  return read.line.slots?.time === "none";
}

function numberLine({ read, slots: { numberAt, wholeTo, numberTo } }: FormLine): NumberLine {
  const { name, unit, printedUnit } = read.line.slots!;
  return { read, numberAt, wholeTo, numberTo, exponent: read.line.pattern.exponent, name, unit, printedUnit };
}

/** Whether nothing but the object is anew in each telegram. */
function isText({ read }: FormLine): boolean {
  return read.line.remembered !== undefined && !read.waits;
}

function textLine({ read }: FormLine): TextLine {
  return { read, copy: read.line.remembered!.copy };
}

/** Where the digits stand that may change. */
function digitsOf({ slots }: FormLine): number[] {
  const { numberAt, wholeTo, numberTo, timeAt } = slots;
  return [
    ...range(hasSign(bytes, numberAt) ? numberAt + 1 : numberAt, wholeTo),
    ...range(wholeTo + 1, numberTo),
    ...(timeAt > 0 ? range(timeAt, timeAt + TIME_DIGITS) : []),
  ];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
