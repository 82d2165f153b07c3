import { isRecord } from "../shared/is-record";
import type { RawOptions } from "../shared/options";
import { p1InCredentials, p1InOptions } from "./options";

/** What a dialog asks the server about: its fields as they stand. */
export interface DialogBody {
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
export function readDialogBody(body: unknown): DialogBody | undefined {
  const { id = "", z = "", settings, credentials = {} } = own(body);
  if (!isId(id) || !isId(z)) return undefined;
  const known = { settings: pick(settings, p1InOptions), credentials: pick(credentials, p1InCredentials) };
  if (known.settings === undefined || known.credentials === undefined) return undefined;
  return { id, z, settings: known.settings, credentials: known.credentials };
}

/** The id alone of a body that may be anything; empty where it has none. */
export function readId(body: unknown): string {
  const { id } = own(body);
  return isId(id) ? id : "";
}

function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
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

/** What a request names itself, not what every object has. */
function own(body: unknown): Record<string, unknown> {
  return isRecord(body) ? Object.fromEntries(Object.entries(body)) : {};
}
