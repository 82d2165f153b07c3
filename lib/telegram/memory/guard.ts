import { fieldByName } from "../catalogue/catalogue";
import { DELIVERED } from "../catalogue/mbus";
import { rawText } from "../lines/split";
import type { ReadObject } from "../objects/object";
import type { Draft } from "../read-telegram";
import type { Device, Problem } from "../types";

const HOUR = 3600 * 1000;
const PHASES = 3;
const VOLTAGE = 230;
/** In kW: 250 A in each phase, more than any connection read through P1 carries. */
const LARGEST_CONNECTION = (PHASES * 250 * VOLTAGE) / 1000;
const THRESHOLD_CODE = "0-0:17.0.0";
/** A threshold of 999 means that none is set. */
const NO_THRESHOLD = 999;
/** More than a household's gas or water pipe carries, in m3 per hour. */
const LARGEST_FLOW = 100;
const GJ_PER_KWH = 0.0036;
/** A change that lasts for this many telegrams is the truth. */
const LASTING = 3;
/** A power that lasted shows that the connection carries this many times as much, whatever its limit says. */
const ROOM = 2;

/** A value, and when it was (epoch ms; NaN if the telegram has no time). */
interface Seen {
  readonly value: number;
  readonly at: number;
}

/** What a name in `values` is judged by. */
interface Quantity {
  readonly isPower: boolean;
  /** What a counter is measured in; undefined if it is no counter, or may rise by any number. */
  readonly counted: "m3" | "GJ" | "energy" | undefined;
}

/** The value that was believed last. */
interface Believed extends Seen {
  readonly quantity: Quantity;
  /** The last value that was believed because it lasted; 0 if there was none. */
  readonly lasted: number;
}

/** What the guard remembers of one meter, by field name. */
export interface GuardMemory {
  readonly believed: Map<string, Believed>;
  /** The last value that was held back, and in how many telegrams it has lasted. */
  readonly doubted: Map<string, Seen & { readonly times: number }>;
}

export function guardMemory(): GuardMemory {
  return { believed: new Map(), doubted: new Map() };
}

/**
 * For telegrams without a CRC: takes out of the draft's values counters that fall, or rise by more than the connection
 * can carry, and powers beyond it, each with a problem. A change that lasts for three telegrams passes, and from then
 * on powers up to twice as large.
 */
export function holdBack(draft: Draft, memory: GuardMemory): Draft {
  const limit = connectionLimit(draft.objects);
  const at = draft.ownMoment?.instant ?? Number.NaN;
  let checked = draft;
  for (const [name, value] of Object.entries(draft.values)) {
    const reason = judge(name, { value, at }, limit, memory);
    if (reason !== undefined) checked = withhold(checked, name, value, reason);
  }
  return checked;
}

/** Returns why a value is not to be believed. Otherwise notes it as believed and returns undefined. */
function judge(name: string, now: Seen, limit: number, memory: GuardMemory): string | undefined {
  const last = memory.believed.get(name);
  const quantity = last?.quantity ?? quantityOf(name);
  const lasted = last?.lasted ?? 0;
  const reason = quantity.isPower
    ? tooPowerful(now.value, Math.max(limit, ROOM * Math.abs(lasted)))
    : implausible(quantity, now, limit, last);
  if (reason !== undefined && !lasts(name, quantity, now, limit, memory)) return reason;
  memory.doubted.delete(name);
  const { value, at } = now;
  memory.believed.set(name, { value, at, quantity, lasted: reason === undefined ? lasted : value });
  return undefined;
}

function quantityOf(name: string): Quantity {
  return { isPower: /(?:^|_)power_(?!factor)/.test(name), counted: countedIn(name) };
}

function countedIn(name: string): Quantity["counted"] {
  const field = fieldByName(name);
  if (!field?.counter || field.unit === "" || field.unit === "s") return undefined;
  return field.unit === "m3" || field.unit === "GJ" ? field.unit : "energy";
}

