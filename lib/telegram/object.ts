import type { Moment } from "./clock";
import { scaleDecimal, isDecimal } from "./decimal";
import { fieldByObis } from "./catalogue";
import type { Field } from "./field";
import { measure, readGroup, readGroups, type Group } from "./group";
import { kindOf } from "./kinds";
import type { DataLine } from "./lines";
import { decodeOctets, isNoMessage } from "./octets";
import { isUnset, looksLikeStamp, readStamp, type Stamp } from "./stamp";
import type { CosemObject } from "./types";

/** What reading a line needs from outside: the moment of a capture time, and where problems go. */
export interface ReadTools {
  readonly momentOf: (time: Stamp) => Moment;
  readonly problem: (line: DataLine, problem: string) => void;
}

/** What reading a line gave: the object for the message, and what the stages behind need of it. */
export interface LineReading {
  readonly object: CosemObject;
  /** The field the object is named after. */
  readonly field?: Field | undefined;
  /** Whether the line's form has a capture time. */
  readonly timed?: boolean;
  /** The capture time, where it is a possible one. */
  readonly moment?: Moment | undefined;
  /** Whether the capture time is impossible, or that of a clock never set. */
  readonly noTime?: boolean;
}

/** Reads one data line into its object. What cannot be read becomes a problem and leaves the rest of the line whole. */
export function readLine(line: DataLine, tools: ReadTools): LineReading {
  if (!line.whole) {
    tools.problem(line, "The line broke off before its closing parenthesis, so its value is not used.");
    return { object: {} };
  }
  switch (kindOf(line.obis)) {
    case "clock":
      return { object: clockObject(line, tools) };
    case "failures":
    case "peaks":
      return { object: listOfTexts(line) };
    case "octets":
      return { object: octetsObject(line) };
    case "message":
      return { object: isNoMessage(line.groups[0] ?? "") ? {} : octetsObject(line) };
    case "profile":
      return readProfile(line, tools);
    case "number":
      return readValues(line, [readGroup(line.groups[0] ?? "")], fieldByObis(line.obis), true, tools);
    case "reading":
      return readReading(line, tools);
    case "value":
      return readPlain(line, tools);
  }
}

function clockObject(line: DataLine, tools: ReadTools): CosemObject {
  const text = line.groups[0]?.trim() ?? "";
  const time = readStamp(text);
  if (!time && text !== "") tools.problem(line, `The time "${text}" is impossible.`);
  return { ...(text === "" ? {} : { value: text }), ...(time ? { timestamp: tools.momentOf(time).iso } : {}) };
}

function octetsObject(line: DataLine): CosemObject {
  const printed = line.groups[0] ?? "";
  if (printed === "") return {};
  const decoded = decodeOctets(printed);
  return decoded === undefined ? { value: printed } : { value: decoded, printed };
}

function listOfTexts(line: DataLine): CosemObject {
  const groups = line.groups.map((group) => group.trim());
  return groups.every((group) => group === "") ? {} : { values: groups };
}

/** `(time)(value*unit)`, in either order; or one value without a time. */
function readReading(line: DataLine, tools: ReadTools): LineReading {
  const groups = withoutEmptyEnd(readGroups(line.groups));
  const field = fieldByObis(line.obis);
  if (groups.length !== 2) return readValues(line, groups, field, false, tools);
  const [first, second] = groups as [Group, Group];
  const valueFirst = second.unit === undefined && (first.unit !== undefined || looksLikeStamp(second.text));
  const [time, value] = valueFirst ? [second, first] : [first, second];
  if (time.unit !== undefined) return readValues(line, groups, field, false, tools);
  const read = withTime(line, time.text, readValues(line, [value], field, false, tools), tools);
  return line.obis.a === 1 && read.noTime === true && read.object.value === 0 ? noMaximum(line, read, tools) : read;
}

/** A reading's time and value; empty parentheses behind them say nothing. */
function withoutEmptyEnd(groups: readonly Group[]): readonly Group[] {
  const end = groups.findLastIndex(({ text, unit }) => text !== "" || unit !== undefined) + 1;
  return groups.slice(0, Math.max(2, end));
}

/** A maximum of 0 at an impossible time, or that of a clock never set, is none yet. */
function noMaximum(line: DataLine, read: LineReading, tools: ReadTools): LineReading {
  tools.problem(line, "A maximum of 0 at an impossible time is no reading.");
  const { value, ...object } = read.object;
  const printed = object.printed ?? line.groups.findLast((group) => !looksLikeStamp(group))?.trim() ?? String(value);
  return { ...read, object: { ...object, printed } };
}

