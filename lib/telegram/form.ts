import { ClockMinute } from "./clock-minute";
import { areLasting, copyOfDevice, readDevices } from "./devices";
import { bytes, changedLines, FormBytes, text } from "./form-bytes";
import type { Layout } from "./layout";
import type { KnownTelegram } from "./line-book";
import type { LinePlan } from "./line-plan";
import { type Header, readSender, type Sender } from "./meter";
import { NamedValues } from "./named-values";
import { hasSign, match, numberIn, NumberReader, Slots, TIME_DIGITS } from "./pattern";
import { beginLine, readPrinted, unreadLine, type ReadLine } from "./read-lines";
import type { ScannedTelegram } from "./scan";
import type { Device } from "./types";
import { electricityValues, mayBeFiller } from "./values";

/** A line, and what stands in its slots. */
interface FoundLine {
  readonly read: ReadLine;
  readonly slots: Slots;
}

/** A line of a form, and whether it tells of an M-Bus device, or is a reading of one. */
interface FormLine extends FoundLine {
  readonly isDevice: boolean;
  readonly isReading: boolean;
  /** Reads its number, where nothing else of it is told anew. */
  readonly number: NumberReader | undefined;
}

/**
 * The form of a meter's telegrams: their bytes, but for the digits of numbers and times. A telegram is compared with the
 * one of this form before it in one go, its lines need not be looked for, and what is the same is not read again. The
 * lines are the form's own, and hold what the telegram that was read last says.
 */
export class TelegramForm implements ScannedTelegram {
  readonly header: Header;
  readonly known: KnownTelegram;
  readonly layout: Layout;
  readonly lines: readonly ReadLine[];
  readonly strays = [];
  readonly waiting: readonly ReadLine[];
  readonly form = this;
  /** Where the lines end. */
  readonly end: number;
  readonly #bytes: FormBytes;
  readonly #all: readonly FormLine[];
  /** Lines that are begun anew each time, and those of them whose value may be missing. */
  readonly #others: readonly FormLine[];
  readonly #uncertain: readonly ReadLine[];
  /** Whether the electricity values have their places for good, and how many there are. */
  readonly #isSteady: boolean;
  #values = 0;
  /** Whether the lines that tell of the meter are texts, and so the same in all telegrams; what they tell. */
  readonly #isOneMeter: boolean;
  #sender: Sender | undefined;
  /** The devices of the telegram before, to be copied as long as none of their lines changes, and how many values they are. */
  #devices: readonly Device[] | undefined;
  #deviceValues = 0;
  /** The time of that telegram (epoch ms). */
  #now = 0;

