import type { Stamp } from "./stamp";
import { isoText, type MeterZone } from "./zone";

const MINUTE = 60_000;

/** A moment with the offset it is told in (minutes east of UTC). */
export interface Moment {
  /** Epoch ms. */
  readonly instant: number;
  /** ISO 8601 with offset. */
  readonly iso: string;
}

/** Picks one of the instants (epoch ms, ascending) that a local time may be. */
export type Choice = (instants: readonly number[]) => number;

/**
 * The moment of a time. With a flag: S or W with the zone's offsets, whatever the date (Swedish meters say W all
 * year). Without: local time in the zone, and where that is two moments, `choose` picks one of them.
 */
export function momentOf(time: Stamp, zone: MeterZone, choose: Choice): Moment {
  if (time.flag === undefined) {
    const instants = zone.instantsOf(time.wall);
    const instant = instants.length > 1 ? choose(instants) : instants[0]!;
    return { instant, iso: isoText(instant, (time.wall - instant) / MINUTE) };
  }
  const { standard, summer } = zone.offsetsAt(time.wall);
  const offset = time.flag === "S" ? summer : standard;
  const instant = time.wall - offset * MINUTE;
  return { instant, iso: isoText(instant, offset) };
}

/** The moment of an instant in the zone. */
export function momentAt(instant: number, zone: MeterZone): Moment {
  return { instant, iso: isoText(instant, zone.offsetAt(instant)) };
}

/** By order of arrival: the first moment that is not before the last one seen. */
export function notBefore(last: number | undefined): Choice {
  return (instants) => instants.find((instant) => last === undefined || instant >= last) ?? instants.at(-1)!;
}

/** A reading's time is not later than its telegram's: the last moment that is not. */
export function notAfter(telegram: number): Choice {
  const slack = 5 * MINUTE;
  return (instants) => instants.findLast((instant) => instant <= telegram + slack) ?? instants[0]!;
}
