import { fieldByObis } from "../telegram/catalogue";
import { isDecimal } from "../telegram/decimal";
import { readGroup } from "../telegram/group";
import { kindOf } from "../telegram/kinds";
import { parseObis, type Obis } from "../telegram/obis";
import { decodeOctets } from "../telegram/octets";
import { readStamp } from "../telegram/stamp";

/** What the groups of a line hold, by its code. */
export type LineRule =
  /** Who or where somebody is: always masked. */
  | "identifier"
  /** Text of the grid company: always masked. */
  | "message"
  | "version"
  /** What was measured, and when. */
  | "measured"
  | "unknown";

/** The rule of a code (IEC 62056-61: identifiers are 96.1.x, 42.0.0 and 0.0.x, texts 96.13.x). */
export function ruleOf(obis: Obis): LineRule {
  const { a, b, c, d, e } = obis;
  if ((a === 0 && b === 0 && c === 96 && d === 1 && e === 4) || (a === 1 && b === 3 && c === 0 && d === 2))
    return "version";
  if ((c === 96 && d === 1) || (c === 42 && d === 0) || (c === 0 && d === 0)) return "identifier";
  if (c === 96 && d === 13) return "message";
  const isDate = c === 0 && d === 9;
  // Without F: what was billed was measured, too.
  return isDate || kindOf(obis) !== "value" || fieldByObis({ a, b, c, d, e }) !== undefined ? "measured" : "unknown";
}

/** A P1 version as meters print it: "42", "50217", "P", "V5.0"; also in hex. */
export function isVersion(text: string): boolean {
  return [text, decodeOctets(text) ?? text].some((one) => /^[PV]?\d{0,5}$/i.test(one.replaceAll(/[\s.]/g, "")));
}

/** A unit, also one that is not known; longer ones may be text. */
const UNIT = /^[A-Za-z%'\xb0-\xb9\xc2]{0,6}[23]?(?:\/h)?$/;
/** Wh, dm3 and s make for long whole numbers. */
const LONGEST_WHOLE = 12;
const FLAGGED_TIME = /^\s*\d{12}[SW]\s*$/i;
/** A time that was never set, in octets of 255. */
const UNSET_TIME = /^\s*\d{0,2}(?:255){3,}[SW]?\s*$/i;
/** A code in a log that lost its first number. */
const SHORT_CODE = /^\d{1,3}:\d{1,3}[.:]\d{1,3}(?:[.:]\d{1,3})?$/;
const UNIT_ALONE = /^\s*\*?(?:[kMG]?(?:Wh?|varh?|VAh?)|d?m[3\xb3]|[GMk]?J|[mk]?[AV]|[km]?Hz|s)\s*$/i;

/** How much is believed of a group that stands on a line of known meaning, on another, or in a damaged telegram. */
export interface Trust {
  /** Whole numbers of so many digits are counts, not ids; also those with a letter behind them that is a unit. */
  readonly digits: number;
  /** Numbers with a unit or a point have so many digits before it at most: an id mostly has more. */
  readonly register: number;
  /** Whether a bare number may be a time. */
  readonly times: boolean;
}

/** Whether a group holds a number with a unit, a time, a count or a code: nothing that tells who somebody is. */
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

/** A number with or without a unit, as the parser takes it: also with the star between them left out. */
function isNumber(trimmed: string, { digits, register }: Trust): boolean {
  const { text, unit } = readGroup(trimmed);
  const isUnitAlone = text === "" && unit !== undefined;
  if (!(isUnitAlone || isDecimal(text)) || !UNIT.test(unit ?? "")) return false;
  const whole = text.replace(/^[+-]/, "").replace(/\..*/, "").length;
  if (text.includes(".")) return whole <= register;
  if (unit === undefined) return whole <= digits;
  return whole <= (trimmed.includes("*") ? Math.max(register, LONGEST_WHOLE) : digits);
}
