import type { Moment } from "./clock";
import { readDataLine, type DataLine } from "./lines";
import { clockObject, measuredObject, type LinePlan } from "./line-plan";
import { readLine, type LineReading, type ReadTools } from "./object";
import type { Slots } from "./pattern";
import { isUnset, readStamp, stampAt, type Stamp } from "./stamp";
import type { CosemObject } from "./types";

/** A line of a telegram: its plan, where it stands, and what reading it gave. */
export interface ReadLine extends LineReading {
  readonly line: LinePlan;
  readonly bytes: Buffer;
  readonly at: number;
  readonly to: number;
  /** Where the digits of its time stand, where it has a slot for one. */
  readonly timeAt: number;
  /** Whether it is still to be finished: for the telegram's own time, or with problems to tell. */
  waits: boolean;
  object: CosemObject;
  /** Its value, where that is a number. */
  number: number | undefined;
  field: LineReading["field"];
  timed: boolean;
  moment: Moment | undefined;
  noTime: boolean;
  /** The last time with a flag in the line's slot, and its moment: a device's reading has the same for many telegrams. */
  told: { readonly time: Stamp; readonly moment: Moment } | undefined;
}

const UNREAD: CosemObject = Object.freeze({});

/** A line that stands at `at` in the bytes, still to be read. */
export function unreadLine(line: LinePlan, bytes: Buffer, at: number, to: number, timeAt: number): ReadLine {
  return {
    line,
    bytes,
    at,
    to,
    timeAt,
    waits: true,
    object: UNREAD,
    number: undefined,
    field: undefined,
    timed: false,
    moment: undefined,
    noTime: false,
    told: undefined,
  };
}

/** Reads a line as far as that needs no time. `found` is what its pattern found in the bytes. */
export function beginLine(read: ReadLine, found: Slots): void {
  const { slots: form, remembered } = read.line;
  read.waits = true;
  if (form?.time === "clock") {
    read.object = clockObject(read.bytes, found);
  } else if (form) {
    read.number = found.value;
    read.object = measuredObject(form, found.value, read.bytes, found);
    if (form.time !== "none") return;
    read.field = form.field;
    read.waits = false;
  } else if (remembered) {
    settle(read, remembered);
    read.object = remembered.copy();
    read.waits = remembered.problems.length > 0;
  }
}

/** Reads the rest of a line that waits. */
export function finishLine(read: ReadLine, tools: ReadTools): void {
  const { slots: form, remembered } = read.line;
  const time = form && slotTime(read);
  if (time) {
    const moment = form.time === "clock" ? tools.momentOf(time) : captureMoment(read, time, tools);
    read.object.timestamp = moment.iso;
    read.field = form.field;
    read.timed = form.time === "capture";
    read.moment = read.timed ? moment : undefined;
    read.noTime = false;
  } else if (remembered) {
    for (const problem of remembered.problems) tools.problem(textOf(read), problem);
  } else {
    settle(read, readLine(textOf(read), tools));
  }
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
  read.object = object;
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