/** DSMR 2.2 and 3.0, 6.x: `(time)(status)(interval)(count)(code)(unit)` and the value on the same or the next line. */
function readProfile(line: DataLine, tools: ReadTools): LineReading {
  const [time, , , , code, unit, ...values] = line.groups.map((group) => group.trim());
  if (code === undefined || !/[-:.]/.test(code)) return readReading(line, tools);
  const value = values[0];
  const group: Group = { text: value ?? "", ...(unit ? { unit } : {}) };
  const read =
    value === undefined ? { object: unit ? { unit } : {} } : readValues(line, [group], undefined, false, tools);
  return withTime(line, time!, read, tools);
}

/** Any other line: one value, a value with its time, or a list. */
function readPlain(line: DataLine, tools: ReadTools): LineReading {
  const groups = readGroups(line.groups);
  const field = fieldByObis(line.obis);
  const [first, second] = groups;
  const timed =
    groups.length === 2 && first!.unit === undefined && looksLikeStamp(first!.text) && second!.unit !== undefined;
  if (timed) return withTime(line, first!.text, readValues(line, [second!], field, false, tools), tools);
  return readValues(line, groups, field, field !== undefined, tools);
}

function withTime(line: DataLine, text: string, read: LineReading, tools: ReadTools): LineReading {
  const time = readStamp(text);
  const empty = read.object.value === undefined || Number(read.object.value) === 0;
  if (time === undefined || isUnset(time)) {
    if (text !== "" && !empty) tools.problem(line, `The time "${text}" is impossible; the value is given without it.`);
    return { ...read, timed: true, noTime: true };
  }
  const moment = tools.momentOf(time);
  return { ...read, timed: true, noTime: false, moment, object: { ...read.object, timestamp: moment.iso } };
}

/** One value or a list, by the unit printed or, where there is none, the one the catalogue knows. */
function readValues(
  line: DataLine,
  groups: readonly Group[],
  field: Field | undefined,
  isNumber: boolean,
  tools: ReadTools,
): LineReading {
  const wanted = field ?? undefined;
  const single = groups.length === 1 ? groups[0]! : undefined;
  if (groups.length === 0 || (single?.text === "" && !single.unit)) return named(wanted, {});
  if (single) return named(wanted, readValue(line, single, wanted, isNumber, tools));
  const objects = groups.map((group) => readValue(line, group, wanted, isNumber, tools));
  const values = objects.map((object) => object.value ?? "");
  const { value, unit } = objects[0]!;
  return named(wanted, { ...(typeof value === "number" ? { value } : {}), ...(unit ? { unit } : {}), values });
}

/** Gives the object its field's name, unless its unit is of another quantity. */
function named(field: Field | undefined, object: CosemObject): LineReading {
  if (!field) return { object };
  if (object.unit !== undefined && field.unit !== "" && object.unit !== field.unit) return { object };
  return { field, object: { name: field.name, ...object } };
}

function readValue(
  line: DataLine,
  group: Group,
  field: Field | undefined,
  isNumber: boolean,
  tools: ReadTools,
): CosemObject {
  if (group.unit) {
    const measured = measure(group);
    if (!measured) {
      if (group.text !== "") tools.problem(line, `"${group.text}" is not a number.`);
      return { unit: group.unit };
    }
    if (field && field.unit !== "" && field.unit !== measured.unit) {
      tools.problem(line, `The unit ${group.unit} does not fit ${field.name}, which is in ${field.unit}.`);
    }
    return measured;
  }
  if (!isNumber && field === undefined) return { value: group.text };
  return readBareNumber(line, group, field, tools);
}

/** A number without a unit: a count, a ratio, or a value whose unit the meter left out. */
function readBareNumber(line: DataLine, { text }: Group, field: Field | undefined, tools: ReadTools): CosemObject {
  if (!isDecimal(text)) {
    if (field?.unit) tools.problem(line, `"${text}" is not a number.`);
    return { value: text };
  }
  const unit = field?.unit ? { unit: field.unit } : {};
  const value = scaleDecimal(text)!;
  return mayBeThousandths(field, text) && Math.abs(value) > 1
    ? { value: scaleDecimal(text, -3)!, printed: text }
    : { value, ...unit };
}

/** A power factor above 1 without a decimal point is in thousandths: only its size tells. */
export function mayBeThousandths(field: Field | undefined, text: string): boolean {
  return field?.name.startsWith("power_factor") === true && !text.includes(".");
}
