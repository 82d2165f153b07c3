import { FixedOffsetZone, IANAZone, type Zone as LuxonZone } from "luxon";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MOST_DAYS = 1000;
/** All that a telegram can name. */
const MOST_YEARS = 70;
const FIXED = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** The offsets of a year, which lasts from `from` to before `to` (local times as if they were UTC). */
interface YearOffsets {
  from: number;
  to: number;
  standard: number;
  summer: number;
}

function isIn({ from, to }: YearOffsets, wall: number): boolean {
  return wall >= from && wall < to;
}

/** The zone of a meter's clock. Offsets are in minutes east of UTC. */
export class MeterZone {
  readonly #zone: LuxonZone;
  /** By days of UTC, since the zone's own answer takes some microseconds. */
  readonly #byDay = new Map<number, number | "changes">();
  /** The years that were asked for. */
  readonly #years: YearOffsets[] = [];
  /** The one that was asked for last, mostly the one that is asked for next. */
  #latest: YearOffsets = { from: 0, to: 0, standard: 0, summer: 0 };

  /** `name`: an IANA zone or a fixed offset such as "+01:00" or "UTC+1"; throws a RangeError for anything else. */
  constructor(name: string) {
    const zone = readZone(name);
    if (!zone) {
      throw new RangeError(
        `The time zone "${name}" is not known. Use a name such as Europe/Amsterdam or a fixed offset such as +01:00.`,
      );
    }
    this.#zone = zone;
  }

  /** The offset in force at an instant (epoch ms). */
  offsetAt(instant: number): number {
    const day = Math.floor(instant / DAY);
    let offset = this.#byDay.get(day);
    if (offset === undefined) {
      const [first, last] = [this.#zone.offset(day * DAY), this.#zone.offset((day + 1) * DAY)];
      offset = first === last ? first : "changes";
      if (this.#byDay.size >= MOST_DAYS) this.#byDay.clear();
      this.#byDay.set(day, offset);
    }
    return offset === "changes" ? this.#zone.offset(instant) : offset;
  }

  /**
   * The zone's standard and summer offsets in the year of `wall`, a local time as if it were UTC: what the flags W and S
   * stand for (DSMR 5.0.2, 6.4: TST).
   */
  offsetsAt(wall: number): Readonly<YearOffsets> {
    if (!isIn(this.#latest, wall)) this.#latest = this.#yearOf(wall);
    return this.#latest;
  }

  #yearOf(wall: number): YearOffsets {
    for (const year of this.#years) if (isIn(year, wall)) return year;
    const year = this.#offsetsOf(new Date(wall).getUTCFullYear());
    if (this.#years.length >= MOST_YEARS) this.#years.length = 0;
    this.#years.push(year);
    return year;
  }

  #offsetsOf(year: number): YearOffsets {
    const offsets = [this.offsetAt(Date.UTC(year, 0, 1)), this.offsetAt(Date.UTC(year, 6, 1))];
    const standard = Math.min(...offsets);
    const latest = Math.max(...offsets);
    const summer = latest > standard ? latest : standard + 60;
    return { from: Date.UTC(year), to: Date.UTC(year + 1), standard, summer };
  }

  /**
   * The instants (epoch ms, ascending) that a wall clock time means: `wall` is the local time as if it were UTC. Two
   * in the hour that October has twice; one in March's gap, told by the offset before it.
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
}

function readZone(name: string): LuxonZone | undefined {
  const text = name.trim();
  if (/^(?:UTC|GMT|Z)$/i.test(text)) return FixedOffsetZone.utcInstance;
  const fixed = FIXED.exec(text);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    if (minutes > 14 * 60 || Number(fixed[3] ?? 0) > 59) return undefined;
    return FixedOffsetZone.instance(fixed[1] === "-" ? -minutes : minutes);
  }
  return IANAZone.isValidZone(text) ? IANAZone.create(text) : undefined;
}

/** Whether `name` can be given to `MeterZone`. */
export function isZone(name: string): boolean {
  return readZone(name) !== undefined;
}

/** The minute and the offset that were told last, mostly those that are told next, and the text around the seconds. */
const latest = { minute: Number.NaN, offset: Number.NaN, before: "", behind: "" };

/** An instant (epoch ms) as ISO 8601 with its offset: "2010-12-09T11:30:20+01:00". */
export function isoText(instant: number, offset: number): string {
  const local = instant + offset * MINUTE;
  const minute = Math.floor(local / MINUTE);
  if (minute !== latest.minute || offset !== latest.offset) {
    const day = Math.floor(local / DAY);
    const minutes = minute - (day * DAY) / MINUTE;
    const before = `${dayText(day)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:`;
    latest.minute = minute;
    latest.offset = offset;
    latest.before = before;
    latest.behind = offsetText(offset);
  }
  return latest.before + two(Math.floor((local - minute * MINUTE) / 1000)) + latest.behind;
}

const dayTexts = new Map<number, string>();

/** A day, counted from 1970, as YYYY-MM-DD: mostly one that was asked for before. */
function dayText(day: number): string {
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY).toISOString().slice(0, 10);
    if (dayTexts.size >= MOST_DAYS) dayTexts.clear();
    dayTexts.set(day, text);
  }
  return text;
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/** A number below 100 as two digits. */
export function two(number: number): string {
  return TWO_DIGITS[number]!;
}
