import type { Stamp } from "./stamp";
import type { MeterZone } from "./zone";

const MINUTE = 60_000;

/** A point in time. */
export interface Moment {
  /** Epoch ms. */
  readonly instant: number;
  /** ISO 8601 with the offset of the meter's zone. */
  readonly iso: string;
}

/** Picks one of the instants (epoch ms, ascending) that a local time may be. */
export type Choice = (instants: readonly number[]) => number;

/**
 * The moment of a time. With a flag, S or W stands for the zone's summer or standard offset, whatever the date (Swedish
 * meters print W all year). Without a flag it is local time in the zone. If that is two moments, `choose` picks one.
 */
export function momentOf(time: Stamp, zone: MeterZone, choose: Choice): Moment {
  if (time.flag === undefined) {
    const instants = zone.instantsOf(time.wall);
    const instant = instants.length > 1 ? choose(instants) : instants[0]!;
    return { instant, iso: zone.isoText(instant, (time.wall - instant) / MINUTE) };
  }
  const { standard, summer } = zone.offsetsAt(time.wall);
  const offset = time.flag === "S" ? summer : standard;
  const instant = time.wall - offset * MINUTE;
  return { instant, iso: zone.isoText(instant, offset) };
}

/** The moment of an instant (epoch ms) in the zone. */
export function momentAt(instant: number, zone: MeterZone): Moment {
  return { instant, iso: zone.isoText(instant, zone.offsetAt(instant)) };
}

/** Chooses by order of arrival: the first moment that is not before `last` (epoch ms), the time of the telegram before. */
export function notBefore(last: number | undefined): Choice {
  return (instants) => instants.find((instant) => last === undefined || instant >= last) ?? instants.at(-1)!;
}

/** A device's clock may be ahead of the meter's by this much. */
const MOST_AHEAD = 5 * MINUTE;

/** Chooses for a reading, which is made before its telegram's time (epoch ms): the last moment that is not after that. */
export function notAfter(telegram: number): Choice {
  return (instants) => instants.findLast((instant) => instant <= telegram + MOST_AHEAD) ?? instants[0]!;
}
