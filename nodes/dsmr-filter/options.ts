import { MOST_ROWS, type RowProblem, rowProblem } from "../../lib/selection/rows";
import type { Aggregate, FieldRow } from "../../lib/selection/types";
import { isRecord } from "../shared/is-record";
import {
  isEnvironmentVariable,
  number,
  type Option,
  type OptionProblem,
  type RawOptions,
  readOption,
  readOptions,
  type Settings,
  text,
  word,
} from "../shared/options";

const MONTH = 31 * 24 * 3600;

const aggregate = word("latest", "mean", "min", "max");

/** The properties of a dsmr-filter in a flow file, except its rows; for its runtime and its dialog. */
export const dsmrFilterOptions = {
  pace: word("all", "interval", "change", "reading"),
  /** Seconds. */
  every: number(60, { from: 1, to: MONTH }),
  aggregate,
  deadband: number(0, { from: 0, to: 1_000_000_000 }),
  /** Seconds; 0: no heartbeat. */
  heartbeat: number(0, { from: 0, to: MONTH }),
  shape: word("object", "messages", "influx", "telegram"),
  topic: text(),
  measurement: text(),
};

/** The cells of a row that override an option of the node; empty: the node's option applies. */
const rowOptions: { aggregate: Option<Aggregate | undefined>; deadband: Option<number | undefined> } = {
  aggregate: { ...aggregate, fallback: undefined },
  deadband: number<number | undefined>(undefined, { from: 0, to: 1_000_000_000 }),
};

export type DsmrFilterOptionName = keyof typeof dsmrFilterOptions;
export type DsmrFilterSettings = Settings<typeof dsmrFilterOptions> & { fields: FieldRow[] };

/** A row of the flow file as texts; all but the field may be "". */
export interface RawRow {
  readonly field: string;
  readonly rename: string;
  readonly unit: string;
  readonly aggregate: string;
  readonly deadband: string;
}

/** Reads a row of a flow file; a missing cell is "". A text alone is the row's field; anything else is an empty row. */
export function rawRow(raw: unknown): RawRow {
  const row = isRecord(raw) ? raw : {};
  const { field, rename, unit, aggregate, deadband } = row;
  return {
    field: cell(typeof raw === "string" ? raw : field),
    rename: cell(rename),
    unit: cell(unit),
    aggregate: cell(aggregate),
    deadband: cell(deadband),
  };
}

function cell(raw: unknown): string {
  if (typeof raw === "string") return raw.trim();
  return typeof raw === "number" ? String(raw) : "";
}

/** What is wrong with a property in the flow file or the dialog; undefined if it can be used. */
export function dsmrFilterProblem(name: DsmrFilterOptionName, raw: unknown): OptionProblem | undefined {
  const result = readOption<unknown>(name, dsmrFilterOptions[name], raw);
  return "problem" in result ? result.problem : undefined;
}

/** Names that no row may give in a shape. */
function reservedIn(shape: unknown): string[] {
  return shape === "influx" ? ["time"] : [];
}

/** What is wrong with a row in the dialog. An environment variable is always valid: its value is not known there. */
export function rowProblemInDialog(row: RawRow, shape: unknown): RowProblem | OptionProblem | undefined {
  const { problems } = readOptions(rowOptions, { ...row });
  const cellProblem = problems.find(({ fault }) => fault !== "environment");
  if (row.field === "" || isEnvironmentVariable(row.field)) return cellProblem;
  const known = (text: string) => (isEnvironmentVariable(text) ? "" : text);
  const checked = { field: row.field, rename: known(row.rename), unit: known(row.unit) };
  return rowProblem(checked, reservedIn(shape)) ?? cellProblem;
}

/** Why a dsmr-filter cannot be used: an option of the node or of a row, or what a row asks for. */
export type DsmrFilterFault = OptionProblem | RowProblem;

/** The settings of a dsmr-filter; if it cannot be used, `fault` is the reason. */
export interface DsmrFilterReading {
  readonly settings: DsmrFilterSettings;
  readonly fault?: DsmrFilterFault;
}

/** Reads the settings of a dsmr-filter from its properties in the flow file. */
export function readDsmrFilter(raw: RawOptions): DsmrFilterReading {
  const { settings, problems } = readOptions(dsmrFilterOptions, raw);
  const { fields, fault: rowsFault } = readRows(raw.fields, reservedIn(settings.shape));
  const fault = problems[0] ?? rowsFault;
  return { settings: { ...settings, fields }, ...(fault && { fault }) };
}

interface RowsReading {
  readonly fields: FieldRow[];
  readonly fault?: DsmrFilterFault;
}

/** Reads a list of rows, or the same as JSON text from an environment variable. Rows without a field are left out. */
function readRows(raw: unknown, reserved: readonly string[]): RowsReading {
  const list = typeof raw === "string" ? parsed(raw.trim() || "[]") : (raw ?? []);
  if (!Array.isArray(list)) return { fields: [], fault: listFault("list") };
  const rows = list.map(rawRow).filter(({ field }) => field !== "");
  if (rows.length > MOST_ROWS) return { fields: [], fault: listFault("many", String(rows.length), String(MOST_ROWS)) };
  const fields: FieldRow[] = [];
  for (const row of rows) {
    const read = readRow(row, reserved);
    if ("fault" in read) return { fields: [], fault: read };
    fields.push(read);
  }
  return { fields };
}

function listFault(fault: "list" | "many" | "environment", value = "", allowed = ""): OptionProblem {
  return { option: "fields", fault, value, allowed };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a row. Returns it, or why it cannot be used. */
function readRow({ field, rename, unit, ...cells }: RawRow, reserved: readonly string[]): FieldRow | DsmrFilterFault {
  const unset = [field, rename, unit].find(isEnvironmentVariable);
  if (unset !== undefined) return listFault("environment", unset);
  const { settings, problems } = readOptions(rowOptions, cells);
  if (problems[0]) return { ...problems[0], row: field };
  const row: FieldRow = {
    field,
    ...(rename !== "" && { rename }),
    ...(unit !== "" && { unit }),
    ...(settings.aggregate !== undefined && { aggregate: settings.aggregate }),
    ...(settings.deadband !== undefined && { deadband: settings.deadband }),
  };
  return rowProblem(row, reserved) ?? row;
}
