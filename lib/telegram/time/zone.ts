const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Entries that each of a zone's three maps keeps. */
const MOST_DAYS = 1000;
const LARGEST_OFFSET = 14 * 60;
const FIXED = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;
const UTC = /^(?:UTC|GMT|Z)$/i;
/** What `timeZoneName: "longOffset"` prints: "GMT", "GMT+01:00". */
const PRINTED_OFFSET = /GMT(?:([+-])(\d{2}):(\d{2}))?/;

/** Returns the offset in force at an instant (epoch ms), in minutes east of UTC. */
type OffsetAt = (instant: number) => number;

/** What the flags W and S stand for in a year (DSMR 5.0.2, 6.4: TST), in minutes east of UTC. */
interface YearOffsets {
  readonly standard: number;
  readonly summer: number;
}

/** The zone of a meter's clock. Offsets are in minutes east of UTC. Several readers may share one. */
export class MeterZone {
  readonly #offsetAt: OffsetAt;
  /** Offsets by day of UTC, since `Intl` takes microseconds for each. "changes" for a day with two offsets. */
  readonly #dayOffsets = new Map<number, number | "changes">();
  /** The offsets of a day's year, by day since 1970. */
  readonly #yearOffsets = new Map<number, YearOffsets>();
  /** "2010-12-09" by day since 1970. */
  readonly #dates = new Map<number, string>();

  /** `name` is an IANA zone or a fixed offset such as "+01:00" or "UTC+1". Throws a RangeError for anything else. */
  constructor(name: string) {
    const offsetAt = readZone(name.trim());
    if (!offsetAt) {
      throw new RangeError(
        `The time zone "${name}" is not known. Use a name such as Europe/Amsterdam or a fixed offset such as +01:00.`,
      );
    }
    this.#offsetAt = offsetAt;
  }

  /** The offset in force at an instant (epoch ms). */
  offsetAt(instant: number): number {
    const day = Math.floor(instant / DAY);
    let offset = this.#dayOffsets.get(day);
    if (offset === undefined) {
      const [first, last] = [this.#offsetAt(day * DAY), this.#offsetAt((day + 1) * DAY)];
      offset = first === last ? first : "changes";
      if (this.#dayOffsets.size >= MOST_DAYS) this.#dayOffsets.clear();
      this.#dayOffsets.set(day, offset);
    }
    return offset === "changes" ? this.#offsetAt(instant) : offset;
  }

  /** The zone's standard and summer offsets in the year of `wall`, a local time as if it were UTC (epoch ms). */
  offsetsAt(wall: number): YearOffsets {
    const day = Math.floor(wall / DAY);
    let offsets = this.#yearOffsets.get(day);
    if (!offsets) {
      offsets = this.#offsetsOf(new Date(wall).getUTCFullYear());
      if (this.#yearOffsets.size >= MOST_DAYS) this.#yearOffsets.clear();
      this.#yearOffsets.set(day, offsets);
    }
    return offsets;
  }

  #offsetsOf(year: number): YearOffsets {
    const offsets = [this.offsetAt(Date.UTC(year, 0, 1)), this.offsetAt(Date.UTC(year, 6, 1))];
    const standard = Math.min(...offsets);
    const latest = Math.max(...offsets);
    return { standard, summer: latest > standard ? latest : standard + 60 };
  }

  /**
   * The instants (epoch ms, ascending) that a wall clock time means. `wall` is the local time as if it were UTC. There
   * are two in the hour that October has twice, and one in March's gap, which takes the offset before the gap.
   */
  instantsOf(wall: number): number[] {
    const [before, after] = [this.offsetAt(wall - DAY), this.offsetAt(wall + DAY)];
    const offsets = before === after ? [before] : [Math.max(before, after), Math.min(before, after)];
    const fits = offsets
      .map((offset) => ({ offset, instant: wall - offset * MINUTE }))
      .filter(({ offset, instant }) => this.offsetAt(instant) === offset)
      .map(({ instant }) => instant);
    return fits.length > 0 ? fits : [wall - before * MINUTE];
  }

  /** An instant (epoch ms) as ISO 8601 with an offset (minutes east of UTC): "2010-12-09T11:30:20+01:00". */
  isoText(instant: number, offset: number): string {
    const local = instant + offset * MINUTE;
    const day = Math.floor(local / DAY);
    const seconds = Math.floor((local - day * DAY) / 1000);
    const minutes = Math.floor(seconds / 60);
    const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
    const east = Math.abs(offset);
    const sign = offset < 0 ? "-" : "+";
    return `${this.#dateText(day)}T${time}${sign}${two(Math.floor(east / 60))}:${two(east % 60)}`;
  }

  #dateText(day: number): string {
    let text = this.#dates.get(day);
    if (text === undefined) {
      text = new Date(day * DAY).toISOString().slice(0, "2010-12-09".length);
      if (this.#dates.size >= MOST_DAYS) this.#dates.clear();
      this.#dates.set(day, text);
    }
    return text;
  }
}

/** Whether `name` can be given to `MeterZone`. */
export function isZone(name: string): boolean {
  return readZone(name.trim()) !== undefined;
}

function readZone(name: string): OffsetAt | undefined {
  if (UTC.test(name)) return () => 0;
  const fixed = FIXED.exec(name);
  if (!fixed) return ianaZone(name);
  const [hours, minutes] = [Number(fixed[2]), Number(fixed[3] ?? 0)];
  const offset = minutesOf(fixed[1], hours, minutes);
  return Math.abs(offset) > LARGEST_OFFSET || minutes > 59 ? undefined : () => offset;
}

function ianaZone(timeZone: string): OffsetAt | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
  return (instant) => {
    const [, sign, hours, minutes] = PRINTED_OFFSET.exec(format.format(instant)) ?? [];
    return minutesOf(sign, Number(hours ?? 0), Number(minutes ?? 0));
  };
}

function minutesOf(sign: string | undefined, hours: number, minutes: number): number {
  const size = hours * 60 + minutes;
  return sign === "-" ? -size : size;
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/** A number below 100 as two digits. */
function two(number: number): string {
  return TWO_DIGITS[number]!;
}
