import type { Telegram } from "../telegram/types";
import { byCode, find, type Found } from "./find";
import { isCode, own } from "./names";
import { MOST_ROWS, readTarget, rowProblem, rowSentence, type Target } from "./rows";
import type { FieldRow, FieldValue, Selected, SelectedField } from "./types";
import { convert } from "./unit";

/** Most fields taken from one telegram; a payload may come from anywhere. */
const MOST_FIELDS = 1000;

/** Units of registers that only rise, for objects without a name. */
const COUNTED: readonly string[] = ["kWh", "kvarh", "kVAh", "GJ", "m3"];

interface CompiledRow {
  readonly row: FieldRow;
  readonly target: Target;
}

/** Rows compiled once, for any number of telegrams. */
export interface Selection {
  readonly rows: readonly CompiledRow[];
  /** True without rows: every field is picked. */
  readonly everything: boolean;
  /** Field names and codes with a row of their own, which wildcards and groups leave out. */
  readonly claimed: ReadonlySet<string>;
}

const EVERYTHING: Selection = {
  rows: [{ row: { field: "*" }, target: { kind: "fields", fits: () => true } }],
  everything: true,
  claimed: new Set(),
};

/** Compiles rows, except those without a field. Throws an Error that names the row that cannot be used, and why. */
export function compileSelection(rows: readonly FieldRow[]): Selection {
  const used = rows.map(trimmed).filter((row) => row.field !== "");
  if (used.length === 0) return EVERYTHING;
  if (used.length > MOST_ROWS) throw new Error(`there are ${used.length} fields: choose at most ${MOST_ROWS}`);
  const compiled = used.map(compileRow);
  return { rows: compiled, everything: false, claimed: new Set(compiled.flatMap(({ target }) => claim(target))) };
}

function trimmed({ rename, unit, ...row }: FieldRow): FieldRow {
  return { ...row, field: row.field.trim(), ...(rename?.trim() && { rename: rename.trim() }), ...(unit && { unit }) };
}

function compileRow(row: FieldRow): CompiledRow {
  const problem = rowProblem(row);
  if (problem) throw new Error(rowSentence(problem));
  return { row, target: readTarget(row.field)! };
}

function claim(target: Target): string[] {
  if (target.kind === "field") return [target.name];
  return target.kind === "code" ? [target.code] : [];
}

/**
 * Picks fields from a telegram. Returns `{ name: value }`: numbers in the units asked for, texts as they are; a field
 * that the telegram lacks is left out. A row chooses by name ("power_delivered"), OBIS code ("1-0:1.7.0"), wildcard
 * ("power_*", "1-0:*.7.0"; in a code a star stops at a point) or group ("group:gas"). Without rows: every field. Throws
 * an Error that names the row that cannot be used, and why.
 */
export function selectFields(telegram: Telegram, rows: readonly FieldRow[] = []): Record<string, FieldValue> {
  const { fields } = select(compileSelection(rows), telegram);
  return Object.fromEntries(fields.map((field) => [field.name, field.value]));
}

/** Picks the fields of a selection from a telegram, in the order of its rows. */
export function select(selection: Selection, telegram: Telegram): Selected {
  const picked = new Map<string, SelectedField>();
  const rows = new Set<number>();
  const claimed = claimedIn(selection, telegram);
  for (const [index, { row, target }] of selection.rows.entries()) {
    for (const found of find(target, telegram, claimed)) {
      const field = toField(found, row, target);
      if (!field || picked.size >= MOST_FIELDS) continue;
      rows.add(index);
      put(picked, field);
    }
  }
  return { fields: [...picked.values()], rows };
}

/** What has a row of its own; for a row by code that includes the field name of its object. */
function claimedIn({ claimed }: Selection, { values, objects }: Telegram): ReadonlySet<string> {
  if (!objects) return claimed;
  const names = [...claimed].filter(isCode).flatMap((code) => {
    const found = byCode(objects, code);
    // The named value may come from another channel; then it is left to the wildcards.
    return found?.field !== undefined && own(values, found.field) === found.value ? [found.field] : [];
  });
  return names.length > 0 ? new Set([...claimed, ...names]) : claimed;
}

/** Adds a field unless its name is taken. The same quantity on another channel is then added under its code. */
function put(picked: Map<string, SelectedField>, field: SelectedField): void {
  const before = picked.get(field.name);
  if (!before) {
    picked.set(field.name, field);
    return;
  }
  const { code } = field;
  const other = code !== undefined && before.code !== undefined && before.code !== code;
  if (other && field.name === field.field && !picked.has(code)) picked.set(code, { ...field, name: code });
}

/** The field as its row wants it; undefined if a row for one field asks for a unit that does not fit. */
function toField(found: Found, row: FieldRow, target: Target): SelectedField | undefined {
  const quantity = row.unit === undefined ? found : inUnit(found, row.unit, target);
  if (!quantity) return undefined;
  return {
    name: row.rename ?? found.field ?? found.code!,
    value: quantity.value,
    unit: quantity.unit,
    field: found.field,
    code: found.code,
    latestOnly: isLatestOnly(found),
    aggregate: row.aggregate,
    deadband: row.deadband,
  };
}

/** Converts what was found. Of several fields, those that the unit does not fit keep their own. */
function inUnit({ value, unit }: Found, wanted: string, target: Target): Pick<Found, "value" | "unit"> | undefined {
  const converted = typeof value === "number" && unit !== "" ? convert(value, unit, wanted) : undefined;
  if (converted !== undefined) return { value: converted, unit: wanted };
  return "fits" in target ? { value, unit } : undefined;
}

/** Counters, states (a tariff, a switch) and texts have no mean. */
function isLatestOnly({ value, unit, known }: Found): boolean {
  if (typeof value === "string") return true;
  if (known?.name.startsWith("power_factor")) return false;
  if (known) return known.counter || known.unit === "";
  return unit === "" || COUNTED.includes(unit);
}
