import type { Moment } from "./clock";
import type { ClockMinute } from "./clock-minute";
import { readDataLine, type DataLine } from "./lines";
import { clockText, measuredObject, printedText, type LinePlan, type SlotPlan } from "./line-plan";
import { readLine, type LineReading, type ReadTools } from "./object";
import type { NumberPlace, Slots } from "./pattern";
import { isUnset, readStamp, stampAt, type Stamp } from "./stamp";
import type { CosemObject } from "./types";

/** A line of a telegram: its plan, where it stands, and what reading it gave. */
export interface ReadLine extends Omit<LineReading, "object"> {
  /** Its object, where that is neither copied nor made of what follows: see `objectOf`. */
  object: CosemObject | undefined;
  /** Makes the object of a line that is remembered. */
  readonly copy: (() => CosemObject) | undefined;
  /** The field's name, or the one that it is given as a device's reading. */
  name: string | undefined;
  /** Its value, where that is a number. */
  number: number | undefined;
  /** The unit of a number in its slot. */
  readonly unit: string | undefined;
  /** The text in the telegram, where the number is told in another unit. */
  printed: string | undefined;
  /** Its capture time, ISO 8601. */
  timestamp: string | undefined;
  readonly line: LinePlan;
  readonly bytes: Buffer;
  readonly at: number;
  readonly to: number;
  /** Where the digits of its time stand, where it has a slot for one. */
  readonly timeAt: number;
  /** Whether it is still to be finished: for the telegram's own time, or with problems to tell. */
  waits: boolean;
  field: LineReading["field"];
  timed: boolean;
  moment: Moment | undefined;
  noTime: boolean;
  /** The last time with a flag in the line's slot, and its moment: a device's reading has the same for many telegrams. */
  told: { readonly time: Stamp; readonly moment: Moment } | undefined;
  /** The minute that the line told last, where it is the clock of a form. */
  minute: ClockMinute | undefined;
  /** Which of the telegram's named values it is. */
  place: number;
}

/** A line that stands at `at` in the bytes, still to be read. */
export function unreadLine(line: LinePlan, bytes: Buffer, at: number, to: number, timeAt: number): ReadLine {
  const { slots, remembered } = line;
  return {
    object: undefined,
    copy: remembered?.copy,
    name: slots?.name,
    number: undefined,
    unit: slots?.unit,
    printed: undefined,
    timestamp: undefined,
    line,
    bytes,
    at,
    to,
    timeAt,
    waits: true,
    field: undefined,
    timed: false,
    moment: undefined,
    noTime: false,
    told: undefined,
    minute: undefined,
    place: -1,
  };
}

/** Reads a line as far as that needs no time. `found` is what its pattern found in the bytes. */
export function beginLine(read: ReadLine, found: Slots): void {
  const { slots: form, remembered } = read.line;
  read.waits = true;
  read.timestamp = undefined;
  read.name = form?.name;
  read.object = undefined;
  if (form) {
    beginSlots(read, form, found);
  } else if (remembered) {
    settle(read, remembered);
    read.waits = remembered.problems.length > 0;
  }
}

function beginSlots(read: ReadLine, { time, field }: SlotPlan, found: Slots): void {
  if (time === "clock") {
    beginClock(read);
    return;
  }
  read.number = found.value;
  readPrinted(read, found);
  if (time !== "none") return;
  read.field = field;
  read.waits = false;
}

/** Reads the line of a clock whose time is in the minute that it told last; any other waits. */
function beginClock(read: ReadLine): void {
  const { minute, bytes, timeAt } = read;
  const moment = minute?.tell(bytes, timeAt);
  if (moment) settleClock(read, moment, minute!.textAt(bytes, timeAt));
}

/** Keeps what is printed of a line's number, where that is told in another unit. */
export function readPrinted(read: ReadLine, place: NumberPlace): void {
  const unit = read.line.slots?.printedUnit;
  if (unit !== undefined) read.printed = printedText(read.bytes, place, unit);
}

/** Reads the rest of a line that waits. */
export function finishLine(read: ReadLine, tools: ReadTools): void {
  const { slots: form, remembered } = read.line;
  read.waits = false;
  const time = form && slotTime(read);
  if (time && form.time === "clock") {
    finishClock(read, tools.momentOf(time));
  } else if (time) {
    const moment = captureMoment(read, time, tools);
    read.timestamp = moment.iso;
    read.field = form.field;
    read.timed = true;
    read.moment = moment;
    read.noTime = false;
  } else if (remembered) {
    for (const problem of remembered.problems) tools.problem(textOf(read), problem);
  } else {
    const reading = readLine(textOf(read), tools);
    settle(read, reading);
    read.object = reading.object;
  }
}

/** The same for a clock's line with a slot for its time, which is this moment. */
export function finishClock(read: ReadLine, moment: Moment): void {
  const { minute, bytes, timeAt } = read;
  const text = clockText(bytes, timeAt);
  minute?.keep(bytes, timeAt, text, moment);
  settleClock(read, moment, text);
}

function settleClock(read: ReadLine, { iso }: Moment, text: string): void {
  read.waits = false;
  read.object = { value: text, timestamp: iso };
  read.field = read.line.slots?.field;
  read.timed = false;
  read.moment = undefined;
  read.noTime = false;
}

/**
 * The object of a line that was read. Most have none until the payload is made of them: what the stages between need of
 * it is told by the functions below.
 */
export function objectOf({ object, copy, name, number, unit, printed, timestamp }: ReadLine): CosemObject {
  if (object) return object;
  return copy ? copy() : measuredObject(name, number!, unit, printed, timestamp);
}

/** The line's object, kept: to be changed. */
export function keptObject(read: ReadLine): CosemObject {
  return (read.object ??= objectOf(read));
}

/** The value of the line's object. */
export function valueOf({ number, object, line }: ReadLine): CosemObject["value"] {
  return object ? object.value : (number ?? line.remembered?.value);
}

/** The unit of the line's object. */
export function unitOf({ object, line, unit }: ReadLine): string | undefined {
  return object ? object.unit : (unit ?? line.remembered?.unit);
}

/** The name of the line's object. */
export function nameOf({ name, object, line }: ReadLine): string | undefined {
  return object ? object.name : (name ?? line.remembered?.object.name);
}

function captureMoment(read: ReadLine, time: Stamp, tools: ReadTools): Moment {
  const { told } = read;
  if (told?.time.wall === time.wall && told.time.flag === time.flag) return told.moment;
  const moment = tools.momentOf(time);
  // Without a flag, October's double hour is told by the telegram's own time.
  read.told = time.flag === undefined ? undefined : { time, moment };
  return moment;
}

function settle(read: ReadLine, { object, field, timed = false, moment, noTime = false }: LineReading): void {
  read.number = typeof object.value === "number" ? object.value : undefined;
  read.field = field;
  read.timed = timed;
  read.moment = moment;
  read.noTime = noTime;
}

/** The time in a line's slot; undefined where the line must be read by its text. */
function slotTime({ line, bytes, timeAt }: ReadLine): Stamp | undefined {
  const time = stampAt(bytes, timeAt);
  return time && line.slots?.time === "capture" && isUnset(time) ? undefined : time;
}

/** The time that a clock's line tells, if it is a possible one. */
export function clockOf(read: ReadLine): Stamp | undefined {
  return read.line.slots?.time === "clock" ? slotTime(read) : readStamp(textOf(read).groups[0] ?? "");
}

/** The line as text, taken apart. */
export function textOf({ line, bytes, at, to }: ReadLine): DataLine {
  return line.text ?? readDataLine(bytes.toString("latin1", at, to))!;
}
