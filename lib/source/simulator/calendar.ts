import { MeterZone, isZone } from "../../telegram/time/zone";

/** The length of a slot, in which the power of the house is constant. Slots are counted from local midnight. */
export const SLOT_SECONDS = 10;
export const SLOT_MS = SLOT_SECONDS * 1000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
const KEPT_OFFSETS = 500;

/** A local day: 23, 24 or 25 hours of slots. */
export interface Day {
  /** Epoch ms of its first instant. */
  readonly start: number;
  readonly slots: number;
  /** 1..31. */
  readonly date: number;
  readonly weekend: boolean;
  /** Whether it starts in daylight saving time. */
  readonly summer: boolean;
  /** The clock change of the day, if any: the first slot after it, and the seconds that the clock jumps. */
  readonly change?: { readonly slot: number; readonly jump: number };
}

const calendars = new Map<string, Calendar>();
const KEPT_CALENDARS = 20;

/** Returns the calendar of a zone: an IANA name or a fixed offset such as "+01:00". Meters of a zone share it. */
export function calendarOf(zone: string): Calendar {
  let calendar = calendars.get(zone);
  if (!calendar) {
    if (calendars.size >= KEPT_CALENDARS) calendars.clear();
    calendars.set(zone, (calendar = new Calendar(zone)));
  }
  return calendar;
}

/** The calendar of a zone. It does not depend on the computer's zone. */
export class Calendar {
  /** False if the zone is not known; the calendar then uses UTC. */
  readonly valid: boolean;
  readonly #zone: MeterZone;
  /** Offsets by quarter of an hour, at which all clock changes fall. Asking the zone costs more than a telegram. */
  readonly #offsets = new Map<number, number>();
  readonly #months = new Map<number, readonly Day[]>();

  constructor(zone: string) {
    this.valid = isZone(zone);
    this.#zone = new MeterZone(this.valid ? zone : "UTC");
  }

  /** Minutes that the local clock is ahead of UTC. */
  offset(time: number): number {
    const quarter = Math.floor(time / QUARTER_MS);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      if (this.#offsets.size >= KEPT_OFFSETS) this.#offsets.clear();
      offset = this.#zone.offsetAt(quarter * QUARTER_MS);
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }

  isSummer(time: number): boolean {
    return this.offset(time) > this.#zone.offsetsAt(time).standard;
  }

  /** `time` (epoch ms) as "YYMMDDhhmmssX", X is S or W (DSMR 5.0.2, section 6.4). */
  stamp(time: number): string {
    return this.plainStamp(time) + (this.isSummer(time) ? "S" : "W");
  }

  /** `time` (epoch ms) as "YYMMDDhhmmss" in local time, without S or W (DSMR 2.2, 3.0). */
  plainStamp(time: number): string {
    const iso = new Date(time + this.offset(time) * 60_000).toISOString();
    return iso.slice(-22, -5).replace(/\D/g, "");
  }

  /** The local month of `time`, counted from year 0: year * 12 + 0..11. */
  month(time: number): number {
    const local = new Date(time + this.offset(time) * 60_000);
    return local.getUTCFullYear() * 12 + local.getUTCMonth();
  }

  /** Epoch ms of a local month's first instant. */
  monthStart(month: number): number {
    return this.#midnight(month, 1);
  }

  /** The days of a local month. */
  days(month: number): readonly Day[] {
    let days = this.#months.get(month);
    if (!days) this.#months.set(month, (days = this.#daysOf(month)));
    return days;
  }

  #daysOf(month: number): Day[] {
    const year = Math.floor(month / 12);
    const count = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
    const start = this.#midnight(month, 1);
    const even = this.#midnight(month + 1, 1) - start === count * DAY_MS;
    const summer = this.isSummer(start);
    return Array.from({ length: count }, (_, i) => {
      const date = i + 1;
      const weekday = new Date(Date.UTC(year, month % 12, date)).getUTCDay();
      const weekend = weekday === 0 || weekday === 6;
      if (even) return { start: start + i * DAY_MS, slots: DAY_MS / SLOT_MS, date, weekend, summer };
      return this.#unevenDay(this.#midnight(month, date), this.#midnight(month, date + 1), date, weekend);
    });
  }

  #unevenDay(start: number, end: number, date: number, weekend: boolean): Day {
    const day = { start, slots: (end - start) / SLOT_MS, date, weekend, summer: this.isSummer(start) };
    if (end - start === DAY_MS) return day;
    const before = this.offset(start);
    let changed = start;
    while (changed < end && this.offset(changed) === before) changed += HOUR_MS;
    return { ...day, change: { slot: (changed - start) / SLOT_MS, jump: (this.offset(changed) - before) * 60 } };
  }

  #midnight(month: number, date: number): number {
    return this.#zone.instantsOf(Date.UTC(Math.floor(month / 12), month % 12, date))[0]!;
  }
}
