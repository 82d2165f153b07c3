import type { RawOptions } from "../shared/options";
import { p1InCredentials, p1InOptions } from "./options";

/** What a dialog asks to be tried: its fields as they stand. */
export interface TrialBody {
  /** Of the node in the dialog, deployed or not; empty where it is not said. */
  readonly id: string;
  /** The flow the node belongs to; empty for all. */
  readonly z: string;
  readonly settings: RawOptions;
  readonly credentials: RawOptions;
}

/** Longer than any telegram that is pasted for a replay. */
const MOST_CHARACTERS = 64 * 1024;
const ID = /^[\w.:-]{0,64}$/;

/** Reads the body of a request, which may be anything; gives nothing where it is not what a dialog sends. */
export function readTrialBody(body: unknown): TrialBody | undefined {
  const { id = "", z = "", settings, credentials = {} } = isRecord(body) ? own(body) : {};
  if (typeof id !== "string" || !ID.test(id) || typeof z !== "string" || !ID.test(z)) return undefined;
  const known = { settings: pick(settings, p1InOptions), credentials: pick(credentials, p1InCredentials) };
  if (known.settings === undefined || known.credentials === undefined) return undefined;
  return { id, z, settings: known.settings, credentials: known.credentials };
}

/** The properties of `from` that `table` knows; nothing where one is not plain and short, or there are none at all. */
function pick(from: unknown, table: object): RawOptions | undefined {
  if (!isRecord(from)) return undefined;
  const picked = Object.keys(table)
    .filter((name) => Object.hasOwn(from, name))
    .map((name) => [name, from[name]] as const);
  return picked.every(([, value]) => isPlain(value)) ? Object.fromEntries(picked) : undefined;
}

function isPlain(value: unknown): boolean {
  if (typeof value === "string") return value.length <= MOST_CHARACTERS;
  return typeof value === "number" || typeof value === "boolean" || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a request names itself, not what every object has. */
function own(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body));
}
