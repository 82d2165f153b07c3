import { fieldByName } from "../../../lib/telegram/catalogue/catalogue";
import type { CosemObject, Telegram } from "../../../lib/telegram/types";

/** One row of the table that shows a telegram. It holds text from the meter, never HTML. */
export interface TelegramRow {
  /** Identifies the row within a telegram. The same row of the next telegram has the same key. */
  readonly key: string;
  /** The field's name in `values`; empty if it has none. */
  readonly name: string;
  /** "1-0:1.7.0"; empty for a value that is computed. */
  readonly obis: string;
  readonly value: string;
  readonly isNumber: boolean;
  readonly unit: string;
}

/**
 * The rows of a telegram: objects with a name in the telegram's order, then computed values, then objects without a
 * name. If the payload has no `objects`, only the named values.
 */
export function telegramRows({ values, objects }: Telegram): TelegramRow[] {
  const sent = Object.entries(objects ?? {}).flatMap(([obis, object]) => objectRows(obis, object));
  const shown = new Set(sent.map(({ name }) => name));
  const others = Object.entries(values).filter(([name]) => !shown.has(name));
  return [
    ...sent.filter(({ name }) => name !== ""),
    ...others.map(([name, value]) => valueRow(name, value, objects !== undefined)),
    ...sent.filter(({ name }) => name === ""),
  ];
}

function objectRows(obis: string, object: CosemObject): TelegramRow[] {
  return [object, ...(object.also ?? [])].map((one, index) => ({
    key: `${obis} ${index}`,
    name: one.name ?? "",
    obis,
    value: [one.value, ...(one.values ?? [])].filter((value) => value !== undefined).join(" · "),
    isNumber: typeof one.value === "number",
    unit: one.unit ?? "",
  }));
}

function valueRow(name: string, value: number, isComputed: boolean): TelegramRow {
  const field = fieldByName(name);
  const obis = isComputed ? "" : (field?.obis ?? "");
  return { key: name, name, obis, value: String(value), isNumber: true, unit: field?.unit ?? "" };
}
