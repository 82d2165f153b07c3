import { RecentMap } from "../../recent-map";
import type { Device, Medium } from "../types";
import { type GuardMemory, guardMemory } from "./guard";

/** A device, or the electricity meter itself, was replaced: its equipment id is another one now. */
export interface MeterChange {
  medium: Medium;
  /** The M-Bus channel; absent for the electricity meter. */
  channel?: number;
  from: string;
  to: string;
}

/** What is remembered of one meter between its telegrams. */
export interface MeterMemory {
  /** It has sent a CRC: from then on it must. */
  sentCrc: boolean;
  readonly guard: GuardMemory;
  /** Ids of its M-Bus devices by medium and channel; the one of the medium's reading as that of channel `READING`. */
  readonly deviceIds: Map<Medium, Map<number, string>>;
}

/** What is remembered of all meters with one header: a telegram that was cut may have lost the line with its id. */
export interface HeaderMemory {
  sentCrc: boolean;
  /** One of them has sent an end line. */
  sentEnd: boolean;
  /** The own time of the last telegram, epoch ms. */
  lastOwnTime: number | undefined;
  /** The id in the last telegram, and all ids seen. */
  id: string | undefined;
  readonly ids: Set<string>;
}

/** Meters that one reader remembers, and ids per header. The meter not heard for the longest is forgotten first. */
const MOST_METERS = 1000;
const MOST_DEVICES = 64;
/** Stands for the channel of the device that a medium's reading comes from. */
const READING = 0;

/** The reader's memory: by header, and by header and id. */
export class ReaderMemory {
  readonly #meters = new RecentMap<MeterMemory>(MOST_METERS);
  readonly #headers = new RecentMap<HeaderMemory>(MOST_METERS);

  /** The memory of a header; undefined if it is new. */
  findHeader(header: string): HeaderMemory | undefined {
    return this.#headers.find(header);
  }

  ofHeader(header: string): HeaderMemory {
    return this.#headers.get(header, () => ({
      sentCrc: false,
      sentEnd: false,
      lastOwnTime: undefined,
      id: undefined,
      ids: new Set(),
    }));
  }

  ofMeter(header: string, id: string | undefined): MeterMemory {
    return this.#meters.get(`${header}\n${id ?? ""}`, () => ({
      sentCrc: false,
      guard: guardMemory(),
      deviceIds: new Map(),
    }));
  }
}

/** Notes a telegram's id (undefined if it has none). Returns the id before if this is another one, never seen before. */
export function noteId(memory: HeaderMemory, id: string | undefined): string | undefined {
  if (id === undefined || id === memory.id) return undefined;
  const before = memory.id;
  const isNew = !memory.ids.has(id);
  memory.id = id;
  if (isNew && memory.ids.size < MOST_METERS) memory.ids.add(id);
  return isNew ? before : undefined;
}

/** Notes a telegram's devices. Another id on a channel, or another device that gives a medium's reading, is a change. */
export function noteDevices(memory: MeterMemory, devices: readonly Device[]): MeterChange[] {
  const changes: MeterChange[] = [];
  const media = new Set<Medium>();
  for (const { channel, medium, id, status } of devices) {
    if (id === undefined || status === "unpaired") continue;
    const isReading = status === "live" && !media.has(medium);
    if (isReading) media.add(medium);
    const onChannel = noteDevice(memory, medium, channel, id);
    const ofReading = isReading ? noteDevice(memory, medium, READING, id) : undefined;
    const from = onChannel ?? ofReading;
    if (from !== undefined) changes.push({ medium, channel, from, to: id });
  }
  return changes;
}

/** Notes a device's id on its channel. Returns the one that it replaces, if it does. */
function noteDevice({ deviceIds }: MeterMemory, medium: Medium, channel: number, id: string): string | undefined {
  let ids = deviceIds.get(medium);
  if (!ids) deviceIds.set(medium, (ids = new Map<number, string>()));
  const before = ids.get(channel);
  if (before === id || (before === undefined && ids.size >= MOST_DEVICES)) return undefined;
  ids.set(channel, id);
  return before;
}
