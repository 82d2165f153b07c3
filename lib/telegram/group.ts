import { isDecimal, scaleDecimal } from "./decimal";
import { looksLikeStamp } from "./stamp";
import { isUnit, unitForm } from "./units";

/** What stands in one pair of parentheses. */
export interface Group {
  /** The value's text, without its unit and the blanks around it. */
  readonly text: string;
  /** The unit as printed, without blanks; absent where there is none. */
  readonly unit?: string;
}

/** A value with its unit told in the catalogue's. */
export interface Measure {
  readonly value: number;
  readonly unit: string;
  /** The text in the telegram, where its unit was another. */
  readonly printed?: string;
}

/** A value and its unit with the "*" between them left out: "00001.234m3". */
const GLUED = /^([+-]?\d+(?:\.\d*)?)\s*([A-Za-z][^\s()]*)$/;

/** Takes a group apart at its "*" (DSMR 5.0.2, 6.4). */
export function readGroup(group: string): Group {
  const text = group.trim();
  const star = text.lastIndexOf("*");
  const before = star < 0 ? text : text.slice(0, star).trim();
  if (star >= 0 && (before === "" || isDecimal(before))) return { text: before, unit: text.slice(star + 1).trim() };
  const glued = looksLikeStamp(text) ? null : GLUED.exec(text);
  return glued && isUnit(glued[2]!) ? { text: glued[1]!, unit: glued[2]! } : { text };
}

/** The groups of a line; two values in one group, "(65.0*A,-65.0*A)", are two groups. */
export function readGroups(groups: readonly string[]): Group[] {
  return groups.flatMap((group) => {
    const parts = group.includes(",") ? group.split(",").map(readGroup) : [];
    return parts.length > 1 && parts.every((part) => part.unit !== undefined) ? parts : [readGroup(group)];
  });
}

/** A group with a unit as a number in the catalogue's unit; undefined where it has no number or no unit. */
export function measure(group: Group): Measure | undefined {
  if (!group.unit) return undefined;
  const form = unitForm(group.unit);
  const value = scaleDecimal(group.text, form.exponent);
  if (value === undefined) return undefined;
  const same = form.exponent === 0 && form.unit === group.unit;
  return { value, unit: form.unit, ...(same ? {} : { printed: `${group.text}*${group.unit}` }) };
}
