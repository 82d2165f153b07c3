import type { Field } from "../catalogue/field";
import { readUnit } from "../catalogue/units";
import { type DataLine, groupCount, groupText, groupTexts } from "../lines/split";
import { decimalIn } from "../numbers/decimal";
import type { Moment } from "../time/moment";
import { isUnset, type Stamp } from "../time/stamp";
import type { CosemObject } from "../types";
import {
  type Group,
  groupAt,
  isEmpty,
  looksLikeTime,
  plainGroupAt,
  printedIn,
  readGroups,
  textOf,
  timeOf,
} from "./group";
import { decodeOctets, isNoMessage } from "./octets";

/** What reading a line needs from outside. */
export interface LineContext {
  /** The moment of a capture time. */
  momentOf(time: Stamp): Moment;
  /** Takes what is wrong with a line, as a sentence. */
  problem(line: DataLine, problem: string): void;
}

/** A data line that was read: its object for the message, and what later stages need. */
export interface ReadObject {
  readonly line: DataLine;
  readonly object: CosemObject;
  /** The field that the object is named after. */
  readonly field: Field | undefined;
  /** The capture time, if it is possible. */
  readonly moment: Moment | undefined;
  /** Whether the line has a capture time that is impossible, or that of a clock that was never set. */
  readonly hasNoTime: boolean;
}

/**
 * Reads a data line into its object. What cannot be read becomes a problem and leaves the rest of the line whole. `own`
 * is the telegram's own time if this is the line that gives it.
 */
export function readObject(line: DataLine, context: LineContext, own?: Moment): ReadObject {
  if (!line.whole) {
    context.problem(line, "The line broke off before its closing parenthesis, so its value is not used.");
    return untimed(line, {});
  }
  switch (line.code.kind) {
    case "clock":
      return untimed(line, clockObject(line, context, own));
    case "failures":
    case "peaks":
      return untimed(line, textsObject(line));
    case "octets":
      return untimed(line, octetsObject(line));
    case "message":
      return untimed(line, messageObject(line));
    case "profile":
      return readProfile(line, context);
    case "number":
      return untimed(line, singleObject(line, groupAt(line, 0), context));
    case "reading":
      return readReading(line, context);
    case "value":
      return readPlain(line, context);
  }
}

function untimed(line: DataLine, object: CosemObject): ReadObject {
  const field = object.name === undefined ? undefined : line.code.field;
  return { line, object, field, moment: undefined, hasNoTime: false };
}

function clockObject(line: DataLine, context: LineContext, own: Moment | undefined): CosemObject {
  const group = plainGroupAt(line, 0);
  const text = textOf(group);
  const time = timeOf(group);
  if (time) return { value: text, timestamp: (own ?? context.momentOf(time)).iso };
  if (text === "") return {};
  context.problem(line, `The time "${text}" is impossible.`);
  return { value: text };
}

function messageObject(line: DataLine): CosemObject {
  return isNoMessage(firstText(line)) ? {} : octetsObject(line);
}

function octetsObject(line: DataLine): CosemObject {
  const printed = firstText(line);
  if (printed === "") return {};
  const decoded = decodeOctets(printed);
  return decoded === undefined ? { value: printed } : { value: decoded, printed };
}

/** The first group as it stands, with its blanks. */
function firstText({ bytes, groups }: DataLine): string {
  return groups.length === 0 ? "" : bytes.toString("latin1", groups[0], groups[1]);
}

function textsObject(line: DataLine): CosemObject {
  const texts = groupTexts(line);
  return texts.every((text) => text === "") ? {} : { values: texts };
}

/** `(time)(value*unit)`, in either order; or one value without a time. */
function readReading(line: DataLine, context: LineContext): ReadObject {
  const groups = withoutEmptyEnd(readGroups(line));
  const [first, second] = groups;
  if (!first || !second || groups.length > 2) return readValues(line, groups, context);
  const isValueFirst = second.unit === undefined && (first.unit !== undefined || looksLikeTime(second));
  const time = isValueFirst ? second : first;
  if (time.unit !== undefined) return readValues(line, groups, context);
  const object = singleObject(line, isValueFirst ? first : second, context);
  const read = withTime(line, time, object, context);
  return line.code.obis.a === 1 && read.hasNoTime && object.value === 0 ? withoutMaximum(read, context) : read;
}

/** A reading's time and value; empty parentheses after them say nothing. */
function withoutEmptyEnd(groups: readonly Group[]): readonly Group[] {
  const end = groups.findLastIndex((group) => !isEmpty(group) || group.unit !== undefined) + 1;
  return end === groups.length ? groups : groups.slice(0, Math.max(2, end));
}

/** A maximum of 0 at an impossible time, or that of a clock that was never set, is no reading yet. */
function withoutMaximum(read: ReadObject, context: LineContext): ReadObject {
  const { line } = read;
  context.problem(line, "A maximum of 0 at an impossible time is no reading.");
  const { value, ...object } = read.object;
  return { ...read, object: { ...object, printed: object.printed ?? valueText(line) ?? String(value) } };
}

