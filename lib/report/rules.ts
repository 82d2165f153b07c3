import { fieldByObis } from "../telegram/catalogue/catalogue";
import { parseObis } from "../telegram/catalogue/obis";
import type { Code } from "../telegram/lines/codes";
import { decimalIn } from "../telegram/numbers/decimal";
import { groupOf, isEmpty, textOf } from "../telegram/objects/group";
import { decodeOctets } from "../telegram/objects/octets";
import { readStamp } from "../telegram/time/stamp";

/** What the groups of a line hold, by its code. Identifiers and messages are always masked. */
export type LineRule =
  /** Who or where somebody is. */
  | "identifier"
  /** Text of the grid company. */
  | "message"
  | "version"
  /** Measured values and their times. */
  | "measured"
  | "unknown";

/** The rule of a code (IEC 62056-61: identifiers are 96.1.x, 42.0.0 and 0.0.x, texts 96.13.x). */
export function ruleOf({ obis, kind }: Code): LineRule {
  const { a, b, c, d, e } = obis;
  if ((a === 0 && b === 0 && c === 96 && d === 1 && e === 4) || (a === 1 && b === 3 && c === 0 && d === 2)) {
    return "version";
  }
  if ((c === 96 && d === 1) || (c === 42 && d === 0) || (c === 0 && d === 0)) return "identifier";
  if (kind === "message") return "message";
  const isDate = c === 0 && d === 9;
  // F is left out: a billed value was measured, too.
  return isDate || kind !== "value" || fieldByObis({ a, b, c, d, e }) !== undefined ? "measured" : "unknown";
}

/** Whether a text is a P1 version as meters print it, "42", "50217", "P", "V5.0", or that in hex. */
export function isVersion(text: string): boolean {
  return [text, decodeOctets(text) ?? text].some((one) => /^[PV]?\d{0,5}$/i.test(one.replaceAll(/[\s.]/g, "")));
}

/** A unit, known or not. Longer ones may be text. */
const UNIT = /^[A-Za-z%'\xb0-\xb9\xc2]{0,6}[23]?(?:\/h)?$/;
/** Digits of a number in Wh, dm3 or s. */
const LONGEST_WHOLE = 12;
const FLAGGED_TIME = /^\s*\d{12}[SW]\s*$/i;
/** The time of a clock that was never set, in octets of 255. */
const UNSET_TIME = /^\s*\d{0,2}(?:255){3,}[SW]?\s*$/i;
/** A code in a log that lost its first number. */
const SHORT_CODE = /^\d{1,3}:\d{1,3}[.:]\d{1,3}(?:[.:]\d{1,3})?$/;
const UNIT_ALONE = /^\s*\*?(?:[kMG]?(?:Wh?|varh?|VAh?)|d?m[3\xb3]|[GMk]?J|[mk]?[AV]|[km]?Hz|s)\s*$/i;

/** How far a number in a group is trusted to be no id. */
export interface Trust {
  /** A whole number of at most this many digits is a count, also with a unit behind it and no star between them. */
  readonly digits: number;
  /** A number with a unit or a point has at most this many digits before it: an id mostly has more. */
  readonly register: number;
  /** Whether a bare number may be a time. */
  readonly times: boolean;
}

/** Whether a group holds numbers with a unit, times, counts or codes: nothing that says who somebody is. */
export function isMeasure(group: string, trust: Trust): boolean {
  const parts = group.includes(",") ? group.split(",") : [group];
  return parts.every((part) => isOneMeasure(part, trust));
}

function isOneMeasure(text: string, trust: Trust): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || isNumber(trimmed, trust)) return true;
  if (FLAGGED_TIME.test(text) || UNSET_TIME.test(text) || UNIT_ALONE.test(text)) return true;
  if (parseObis(trimmed) !== undefined || SHORT_CODE.test(trimmed)) return true;
  return trust.times && readStamp(trimmed) !== undefined;
}

/** A number with or without a unit, as the reader takes it: the star between them may be left out. */
function isNumber(trimmed: string, { digits, register }: Trust): boolean {
  const group = groupOf(trimmed);
  const isUnitAlone = isEmpty(group) && group.unit !== undefined;
  if (!isUnitAlone && decimalIn(group.bytes, group.from, group.to) === undefined) return false;
  if (!UNIT.test(group.unit?.printed ?? "")) return false;
  const text = textOf(group);
  const whole = text.replace(/^[+-]/, "").replace(/\..*/, "").length;
  if (text.includes(".")) return whole <= register;
  if (group.unit === undefined) return whole <= digits;
  return whole <= (trimmed.includes("*") ? Math.max(register, LONGEST_WHOLE) : digits);
}
