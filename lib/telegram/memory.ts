import { guardMemory, type GuardMemory } from "./guard";
import { RecentlyUsed } from "./recently-used";
import type { Device, Medium } from "./types";

/** What is remembered of one meter between its telegrams. */
export interface MeterMemory {
  /** It has sent a CRC: from then on it must. */
  sentCrc: boolean;
  /** The same of any meter with its header: a cut telegram may have lost the line with its id. */
  readonly ofHeader: HeaderMemory;
  readonly guard: GuardMemory;
  /** Ids of its M-Bus devices by medium and channel; the one behind the medium's reading as that of channel 0. */
  readonly deviceIds: Map<Medium, Map<number, string>>;
  /** The devices that were noted last. */
  devices: readonly NotedDevice[];
}

/** What decides whether a device is another one. */
export interface NotedDevice extends Pick<Device, "channel" | "medium" | "status"> {
  readonly id: string | undefined;
}

/** Meters remembered by one reader; the one not heard for the longest goes first. */
const MOST_METERS = 1000;
const MOST_DEVICES = 64;
/** Where the device stands that a medium's reading comes from. */
export const READING = 0;

/** The reader's memory: per header the last time and id, per header and id the meter itself. */
export class ReaderMemory {
  readonly #meters = new RecentlyUsed<MeterMemory>(MOST_METERS);
  readonly #headers = new RecentlyUsed<HeaderMemory>(MOST_METERS);
  /** The meter that was asked for last, mostly the one that is asked for next. */
  #latest: { readonly header: string; readonly id: string | undefined; readonly memory: MeterMemory } | undefined;

  /** Time of the telegram before with this header, epoch ms. */
  lastOwnTime(header: string): number | undefined {
    return this.#headers.peek(header)?.lastOwnTime;
  }

  /** The memory of a meter, made where it is new. */
  of(header: string, id: string | undefined): MeterMemory {
    if (this.#latest?.header === header && this.#latest.id === id) return this.#latest.memory;
    const ofHeader = this.#ofHeader(header);
    const key = ofHeader.ids.get(id ?? "") ?? keyOf(header, id);
    const memory = this.#meters.find(key) ?? this.#newMeter(key, ofHeader);
    this.#latest = { header, id, memory };
    return memory;
  }

  #newMeter(key: string, ofHeader: HeaderMemory): MeterMemory {
    return this.#meters.get(key, () => ({
      sentCrc: false,
      ofHeader,
      guard: guardMemory(),
      deviceIds: new Map(),
      devices: [],
    }));
  }

  #ofHeader(header: string): HeaderMemory {
    return this.#headers.find(header) ?? this.#headers.get(header, newHeader);
  }
}

/** What is remembered of all meters with a header. */
interface HeaderMemory {
  sentCrc: boolean;
  sentEnd: boolean;
  lastOwnTime: number | undefined;
  id: string | undefined;
  /** The ids heard with the header, and the keys of those meters: a text that was used before is found faster. */
  readonly ids: Map<string, string>;
}

function newHeader(): HeaderMemory {
  return { sentCrc: false, sentEnd: false, lastOwnTime: undefined, id: undefined, ids: new Map() };
}

function keyOf(header: string, id: string | undefined): string {
  return `${header}\n${id ?? ""}`;
}

/** Notes a meter's own time, and gives the id it had before where it is another, never heard one, now. */
export function noteMeter(
  known: HeaderMemory,
  header: string,
  id: string | undefined,
  ownTime: number | undefined,
): string | undefined {
  if (ownTime !== undefined) known.lastOwnTime = ownTime;
  if (id === undefined || id === known.id) return undefined;
  const before = known.id;
  const isNew = !known.ids.has(id);
  known.id = id;
  if (isNew && known.ids.size < MOST_METERS) known.ids.set(id, keyOf(header, id));
  return isNew ? before : undefined;
}

/** Notes a device's id on its channel and gives the one it replaces, if it does. */
export function noteDevice(
  { deviceIds }: MeterMemory,
  medium: Medium,
  channel: number,
  id: string,
): string | undefined {
  let ids = deviceIds.get(medium);
  if (!ids) {
    ids = new Map();
    deviceIds.set(medium, ids);
  }
  const before = ids.get(channel);
  if (before === id || (before === undefined && ids.size >= MOST_DEVICES)) return undefined;
  ids.set(channel, id);
  return before;
}
