import { fieldByCode, fieldByName } from "../telegram/catalogue/catalogue";
import type { Field, FieldGroup } from "../telegram/catalogue/field";
import { obisText, parseObis } from "../telegram/catalogue/obis";
import { isUnit } from "../telegram/catalogue/units";
import { isFieldName, isOutputName } from "./names";
import type { FieldRow } from "./types";
import { converts } from "./unit";

/** Every group that a row can name. */
export const groups: readonly FieldGroup[] = ["electricity", "phases", "gas", "water", "heat", "peaks"];

/** What a row asks for. `known`: the catalogue's field of that name or code. `fits`: whether it picks a name or code. */
export type Target =
  | { readonly kind: "field"; readonly name: string; readonly known: Field | undefined }
  | { readonly kind: "code"; readonly code: string; readonly known: Field | undefined }
  | { readonly kind: "fields"; readonly fits: (name: string) => boolean }
  | { readonly kind: "codes"; readonly fits: (code: string) => boolean };

/** Most rows of a selection. */
export const MOST_ROWS = 500;

/** Reads what a row asks for; undefined if no telegram could contain it. */
export function readTarget(field: string): Target | undefined {
  if (field.startsWith("group:")) return groupTarget(field.slice("group:".length).trim());
  if (/[:.]/.test(field)) return codeTarget(field);
  if (isFieldName(field)) return { kind: "field", name: field, known: fieldByName(field) };
  const isWildcard = field.includes("*") && /^[a-z0-9_*]{1,64}$/.test(field);
  return isWildcard ? { kind: "fields", fits: (name) => matches(field, name, "") } : undefined;
}

function groupTarget(name: string): Target | undefined {
  const group = groups.find((known) => known === name);
  return group && { kind: "fields", fits: (field) => fieldByName(field)?.group === group };
}

function codeTarget(field: string): Target | undefined {
  const obis = parseObis(field);
  if (obis) {
    const code = obisText(obis);
    return { kind: "code", code, known: fieldByCode(code) };
  }
  if (!/^[\d\-:.*]{1,32}$/.test(field) || !field.includes("*")) return undefined;
  // A star stops at a point, and before "*F": a row names billing history by its full code.
  const pattern = field.replace(/[*.]255$/, "");
  return { kind: "codes", fits: (code) => matches(pattern, code, ".*") };
}

/**
 * Whether a text is like `pattern`, in which each "*" stands for any characters but those in `stops`. Only the last star
 * is ever made longer, so that the cost is at most the product of both lengths.
 */
function matches(pattern: string, text: string, stops: string): boolean {
  let [at, i, star, starEnd] = [0, 0, -1, 0];
  while (i < text.length) {
    if (pattern[at] === "*") [star, at, starEnd] = [at, at + 1, i];
    else if (pattern[at] === text[i]) [at, i] = [at + 1, i + 1];
    else if (star < 0 || stops.includes(text[starEnd]!)) return false;
    else [at, i] = [star + 1, ++starEnd];
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Why a row cannot be used. */
export type RowFault = "field" | "rename" | "reserved" | "several" | "unit" | "no-unit" | "unit-of";

/** What is wrong with a row, with the words for its sentence. */
export interface RowProblem {
  readonly fault: RowFault;
  /** What the row asks for. */
  readonly field: string;
  /** The name or unit that the row gives; empty if the fault is in neither. */
  readonly value: string;
  /** The unit of the field; empty if it does not matter. */
  readonly unit: string;
}

/** What is wrong with a row; undefined if it can be used. `reserved`: names that a shape keeps for itself. */
export function rowProblem(row: FieldRow, reserved: readonly string[] = []): RowProblem | undefined {
  const target = readTarget(row.field);
  if (!target) return problem("field", row.field);
  if (row.rename && reserved.includes(row.rename)) return problem("reserved", row.field, row.rename);
  return renameProblem(row, target) ?? unitProblem(row, target);
}

function renameProblem({ field, rename }: FieldRow, target: Target): RowProblem | undefined {
  if (!rename) return undefined;
  if (!isOutputName(rename)) return problem("rename", field, rename);
  return "fits" in target ? problem("several", field, rename) : undefined;
}

function unitProblem({ field, unit }: FieldRow, target: Target): RowProblem | undefined {
  if (!unit) return undefined;
  if (!isUnit(unit)) return problem("unit", field, unit);
  const known = "fits" in target ? undefined : target.known;
  if (!known || (known.unit !== "" && converts(known.unit, unit))) return undefined;
  return problem(known.unit === "" ? "no-unit" : "unit-of", field, unit, known.unit);
}

function problem(fault: RowFault, field: string, value = "", unit = ""): RowProblem {
  return { fault, field: shorten(field), value: shorten(value), unit };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The problem of a row as an English sentence. */
export function rowSentence({ fault, field, value, unit }: RowProblem): string {
  switch (fault) {
    case "field":
      return `"${field}" is no field: write a field name, an OBIS code, a wildcard such as "power_*" or a group such as "group:gas"`;
    case "rename":
      return `"${value}" cannot be the name of ${field}: choose another`;
    case "reserved":
      return `${field} cannot be named "${value}", which a point in InfluxDB uses itself: choose another name`;
    case "several":
      return `"${field}" picks several fields, which cannot all be named "${value}": leave the name empty`;
    case "unit":
      return `"${value}" is no unit for ${field}: write one such as W, Wh, MJ or l`;
    case "no-unit":
      return `${field} has no unit, so it cannot be converted to ${value}: leave the unit empty`;
    case "unit-of":
      return `${field} is in ${unit}, which cannot be converted to ${value}: choose another unit`;
  }
}
