import type { Draft } from "./build";
import { fieldByName } from "./catalogue";
import { DELIVERED } from "./mbus-media";
import { keptObject, nameOf, textOf, unitOf, valueOf } from "./read-lines";

const HOUR = 3600 * 1000;
/** Three phases of 250 A at 230 V, in kW: more than any connection read through P1 carries. */
const LARGEST_CONNECTION = (3 * 250 * 230) / 1000;
/** A threshold of 999 means that none is set. */
const NO_THRESHOLD = 999;
const PHASES = 3;
const VOLTAGE = 230;
/** More than a household's gas or water pipe carries, in m3 per hour. */
const LARGEST_FLOW = 100;
/** A change that lasts for so many telegrams is the truth. */
const LASTING = 3;
/** So many times a power that lasted may be carried by a connection, whatever its limit says. */
const ROOM = 2;

/** A value, and when it was (epoch ms). */
interface Seen {
  value: number;
  at: number;
}

/** The value believed last, and what is known of its name. */
interface Believed extends Seen {
  readonly judged: Judged;
  /** The value that was believed last because it lasted; 0 where none was. */
  lasted: number;
}

/** What the guard remembers of one meter. */
export interface GuardMemory {
  /** By field name. */
  readonly believed: Map<string, Believed>;
  /** A value that was held back, and in how many telegrams it has held since. */
  readonly doubted: Map<string, Seen & { times: number }>;
}

export function guardMemory(): GuardMemory {
  return { believed: new Map(), doubted: new Map() };
}

/**
 * For telegrams without a CRC: takes out of `draft.values` counters that fall or rise by more than the connection can
 * carry, and powers beyond it, each with a problem. A change that lasts for three telegrams passes, and from then on
 * powers up to twice as great.
 */
export function holdBack(draft: Draft, memory: GuardMemory): void {
  const limit = connectionLimit(draft);
  const at = draft.ownMoment?.instant ?? Number.NaN;
  const { values } = draft;
  for (let index = 0; index < values.count;) {
    const { name } = values.namedAt(index);
    const value = values.numberAt(index);
    const last = memory.believed.get(name);
    const judged = last?.judged ?? judgedBy(name);
    const before = last?.lasted ?? 0;
    const reason = judged.isPower
      ? tooPowerful(value, Math.max(limit, ROOM * Math.abs(before)))
      : implausible(judged, value, at, limit, last);
    if (reason !== undefined && !lasts(name, judged, value, at, limit, memory)) {
      withhold(draft, name, value, reason);
      continue;
    }
    if (memory.doubted.size > 0) memory.doubted.delete(name);
    index++;
    const lasted = reason === undefined ? before : value;
    if (last) {
      last.value = value;
      last.at = at;
      last.lasted = lasted;
    } else {
      memory.believed.set(name, { value, at, judged, lasted });
    }
  }
}

/** What the guard knows of a name, since meters have the same ones. */
interface Judged {
  readonly isPower: boolean;
  /** What a counter is measured in; undefined where it can rise by any number, or is none. */
  readonly counted: "m3" | "GJ" | "energy" | undefined;
}

const known = new Map<string, Judged>();
const MOST_NAMES = 1000;

function judgedBy(name: string): Judged {
  let judged = known.get(name);
  if (!judged) {
    const isPower = /(?:^|_)power_(?!factor)/.test(name) && !name.startsWith("power_factor");
    judged = { isPower, counted: countedIn(name) };
    if (known.size < MOST_NAMES) known.set(name, judged);
  }
  return judged;
}

function countedIn(name: string): Judged["counted"] {
  const field = fieldByName(name);
  if (!field?.counter || field.unit === "" || field.unit === "s") return undefined;
  return field.unit === "m3" || field.unit === "GJ" ? field.unit : "energy";
}

/** The connection's limit in kW: 0-0:17.0.0 where it is set, else the largest there is. */
function connectionLimit(draft: Draft): number {
  const { threshold } = draft.layout;
  if (threshold === undefined) return LARGEST_CONNECTION;
  const value = valueOf(draft.lines[threshold]!);
  const unit = unitOf(draft.lines[threshold]!);
  if (unit === undefined || typeof value !== "number" || value <= 0 || value >= NO_THRESHOLD) return LARGEST_CONNECTION;
  return unit === "A" ? (value * PHASES * VOLTAGE) / 1000 : value;
}

function tooPowerful(value: number, most: number): string | undefined {
  if (Math.abs(value) <= most) return undefined;
  return `${value} is more than the ${most} kW that the connection can carry.`;
}

function implausible(
  judged: Judged,
  value: number,
  at: number,
  limit: number,
  last: Seen | undefined,
): string | undefined {
  if (!last) return undefined;
  const most = largestRate(judged, limit);
  if (most === undefined) return undefined;
  if (value < last.value) return `${value} is less than the ${last.value} before it.`;
  const passed = at - last.at;
  const hours = Number.isNaN(passed) ? 1 : Math.max(1, passed / HOUR);
  const room = most * hours;
  if (value - last.value <= room) return undefined;
  return `It rose from ${last.value} to ${value}, more than can have been used in the meantime.`;
}

/** How much a counter can rise in an hour, in its own unit; undefined where the field is none. */
function largestRate({ counted }: Judged, limit: number): number | undefined {
  if (counted === "m3") return LARGEST_FLOW;
  if (counted === "GJ") return limit * 0.0036 * PHASES;
  return counted && limit;
}

/** Whether a doubted value has held long enough: each telegram since agreed with the one before. */
function lasts(name: string, judged: Judged, value: number, at: number, limit: number, memory: GuardMemory): boolean {
  const before = memory.doubted.get(name);
  const agrees =
    before !== undefined &&
    (judged.isPower
      ? Math.abs(value) <= ROOM * Math.abs(before.value)
      : implausible(judged, value, at, limit, before) === undefined);
  const times = agrees ? before.times + 1 : 1;
  memory.doubted.set(name, { value, at, times });
  return times >= LASTING;
}

function withhold(draft: Draft, name: string, value: number, reason: string): void {
  draft.values.delete(name);
  const source = draft.lines.find((line) => nameOf(line) === name && valueOf(line) === value);
  const device = draft.devices.find((one) => isReadingOf(name, one.medium) && one.value === value);
  if (device) {
    delete device.value;
    delete device.unit;
  }
  const problem = `${name} is held back: ${reason}`;
  if (!source) {
    draft.problems.push({ problem, raw: String(value) });
    return;
  }
  const { groups, raw } = textOf(source);
  const object = keptObject(source);
  object.printed ??= groups.at(-1) ?? "";
  delete object.value;
  draft.problems.push({ obis: source.line.code, problem, raw });
}

function isReadingOf(name: string, medium: keyof typeof DELIVERED): boolean {
  const delivered = DELIVERED[medium]?.name;
  return delivered !== undefined && (name === delivered || name.startsWith(`${delivered}_ch`));
}
