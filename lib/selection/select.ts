import { fieldByCode, fieldByName } from "../telegram/catalogue";
import type { Field } from "../telegram/field";
import type { CosemObject, Telegram } from "../telegram/types";
import { LearntPicks } from "./learnt-picks";
import { isCode, isFieldName, own } from "./names";
import { PickedNames } from "./picked-names";
import { MOST_ROWS, readTarget, rowProblem, rowSentence, type Target } from "./rows";
import type { FieldRow, FieldValue, Selected, SelectedField } from "./types";
import { convert } from "./unit";

/** Most fields taken from one telegram, and most characters of a text: what comes in over a network may be anything. */
const MOST_FIELDS = 1000;
const LONGEST_TEXT = 4096;

/** Units of registers that only rise, for objects that have no name. */
const COUNTED: readonly string[] = ["kWh", "kvarh", "kVAh", "GJ", "m3"];

interface CompiledRow {
  readonly row: FieldRow;
  readonly target: Target;
}

/** Rows made ready once, for any number of telegrams. */
export interface Selection {
  readonly rows: readonly CompiledRow[];
  /** True without rows: every field is picked. */
  readonly everything: boolean;
  /** Fields and codes with a row of their own, which wildcards and groups leave to it. */
  readonly claimed: ReadonlySet<string>;
  /** What was learnt of the telegrams so far; nothing where a row asks for a code, which is looked for in each. */
  readonly learnt: LearntPicks | undefined;
}

/** Something in the telegram that a row asked for. */
interface Found {
  readonly field?: string | undefined;
  readonly code?: string;
  readonly value: FieldValue;
  readonly unit: string;
  readonly known: Field | undefined;
}

/** Makes rows ready; rows without a field are passed over. Throws an Error that says which row cannot be used and why. */
export function compileSelection(rows: readonly FieldRow[]): Selection {
  const used = rows.map(trimmed).filter((row) => row.field !== "");
  if (used.length > MOST_ROWS) throw new Error(`there are ${used.length} fields: choose at most ${MOST_ROWS}`);
  const compiled = used.map(compileRow);
  const claimed = new Set(compiled.flatMap(({ target }) => claim(target)));
  const learnt = compiled.some(({ target }) => isByCode(target)) ? undefined : new LearntPicks();
  if (compiled.length > 0) return { rows: compiled, everything: false, claimed, learnt };
  const all: Target = { kind: "fields", names: new PickedNames(() => true) };
  return { rows: [{ row: { field: "*" }, target: all }], everything: true, claimed, learnt };
}

function trimmed({ rename, unit, ...row }: FieldRow): FieldRow {
  return { ...row, field: row.field.trim(), ...(rename?.trim() && { rename: rename.trim() }), ...(unit && { unit }) };
}

function compileRow(row: FieldRow): CompiledRow {
  const problem = rowProblem(row);
  if (problem) throw new Error(rowSentence(problem));
  return { row, target: readTarget(row.field)! };
}

function isByCode({ kind }: Target): boolean {
  return kind === "code" || kind === "codes";
}

function claim(target: Target): string[] {
  if (target.kind === "field") return [target.name];
  return target.kind === "code" ? [target.code] : [];
}

/**
 * Picks fields from a telegram: `{ name: value }`, numbers in the units asked for, texts as they are; what the telegram
 * lacks is left out. Rows choose by name ("power_delivered"), OBIS code ("1-0:1.7.0"), wildcard ("power_*",
 * "1-0:*.7.0": in a code a star stops at a point) or group ("group:gas"); no rows: every field. Throws an Error that
 * says which row cannot be used and why.
 */
export function selectFields(telegram: Telegram, rows: readonly FieldRow[] = []): Record<string, FieldValue> {
  const { fields } = select(compileSelection(rows), telegram);
  return Object.fromEntries(fields.map((field) => [field.name, field.value]));
}

/** Picks the fields of a selection from a telegram, in the order of its rows. */
export function select(selection: Selection, telegram: Telegram): Selected {
  const { learnt } = selection;
  if (!learnt || looksAtLines(selection, telegram)) return search(selection, telegram);
  const again = learnt.again(telegram);
  if (again) return again;
  const selected = search(selection, telegram);
  learnt.learn(telegram, selected);
  return selected;
}

/** Whether a row by name finds nothing in `values` but something in its line, such as a text. */
function looksAtLines({ rows }: Selection, telegram: Telegram): boolean {
  const { values, objects } = telegram;
  if (!objects) return false;
  return rows.some(({ target }) => {
    return target.kind === "field" && !Object.hasOwn(values, target.name) && byName(telegram, target.name);
  });
}