/** The text of a line's last group that has not the form of a time. */
export function valueText(line: DataLine): string | undefined {
  for (let index = groupCount(line) - 1; index >= 0; index--) {
    if (!looksLikeTime(groupAt(line, index))) return groupText(line, index);
  }
  return undefined;
}

/** DSMR 2.2 and 3.0, 6.x: `(time)(status)(interval)(count)(code)(unit)`, and the value on the same or the next line. */
function readProfile(line: DataLine, context: LineContext): ReadObject {
  if (!/[-:.]/.test(groupText(line, 4))) return readReading(line, context);
  const unit = groupText(line, 5);
  const value = plainGroupAt(line, 6, unit === "" ? undefined : readUnit(unit));
  const isAnnounced = groupCount(line) <= 6;
  const object = isAnnounced ? makeObject(undefined, undefined, unit || undefined) : singleObject(line, value, context);
  return withTime(line, plainGroupAt(line, 0), object, context);
}

/** Any other line: one value, a value with its time, or a list. */
function readPlain(line: DataLine, context: LineContext): ReadObject {
  const groups = readGroups(line);
  const [first, second] = groups;
  const isTimed =
    first !== undefined &&
    second?.unit !== undefined &&
    first.unit === undefined &&
    groups.length === 2 &&
    looksLikeTime(first);
  if (isTimed) return withTime(line, first, singleObject(line, second, context), context);
  return readValues(line, groups, context);
}

/** Adds the capture time in `group` to the object of the value beside it. */
function withTime(line: DataLine, group: Group, object: CosemObject, context: LineContext): ReadObject {
  const read = untimed(line, object);
  const time = timeOf(group);
  if (time !== undefined && !isUnset(time)) {
    const moment = context.momentOf(time);
    object.timestamp = moment.iso;
    return { ...read, moment };
  }
  const isNothing = object.value === undefined || Number(object.value) === 0;
  const text = textOf(group);
  if (text !== "" && !isNothing) {
    context.problem(line, `The time "${text}" is impossible; the value is given without it.`);
  }
  return { ...read, hasNoTime: true };
}

/** One value, or a list of them. */
function readValues(line: DataLine, groups: readonly Group[], context: LineContext): ReadObject {
  const { field } = line.code;
  const [first] = groups;
  if (!first) return untimed(line, makeObject(field));
  if (groups.length === 1) return untimed(line, singleObject(line, first, context));
  const objects = groups.map((group) => valueObject(line, group, context));
  const { value, unit } = objects[0]!;
  const object = makeObject(field, typeof value === "number" ? value : undefined, unit);
  object.values = objects.map((one) => one.value ?? "");
  return untimed(line, object);
}

/** The object of a line's only value, which may be missing. */
function singleObject(line: DataLine, group: Group, context: LineContext): CosemObject {
  const isMissing = isEmpty(group) && !group.unit?.printed;
  return isMissing ? makeObject(line.code.field) : valueObject(line, group, context);
}

/** The object of a value, in the unit that is printed or else in the catalogue's. */
function valueObject(line: DataLine, group: Group, context: LineContext): CosemObject {
  const { field } = line.code;
  const { unit, number } = group;
  if (!unit?.printed) return bareObject(line, group, context);
  if (number === undefined) {
    if (!isEmpty(group)) context.problem(line, `"${textOf(group)}" is not a number.`);
    return makeObject(field, undefined, unit.printed);
  }
  if (field && field.unit !== "" && field.unit !== unit.unit) {
    context.problem(line, `The unit ${unit.printed} does not fit ${field.name}, which is in ${field.unit}.`);
  }
  return makeObject(field, number, unit.unit, printedIn(group));
}

/** A value without a unit: a count, a ratio, a text, or a number whose unit the meter left out. */
function bareObject(line: DataLine, group: Group, context: LineContext): CosemObject {
  const { field, kind } = line.code;
  const { number } = group;
  if (!field && kind !== "number") return makeObject(field, textOf(group));
  if (number === undefined) {
    if (field?.unit) context.problem(line, `"${textOf(group)}" is not a number.`);
    return makeObject(field, textOf(group));
  }
  if (field?.name.startsWith("power_factor") && Math.abs(number) > 1) return powerFactor(field, number, group);
  return makeObject(field, number, field?.unit === "" ? undefined : field?.unit);
}

/** A power factor above 1 without a decimal point is in thousandths: only its size shows it. */
function powerFactor(field: Field, number: number, group: Group): CosemObject {
  const { bytes, from, to } = group;
  const text = textOf(group);
  if (text.includes(".")) return makeObject(field, number);
  return makeObject(field, decimalIn(bytes, from, to, -3), undefined, text);
}

/** An object of what is there. It has the field's name, unless its unit is of another quantity. */
function makeObject(field: Field | undefined, value?: number | string, unit?: string, printed?: string): CosemObject {
  const object: CosemObject = {};
  if (field && (unit === undefined || field.unit === "" || unit === field.unit)) object.name = field.name;
  if (value !== undefined) object.value = value;
  if (unit !== undefined) object.unit = unit;
  if (printed !== undefined) object.printed = printed;
  return object;
}
