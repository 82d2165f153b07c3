import type { Moment } from "./clock";
import { readDataLine, type DataLine } from "./lines";
import { clockObject, measuredObject, type LinePlan } from "./line-plan";
import { readLine, type LineReading, type ReadTools } from "./object";
import { match, Slots, textIn, type Text } from "./pattern";
import { isUnset, readStamp, stampAt, type Stamp } from "./stamp";
import type { CosemObject } from "./types";

/** A line of a telegram: where it stands, its plan, and what reading it gave. */
export interface ReadLine extends LineReading {
  readonly line: LinePlan;
  object: CosemObject;
  field: LineReading["field"];
  timed: boolean;
  moment: Moment | undefined;
  noTime: boolean;
  readonly text: Text;
  readonly at: number;
  readonly to: number;
}

const slots = new Slots();
const UNREAD: CosemObject = Object.freeze({});

/** A line whose pattern has just matched, read as far as that needs no time. */
export function matchedLine(line: LinePlan, text: Text, at: number, to: number, found: Slots): ReadLine {
  const { slots: form, remembered } = line;
  if (form?.time === "none" && form.point === found.point) {
    return lineRead(line, measuredObject(form, text.bytes, found), form.field, text, at, to);
  }
  const read = lineRead(line, UNREAD, undefined, text, at, to);
  if (remembered) {
    settle(read, remembered);
    read.object = copy(remembered.object);
  }
  return read;
}

/** A line read by its text alone, where it does not stand in the bytes as one line. */
export function textLine(line: LinePlan): ReadLine {
  return lineRead(line, UNREAD, undefined, NO_TEXT, 0, 0);
}

const NO_TEXT = textIn(Buffer.alloc(0));

function lineRead(
  line: LinePlan,
  object: CosemObject,
  field: LineReading["field"],
  text: Text,
  at: number,
  to: number,
): ReadLine {
  return { line, object, field, timed: false, moment: undefined, noTime: false, text, at, to };
}

/** Whether a line waits to be read: what has a time does, for the telegram's own. */
export function isUnread({ object }: ReadLine): boolean {
  return object === UNREAD;
}

/** Reads a line that waited. */
export function finishLine(read: ReadLine, tools: ReadTools): void {
  const time = read.line.slots === undefined ? undefined : slotTime(read);
  if (time === undefined) {
    settle(read, readLine(textOf(read), tools));
    return;
  }
  const { line } = read;
  const { bytes } = read.text;
  const form = line.slots!;
  const moment = tools.momentOf(time);
  const object = form.time === "clock" ? clockObject(bytes, slots) : measuredObject(form, bytes, slots);
  object.timestamp = moment.iso;
  settle(read, form.time === "clock" ? { object } : { object, field: form.field, timed: true, moment });
}

function settle(read: ReadLine, { object, field, timed = false, moment, noTime = false }: LineReading): void {
  read.object = object;
  read.field = field;
  read.timed = timed;
  read.moment = moment;
  read.noTime = noTime;
}

/** The time in a line's slot, with `slots` filled; undefined where the line must be read by its text. */
function slotTime({ line, text, at }: ReadLine): Stamp | undefined {
  const form = line.slots!;
  if (form.time === "none") return undefined;
  match(line.pattern, text, at, slots);
  const time = stampAt(text.bytes, slots.timeAt);
  if (form.time === "clock" || time === undefined) return time;
  return slots.point === form.point && !isUnset(time) ? time : undefined;
}

/** The time that a clock's line tells, if it is a possible one. */
export function clockOf(read: ReadLine): Stamp | undefined {
  return read.line.slots?.time === "clock" ? slotTime(read) : readStamp(textOf(read).groups[0] ?? "");
}

/** The line as text, taken apart. */
export function textOf({ line, text, at, to }: ReadLine): DataLine {
  return line.text ?? readDataLine(text.bytes.toString("latin1", at, to))!;
}

function copy(object: CosemObject): CosemObject {
  return object.values === undefined ? { ...object } : { ...object, values: [...object.values] };
}