/** The connection's limit in kW: 0-0:17.0.0 if it is set, else the largest there is. */
function connectionLimit(objects: readonly ReadObject[]): number {
  const { value, unit } = objects.find(({ line }) => line.code.text === THRESHOLD_CODE)?.object ?? {};
  if (unit === undefined || typeof value !== "number" || value <= 0 || value >= NO_THRESHOLD) return LARGEST_CONNECTION;
  return unit === "A" ? (value * PHASES * VOLTAGE) / 1000 : value;
}

function tooPowerful(value: number, most: number): string | undefined {
  if (Math.abs(value) <= most) return undefined;
  return `${value} is more than the ${most} kW that the connection can carry.`;
}

function implausible(quantity: Quantity, now: Seen, limit: number, last: Seen | undefined): string | undefined {
  const rate = largestRate(quantity, limit);
  if (!last || rate === undefined) return undefined;
  if (now.value < last.value) return `${now.value} is less than the ${last.value} before it.`;
  const passed = now.at - last.at;
  const hours = Number.isNaN(passed) ? 1 : Math.max(1, passed / HOUR);
  if (now.value - last.value <= rate * hours) return undefined;
  return `It rose from ${last.value} to ${now.value}, more than can have been used in the meantime.`;
}

/** How much a counter can rise in an hour, in its own unit; undefined if it is no counter. */
function largestRate({ counted }: Quantity, limit: number): number | undefined {
  if (counted === "m3") return LARGEST_FLOW;
  if (counted === "GJ") return limit * GJ_PER_KWH * PHASES;
  return counted && limit;
}

/** Whether a doubted value has lasted long enough: each telegram since agreed with the one before. */
function lasts(name: string, quantity: Quantity, now: Seen, limit: number, memory: GuardMemory): boolean {
  const before = memory.doubted.get(name);
  const agrees =
    before !== undefined &&
    (quantity.isPower
      ? Math.abs(now.value) <= ROOM * Math.abs(before.value)
      : implausible(quantity, now, limit, before) === undefined);
  const times = agrees ? before.times + 1 : 1;
  memory.doubted.set(name, { ...now, times });
  return times >= LASTING;
}

/** The draft without a value: it stays in its object as printed. */
function withhold(draft: Draft, name: string, value: number, reason: string): Draft {
  const problem = `${name} is held back: ${reason}`;
  const source = draft.objects.find(({ object }) => object.name === name && object.value === value);
  return {
    ...draft,
    values: omit(draft.values, name),
    devices: withoutReading(draft.devices, name, value),
    objects: draft.objects.map((read) => (read === source ? withoutValue(read) : read)),
    problems: [...draft.problems, problemOf(draft.bytes, problem, source, value)],
  };
}

function omit<T extends object, K extends keyof T & string>(object: T, ...keys: readonly K[]): Omit<T, K> {
  const kept = Object.entries(object).filter(([key]) => !(keys as readonly string[]).includes(key));
  return Object.fromEntries(kept) as Omit<T, K>;
}

function withoutReading(devices: readonly Device[], name: string, reading: number): Device[] {
  const found = devices.find(({ medium, value }) => isReadingOf(name, medium) && value === reading);
  return devices.map((device) => (device === found ? omit(device, "value", "unit") : device));
}

function isReadingOf(name: string, medium: Device["medium"]): boolean {
  const delivered = DELIVERED[medium]?.name;
  return delivered !== undefined && (name === delivered || name.startsWith(`${delivered}_ch`));
}

function withoutValue(read: ReadObject): ReadObject {
  const object = omit(read.object, "value");
  const { bytes, groups } = read.line;
  const printed = object.printed ?? bytes.toString("latin1", groups.at(-2), groups.at(-1));
  return { ...read, object: { ...object, printed } };
}

function problemOf(bytes: Buffer, problem: string, source: ReadObject | undefined, value: number): Problem {
  if (!source) return { problem, raw: String(value) };
  return { obis: source.line.code.text, problem, raw: rawText(bytes, source.line) };
}