  /** The form of the telegram that is laid out, with the lines of `known`, which begin at `starts`. */
  constructor(header: Header, known: KnownTelegram, starts: readonly number[]) {
    const { lines, layout, end } = known;
    this.header = header;
    this.known = known;
    this.layout = { ...layout, values: new NamedValues(layout.kind) };
    this.end = end;
    const readings = new Set(layout.channels.flatMap((channel) => channel.readings));
    const ofDevices = new Set(layout.channels.flatMap(({ type, ids }) => (type === undefined ? ids : [type, ...ids])));
    const found = lines.map((line, index) => foundLine(line, starts[index]!));
    this.#all = found.map((line, index) => {
      const isReading = readings.has(index);
      return formLine(line, isReading, isReading || ofDevices.has(index));
    });
    this.lines = this.#all.map(({ read }) => read);
    for (const index of layout.clocks) this.lines[index]!.minute = new ClockMinute();
    this.#others = this.#all.filter(({ read, number, isReading }) => !number && (isReading || !isText(read)));
    this.waiting = this.#others.map(({ read }) => read);
    this.#uncertain = this.waiting.filter(({ line }) => line.slots?.field ?? line.remembered?.field);
    this.#isSteady = layout.rivals.length === 0 && !lines.some(({ slots }) => slots?.field && mayBeFiller(slots.field));
    this.#isOneMeter = [...layout.ids, ...layout.versions].every((index) => !lines[index]!.slots);
    this.#bytes = new FormBytes(end, found.map(digitsOf));
  }

  /** Whether the telegram that is laid out, whose lines end at `end`, has this form. */
  fits(end: number): boolean {
    return end === this.end && this.#bytes.fits();
  }

  /** Begins to read the lines of the telegram that is laid out, which was just found to have this form. */
  begin(): void {
    const count = this.#bytes.takeOver();
    if (this.layout.values.isWhole) this.#readChanged(count);
    else this.#readAll();
    for (const { read, slots, isReading } of this.#others) {
      // Where the devices are copies, nothing of their readings is anew.
      if (isReading && this.#devices) continue;
      if (slots.numberTo > 0) slots.value = numberIn(bytes, slots, read.line.pattern.exponent);
      beginLine(read, slots);
    }
  }

  /** Reads the numbers that are others than in the telegram before, and changes the values that they are. */
  #readChanged(count: number): void {
    const { values } = this.layout;
    for (let i = 0; i < count; i++) {
      const { read, slots, number, isDevice } = this.#all[changedLines[i]!]!;
      if (isDevice) this.#devices = undefined;
      if (!number) continue;
      const value = number.read(text);
      read.number = value;
      readPrinted(read, slots);
      if (read.place >= 0) values.put(read.place, value);
    }
  }

  /** After a first telegram, or one of which something was held back. */
  #readAll(): void {
    this.#devices = undefined;
    for (const { read, slots, number } of this.#all) {
      read.object = undefined;
      if (!number) continue;
      read.number = number.read(text);
      readPrinted(read, slots);
    }
  }

  /** Who sent the telegram. */
  readSender(): Sender {
    if (!this.#sender || !this.#isOneMeter) this.#sender = readSender(this.header, this.lines, this.layout);
    return this.#sender;
  }

  /** The electricity values: those of the telegram before but for changed numbers, where their names are the same. */
  electricityValues(): NamedValues {
    const { values } = this.layout;
    if (values.isWhole && this.#isSteady && this.#uncertain.every(hasPlace)) {
      values.keep(this.#values);
      for (const { place, number } of this.#uncertain) values.put(place, number!);
    } else {
      this.#devices = undefined;
      electricityValues(this.lines, this.layout);
      this.#values = values.count;
    }
    return values;
  }

  /**
   * The devices, as `readDevices` reads them: where no line of theirs changed, copies of those before. A gas meter's
   * reading is the same for minutes.
   */
  readDevices(now: number): Device[] {
    const { channels, values } = this.layout;
    if (this.#devices && now >= this.#now) {
      values.keep(this.#values + this.#deviceValues);
    } else {
      // They may have been left as they were, with the names of those before.
      for (const { read, isReading } of this.#others) if (isReading) read.name = read.line.slots?.name;
      const devices = readDevices(this.lines, channels, now, values);
      this.#deviceValues = values.count - this.#values;
      this.#now = now;
      this.#devices = undefined;
      if (!this.#isSteady || !areLasting(devices, this.lines, channels, now)) return devices;
      this.#devices = devices;
    }
    return this.#devices.map(copyOfDevice);
  }
}

/** Whether a line is among the electricity values, and was in the telegram before. */
function hasPlace({ place, number, field }: ReadLine): boolean {
  return place >= 0 && number !== undefined && field !== undefined;
}

/** A line of the telegram that is laid out. */
function foundLine(line: LinePlan, at: number): FoundLine {
  const slots = new Slots();
  const to = match(line.pattern, text, at, slots);
  const read = unreadLine(line, bytes, at, to, slots.timeAt);
  beginLine(read, slots);
  return { read, slots };
}

function formLine({ read, slots }: FoundLine, isReading: boolean, isDevice: boolean): FormLine {
  const { line } = read;
  const isNumber = line.slots?.time === "none" && !isReading;
  const number = isNumber ? new NumberReader(bytes, slots, line.pattern.exponent) : undefined;
  return { read, slots, isDevice, isReading, number };
}

/** Whether nothing changes. */
function isText({ line, waits }: ReadLine): boolean {
  return line.remembered !== undefined && !waits;
}

/** Where the digits stand that may change. */
function digitsOf({ slots }: FoundLine): number[] {
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
