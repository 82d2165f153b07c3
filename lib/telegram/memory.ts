import { guardMemory, type GuardMemory } from "./guard";
import { RecentlyUsed } from "./recently-used";
import type { Medium } from "./types";

/** What is remembered of one meter between its telegrams. */
export interface MeterMemory {
  /** It has sent a CRC: from then on it must. */
  sentCrc: boolean;
  /** The same of any meter with its header, and for end lines: a cut telegram may have lost the line with its id. */
  readonly ofHeader: { sentCrc: boolean; sentEnd: boolean };
  readonly guard: GuardMemory;
  /** Ids of its M-Bus devices by medium and channel; the one behind the medium's reading as that of channel 0. */
  readonly deviceIds: Map<Medium, Map<number, string>>;
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
  /** The meter asked for last. */
  #latest: { header: string; id: string | undefined; key: string } = { header: "", id: undefined, key: "\n" };

  /** Time of the telegram before with this header, epoch ms. */
  lastOwnTime(header: string): number | undefined {
    return this.#headers.peek(header)?.lastOwnTime;
  }

  /** The memory of a meter, made where it is new. */
  of(header: string, id: string | undefined): MeterMemory {
    if (header !== this.#latest.header || id !== this.#latest.id) {
      this.#latest = { header, id, key: `${header}\n${id ?? ""}` };
    }
    return this.#meters.get(this.#latest.key, () => ({
      sentCrc: false,
      ofHeader: this.#ofHeader(header),
      guard: guardMemory(),
      deviceIds: new Map(),
    }));
  }

  /** Notes a meter's own time, and gives the id it had before where it is another, never heard one, now. */
  note(header: string, ownTime: number | undefined, id: string | undefined): string | undefined {
    const known = this.#ofHeader(header);
    if (ownTime !== undefined) known.lastOwnTime = ownTime;
    if (id === undefined) return undefined;
    const before = known.id;
    const isNew = !known.ids.has(id);
    known.id = id;
    if (isNew && known.ids.size < MOST_METERS) known.ids.add(id);
    return isNew ? before : undefined;
  }

  #ofHeader(header: string): HeaderMemory {
    return this.#headers.get(header, () => ({ sentCrc: false, sentEnd: false, ids: new Set() }));
  }
}

interface HeaderMemory {
  sentCrc: boolean;
  sentEnd: boolean;
  lastOwnTime?: number;
  id?: string;
  ids: Set<string>;
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
