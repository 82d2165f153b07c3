import { fieldByName } from "../../../lib/telegram/catalogue";
import type { CosemObject, Telegram } from "../../../lib/telegram/types";

/** One line of the table that shows a telegram. All of it is text from the wire or figures: never markup. */
export interface TelegramRow {
  /** What tells rows of one telegram apart, and stays the same in the next. */
  readonly key: string;
  /** The field's name in `values`; empty for a line that has none. */
  readonly name: string;
  /** "1-0:1.7.0"; empty for a value that is computed. */
  readonly obis: string;
  readonly value: string;
  readonly isNumber: boolean;
  readonly unit: string;
}

/**
 * A telegram as rows: first what has a name, in the telegram's order, what is computed from it last; then what has none.
 * Without `objects` in the payload these are the named values alone.
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
