import { isCode, isFieldName } from "../../../lib/selection/names";
import { groups } from "../../../lib/selection/rows";
import { compileSelection, select } from "../../../lib/selection/select";
import type { FieldValue } from "../../../lib/selection/types";
import { fieldByName, fields } from "../../../lib/telegram/catalogue/catalogue";
import type { CosemObject, Telegram } from "../../../lib/telegram/types";

/** A field, code, group or wildcard that the dialog offers for a row. */
export interface Offer {
  /** The field of the row it makes: "power_net", "0-0:96.13.0", "power_*", "group:gas". */
  readonly field: string;
  /** `sent`: in the telegram; `several`: a group or wildcard; `other`: not in the telegram; `free`: as typed. */
  readonly kind: "sent" | "several" | "other" | "free";
  /** The OBIS code it is read from; empty if it has none or is one itself. */
  readonly code: string;
  /** Its value in the telegram; absent if the telegram lacks it. */
  readonly value?: FieldValue;
  /** Its unit; empty if it has none. */
  readonly unit: string;
  /** Of a group or wildcard: how many fields it picks from the telegram. */
  readonly count?: number;
}

/** The wildcards that are offered. */
const WILDCARDS = ["power_*", "energy_*", "voltage_*", "current_*"];

/** Most objects of a telegram that are offered; a telegram may come from anywhere. */
const MOST_LINES = 500;

/**
 * Everything that can be chosen, in the order to show it: what the telegram has, named fields first; groups and
 * wildcards; the rest of the catalogue. Without a telegram nothing is `sent`.
 */
export function allOffers(telegram: Telegram | undefined): Offer[] {
  const sent = telegram ? sentOffers(telegram) : [];
  const names = new Set(sent.map(({ field }) => field));
  const others = fields
    .filter(({ name }) => !names.has(name))
    .map(({ name, obis = "", unit }): Offer => ({ field: name, kind: "other", code: obis, unit }));
  return [...sent, ...severalOffers(telegram), ...others];
}

function sentOffers({ values, objects }: Telegram): Offer[] {
  const lines = Object.entries(objects ?? {})
    .filter(([code, line]) => isCode(code) && isValue(line.value))
    .slice(0, MOST_LINES);
  const codeOf = new Map(lines.flatMap(([code, { name, value }]) => (isOf(values, name, value) ? [[name, code]] : [])));
  const named = Object.entries(values)
    .filter(([name, value]) => isFieldName(name) && Number.isFinite(value))
    .map(([name, value]): Offer => {
      const known = fieldByName(name);
      // A value that no object has is derived: it has no code. Without objects the catalogue knows the code.
      const code = objects ? codeOf.get(name) : known?.obis;
      return { field: name, kind: "sent", code: code ?? "", value, unit: known?.unit ?? "" };
    });
  const texts = lines.filter(([code, line]) => isNamedText(code, line)).map(([code, line]) => lineOffer(code, line));
  const unnamed = lines
    .filter(([code, line]) => !isOf(values, line.name, line.value) && !isNamedText(code, line))
    .map(([code, { value, unit }]) => lineOffer(code, { value: value!, ...(unit !== undefined && { unit }) }));
  return [...named.sort(byCatalogue), ...texts, ...unnamed];
}

/** Whether the value of this name comes from an object with this value, not from the same quantity elsewhere. */
function isOf(values: Telegram["values"], name: string | undefined, value: unknown): name is string {
  return name !== undefined && Object.hasOwn(values, name) && values[name] === value;
}

/** Whether an object is a text with a field name, such as the "ON" of a switch; `values` has numbers only. */
function isNamedText(code: string, { name = "", value }: CosemObject): boolean {
  return typeof value === "string" && fieldByName(name)?.obis === code;
}

function lineOffer(code: string, { name, value, unit = "" }: CosemObject): Offer {
  const rest = { kind: "sent", value: value!, unit } as const;
  return name === undefined ? { field: code, code: "", ...rest } : { field: name, code, ...rest };
}

const placeOf = new Map(fields.map(({ name }, place) => [name, place]));

function byCatalogue(one: Offer, other: Offer): number {
  return (placeOf.get(one.field) ?? fields.length) - (placeOf.get(other.field) ?? fields.length);
}

function severalOffers(telegram: Telegram | undefined): Offer[] {
  const asked = [...groups.map((group) => `group:${group}`), ...WILDCARDS];
  return asked.map((field): Offer => {
    const offer = { field, kind: "several", code: "", unit: "" } as const;
    return telegram ? { ...offer, count: select(compileSelection([{ field }]), telegram).fields.length } : offer;
  });
}

function isValue(value: unknown): value is FieldValue {
  return typeof value === "number" ? Number.isFinite(value) : typeof value === "string" && value !== "";
}