function search(selection: Selection, telegram: Telegram): Selected {
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

/** What has a row of its own, with the names of the lines that have one by their code. */
function claimedIn({ claimed }: Selection, { values, objects }: Telegram): ReadonlySet<string> {
  if (!objects) return claimed;
  const names = [...claimed].filter(isCode).flatMap((code) => {
    const line = byCode(objects, code);
    // A line on another channel than the value is from leaves that value to the wildcards.
    return line?.field !== undefined && own(values, line.field) === line.value ? [line.field] : [];
  });
  return names.length > 0 ? new Set([...claimed, ...names]) : claimed;
}

/** The first row of a name has it; the same quantity on another channel then goes by its code. */
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

/** Whatever in the telegram a row asks for. */
function find(target: Target, telegram: Telegram, claimed: ReadonlySet<string>): Found[] {
  const { values, objects } = telegram;
  switch (target.kind) {
    case "field":
      return one(byName(telegram, target.name));
    case "code":
      return one(objects ? byCode(objects, target.code) : byCatalogue(values, target.code));
    case "fields":
      return target.names.of(values).flatMap((name) => (claimed.has(name) ? [] : one(byValue(values, name))));
    case "codes":
      if (!objects) return codelessMatches(values, target, claimed);
      return Object.keys(objects)
        .filter((code) => isCode(code) && target.fits(code) && !claimed.has(code))
        .flatMap((code) => one(byCode(objects, code)))
        .filter((found) => found.field === undefined || !claimed.has(found.field));
  }
}

function one(found: Found | undefined): Found[] {
  return found ? [found] : [];
}

/** A number in `values`; else the text of the object that the catalogue gives this name ("ON" of a switch). */
function byName({ values, objects }: Telegram, name: string): Found | undefined {
  const number = byValue(values, name);
  const code = fieldByName(name)?.obis;
  if (number || !objects || code === undefined) return number;
  const text = byCode(objects, code);
  return text?.field === name ? text : undefined;
}

function byValue(values: Telegram["values"], name: string): Found | undefined {
  const value: unknown = own(values, name);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const known = fieldByName(name);
  return { field: name, value, unit: known?.unit ?? "", known };
}

function byCode(objects: Record<string, CosemObject>, code: string): Found | undefined {
  const object: unknown = own(objects, code);
  if (!isObject(object)) return undefined;
  const { name, value, unit } = object;
  if (!isValue(value)) return undefined;
  const field = typeof name === "string" && isFieldName(name) ? name : undefined;
  const known = field === undefined ? undefined : (fieldByName(field) ?? fieldByCode(code));
  return { field, code, value, unit: typeof unit === "string" ? unit : (known?.unit ?? ""), known };
}

/** A code in a telegram that came without its objects: the field that is commonly read from it. */
function byCatalogue(values: Telegram["values"], code: string): Found | undefined {
  const field = fieldByCode(code);
  const found = field && byValue(values, field.name);
  return found && { ...found, code };
}

function codelessMatches(
  values: Telegram["values"],
  target: Target & { kind: "codes" },
  claimed: ReadonlySet<string>,
): Found[] {
  return Object.keys(values).flatMap((name) => {
    const code = isFieldName(name) ? fieldByName(name)?.obis : undefined;
    if (code === undefined || !target.fits(code) || claimed.has(code) || claimed.has(name)) return [];
    return one(byCatalogue(values, code));
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isValue(value: unknown): value is FieldValue {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" && value !== "" && value.length <= LONGEST_TEXT;
}

/** What was found, as its row wants it; undefined where a row for one field asks for a unit that does not fit. */
function toField(found: Found, row: FieldRow, target: Target): SelectedField | undefined {
  const told = row.unit === undefined ? found : inUnit(found, row.unit, target);
  if (!told) return undefined;
  // Written out: this is done for every field of every telegram, and spreading costs several times as much.
  return {
    name: row.rename ?? found.field ?? found.code!,
    value: told.value,
    unit: told.unit,
    field: found.field,
    code: found.code,
    steady: isSteady(found),
    aggregate: row.aggregate,
    deadband: row.deadband,
  };
}

/** Of several fields, those that the unit does not fit stay in their own. */
function inUnit({ value, unit }: Found, wanted: string, target: Target): Pick<Found, "value" | "unit"> | undefined {
  const told = typeof value === "number" && unit !== "" ? convert(value, unit, wanted) : undefined;
  if (told !== undefined) return { value: told, unit: wanted };
  return target.kind === "fields" || target.kind === "codes" ? { value, unit } : undefined;
}

/** Counters, states (a tariff, a switch) and texts have no mean. */
function isSteady({ value, unit, known }: Found): boolean {
  if (typeof value === "string") return true;
  if (known?.name.startsWith("power_factor")) return false;
  if (known) return known.counter || known.unit === "";
  return unit === "" || COUNTED.includes(unit);
}
