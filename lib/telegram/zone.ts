import { FixedOffsetZone, IANAZone, type Zone as LuxonZone } from "luxon";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIXED = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** The zone of a meter's clock. Offsets are in minutes east of UTC. */
export class MeterZone {
  readonly #zone: LuxonZone;
  readonly #byYear = new Map<number, { standard: number; summer: number }>();

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
    return this.#zone.offset(instant);
  }

  /** The zone's standard and summer offsets in a year: what the flags W and S stand for (DSMR 5.0.2, 6.4: TST). */
  offsetsOf(year: number): { standard: number; summer: number } {
    const known = this.#byYear.get(year);
    if (known) return known;
    const offsets = [this.offsetAt(Date.UTC(year, 0, 1)), this.offsetAt(Date.UTC(year, 6, 1))];
    const standard = Math.min(...offsets);
    const latest = Math.max(...offsets);
    const found = { standard, summer: latest > standard ? latest : standard + 60 };
    if (this.#byYear.size < 256) this.#byYear.set(year, found);
    return found;
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

/** An instant (epoch ms) as ISO 8601 with its offset: "2010-12-09T11:30:20+01:00". */
export function isoText(instant: number, offset: number): string {
  const local = new Date(instant + offset * MINUTE).toISOString().slice(0, 19);
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
