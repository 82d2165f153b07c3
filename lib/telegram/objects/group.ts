import { CLOSING, OPENING, STAR } from "../../framing/bytes";
import { isUnit, readUnit, type Unit, unitIn } from "../catalogue/units";
import type { DataLine } from "../lines/split";
import { decimalEnd, decimalIn } from "../numbers/decimal";
import { isStampIn, type Stamp, stampIn } from "../time/stamp";

/** What stands in one pair of parentheses: the text of a value between two offsets, and perhaps a unit. */
export interface Group {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  /** Undefined if the group has no unit. */
  readonly unit: Unit | undefined;
  /** The value in the catalogue's unit; undefined if it is no number. */
  readonly number: number | undefined;
}

const COMMA = 0x2c;

/** The groups of a line. Two values in one group, "(65.0*A,-65.0*A)", are two groups. */
export function readGroups({ bytes, groups }: DataLine): Group[] {
  const read: Group[] = [];
  for (let i = 0; i < groups.length; i += 2) {
    const [from, to] = [groups[i]!, groups[i + 1]!];
    const parts = splitAtCommas(bytes, from, to);
    if (parts?.every(({ unit }) => unit !== undefined)) read.push(...parts);
    else read.push(readGroup(bytes, from, to));
  }
  return read;
}

/** What stands between commas, each as a group; undefined if there is no comma. */
function splitAtCommas(bytes: Buffer, from: number, to: number): Group[] | undefined {
  let parts: Group[] | undefined;
  let start = from;
  for (let at = from; at < to; at++) {
    if (bytes[at] !== COMMA) continue;
    parts ??= [];
    parts.push(readGroup(bytes, start, at));
    start = at + 1;
  }
  parts?.push(readGroup(bytes, start, to));
  return parts;
}

/** The group of a line at an index; empty if the line has none. */
export function groupAt({ bytes, groups }: DataLine, index: number): Group {
  return readGroup(bytes, groups[2 * index] ?? 0, groups[2 * index + 1] ?? 0);
}

/** The same, but all of its text is the value, even if it looks like one with a unit. `unit` is the unit that is known. */
export function plainGroupAt({ bytes, groups }: DataLine, index: number, unit?: Unit): Group {
  const to = trimmedEnd(bytes, groups[2 * index] ?? 0, groups[2 * index + 1] ?? 0);
  const from = trimmedStart(bytes, groups[2 * index] ?? 0, to);
  return { bytes, from, to, unit, number: decimalIn(bytes, from, to, unit?.exponent) };
}

/** The group that a text is. */
export function groupOf(text: string): Group {
  const bytes = Buffer.from(text, "latin1");
  return readGroup(bytes, 0, bytes.length);
}

/**
 * Reads what stands between two offsets: a value, then "*" and a unit (DSMR 5.0.2, 6.4). Some meters leave the "*" out,
 * "00001.234m3", or print a unit alone, "*m3".
 */
function readGroup(bytes: Buffer, from: number, to: number): Group {
  const end = trimmedEnd(bytes, from, to);
  const start = trimmedStart(bytes, from, end);
  const star = lastStar(bytes, start, end);
  if (star >= 0) {
    const unit = unitIn(bytes, trimmedStart(bytes, star + 1, end), end);
    const valueEnd = trimmedEnd(bytes, start, star);
    const number = decimalIn(bytes, start, valueEnd, unit.exponent);
    if (number !== undefined || valueEnd === start) return { bytes, from: start, to: valueEnd, unit, number };
  }
  return (
    gluedGroup(bytes, start, end) ?? {
      bytes,
      from: start,
      to: end,
      unit: undefined,
      number: decimalIn(bytes, start, end),
    }
  );
}

/** A value and a unit without a "*" between them; undefined if the text is no such thing. */
function gluedGroup(bytes: Buffer, from: number, to: number): Group | undefined {
  const valueEnd = decimalEnd(bytes, from, to);
  if (valueEnd === from || valueEnd === to || isStampIn(bytes, from, to)) return undefined;
  const unitStart = trimmedStart(bytes, valueEnd, to);
  const printed = isWord(bytes, unitStart, to) ? bytes.toString("latin1", unitStart, to) : "";
  if (!isUnit(printed)) return undefined;
  const unit = readUnit(printed);
  return { bytes, from, to: valueEnd, unit, number: decimalIn(bytes, from, valueEnd, unit.exponent) };
}

/** The value's text. */
export function textOf({ bytes, from, to }: Group): string {
  return bytes.toString("latin1", from, to);
}

export function isEmpty({ from, to }: Group): boolean {
  return from === to;
}

/** The value as a time; undefined if it is none, or an impossible one. */
export function timeOf({ bytes, from, to }: Group): Stamp | undefined {
  return stampIn(bytes, from, to);
}

/** Whether the value has the form of a TST (DSMR 5.0.2, 6.4), a possible time or not. */
export function looksLikeTime({ bytes, from, to }: Group): boolean {
  return isStampIn(bytes, from, to);
}

/** The value and unit as printed, if the catalogue's unit is another; else undefined. */
export function printedIn(group: Group): string | undefined {
  const { unit } = group;
  const isSame = unit === undefined || (unit.exponent === 0 && unit.unit === unit.printed);
  return isSame ? undefined : `${textOf(group)}*${unit.printed}`;
}

function lastStar(bytes: Uint8Array, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) if (bytes[at] === STAR) return at;
  return -1;
}

/** Whether a letter, and behind it no blank or parenthesis, stands between two offsets. */
function isWord(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from]! & 0xdf;
  if (from >= to || first < 0x41 || first > 0x5a) return false;
  for (let at = from; at < to; at++) {
    if (isBlank(bytes[at]!) || bytes[at] === OPENING || bytes[at] === CLOSING) return false;
  }
  return true;
}

function trimmedStart(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  while (start < to && isBlank(bytes[start]!)) start++;
  return start;
}

function trimmedEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(bytes[end - 1]!)) end--;
  return end;
}

/** Whether a Latin-1 byte is white space as `String.prototype.trim` has it. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0xa0;
}
