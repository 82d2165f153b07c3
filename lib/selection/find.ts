import { fieldByCode, fieldByName } from "../telegram/catalogue/catalogue";
import type { Field } from "../telegram/catalogue/field";
import type { CosemObject, Telegram } from "../telegram/types";
import { isCode, isFieldName, own } from "./names";
import type { Target } from "./rows";
import type { FieldValue } from "./types";

/** Most characters of a text; a payload may come from anywhere. */
const LONGEST_TEXT = 4096;

/** Something in a telegram that a row asked for. */
export interface Found {
  /** Its field name; undefined for an object without one. */
  readonly field: string | undefined;
  /** Its OBIS code, if it was found by its code. */
  readonly code: string | undefined;
  readonly value: FieldValue;
  /** Empty if it has none. */
  readonly unit: string;
  /** Its field in the catalogue. */
  readonly known: Field | undefined;
}

/**
 * Finds what a row asks for, in the telegram's order. `claimed`: the field names and codes with a row of their own, which
 * wildcards and groups leave out.
 */
export function find(target: Target, telegram: Telegram, claimed: ReadonlySet<string>): Found[] {
  const { values, objects } = telegram;
  switch (target.kind) {
    case "field":
      return one(byName(telegram, target.name, target.known));
    case "code":
      return one(objects ? byCode(objects, target.code) : byKnownCode(values, target.code, target.known));
    case "fields":
      return Object.keys(values)
        .filter((name) => isFieldName(name) && target.fits(name) && !claimed.has(name))
        .flatMap((name) => one(byValue(values, name, fieldByName(name))));
    case "codes":
      return allByCode(telegram).filter(
        ({ code = "", field = "" }) => target.fits(code) && !claimed.has(code) && !claimed.has(field),
      );
  }
}

function one(found: Found | undefined): Found[] {
  return found ? [found] : [];
}

/** A number in `values`, else the text of the object that the catalogue gives this name ("ON" of a switch). */
function byName({ values, objects }: Telegram, name: string, known: Field | undefined): Found | undefined {
  const number = byValue(values, name, known);
  if (number || !objects || known?.obis === undefined) return number;
  const text = byCode(objects, known.obis);
  return text?.field === name ? text : undefined;
}

function byValue(values: Telegram["values"], name: string, known: Field | undefined): Found | undefined {
  const value: unknown = own(values, name);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return { field: name, code: undefined, value, unit: known?.unit ?? "", known };
}

/** The object of a code; undefined if the telegram has none, or one without a single value. */
export function byCode(objects: Record<string, CosemObject>, code: string): Found | undefined {
  const object: unknown = own(objects, code);
  if (!isObject(object)) return undefined;
  const { name, value, unit } = object;
  if (!isValue(value)) return undefined;
  const field = typeof name === "string" && isFieldName(name) ? name : undefined;
  const known = field === undefined ? undefined : (fieldByName(field) ?? fieldByCode(code));
  return { field, code, value, unit: typeof unit === "string" ? unit : (known?.unit ?? ""), known };
}

/** A code in a telegram without `objects`: the value of the field that the catalogue has for it. */
function byKnownCode(values: Telegram["values"], code: string, known: Field | undefined): Found | undefined {
  const found = known && byValue(values, known.name, known);
  return found && { ...found, code };
}

/** Every object of a telegram; without `objects`, every value that the catalogue has a code for. */
function allByCode({ values, objects }: Telegram): Found[] {
  if (objects) {
    return Object.keys(objects)
      .filter(isCode)
      .flatMap((code) => one(byCode(objects, code)));
  }
  const known = Object.keys(values)
    .filter(isFieldName)
    .map((name) => fieldByName(name));
  return known.flatMap((field) => (field?.obis === undefined ? [] : one(byKnownCode(values, field.obis, field))));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isValue(value: unknown): value is FieldValue {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" && value !== "" && value.length <= LONGEST_TEXT;
}
