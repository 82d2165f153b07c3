import { isRecord } from "../shared/is-record";
import type { RawOptions } from "../shared/options";
import { p1InCredentials, p1InOptions } from "./options";

/** What a dialog sends to the server: its fields, unsaved changes included. */
export interface DialogBody {
  /** The id of the node in the dialog, deployed or not; empty if absent. */
  readonly id: string;
  /** The id of the flow that the node belongs to; empty if it belongs to all flows. */
  readonly z: string;
  readonly settings: RawOptions;
  readonly credentials: RawOptions;
}

/** The limit of one property: longer than any telegram that is pasted for a replay. */
const MOST_CHARACTERS = 64 * 1024;
const ID = /^[\w.:-]{0,64}$/;

/** Reads the body of a request, which may be anything. Returns undefined if it is not what a dialog sends. */
export function readDialogBody(body: unknown): DialogBody | undefined {
  const { id = "", z = "", settings, credentials = {} } = own(body);
  if (!isId(id) || !isId(z)) return undefined;
  const known = { settings: pick(settings, p1InOptions), credentials: pick(credentials, p1InCredentials) };
  if (known.settings === undefined || known.credentials === undefined) return undefined;
  return { id, z, settings: known.settings, credentials: known.credentials };
}

/** Reads only the id from a body that may be anything; empty if it has none. */
export function readId(body: unknown): string {
  const { id } = own(body);
  return isId(id) ? id : "";
}

function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

/**
 * The properties of `from` that are in `table`. Undefined if `from` is no object or one of them is not plain and short.
 */
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

/** The body's own properties, without those that every object inherits. */
function own(body: unknown): Record<string, unknown> {
  return isRecord(body) ? Object.fromEntries(Object.entries(body)) : {};
}
