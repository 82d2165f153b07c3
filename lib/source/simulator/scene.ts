import { type Calendar, SLOT_MS } from "./calendar";
import type { FaultName } from "./faults";
import type { Swap } from "./meter-view";

/** The scene starts this long before the clock change or the end of the month. */
const AHEAD_MS = 120_000;
const GAS_SWAP_TICKS = 20;
const ELECTRICITY_SWAP_TICKS = 40;

/** What the lasting faults change: the meter's clock, and its meters. */
export interface Scene {
  /** ms that the meter's clock is ahead of the real time. */
  readonly shift: number;
  readonly swap?: Swap;
}

/** Returns the scene of a meter that starts at `start` (epoch ms) and sends every `period` ms. */
export function sceneOf(faults: ReadonlySet<FaultName>, calendar: Calendar, start: number, period: number): Scene {
  const shift = (sceneStart(faults, calendar, start) ?? start) - start;
  if (!faults.has("meter-swap")) return { shift };
  const first = start + shift;
  return {
    shift,
    swap: { gas: first + GAS_SWAP_TICKS * period, electricity: first + ELECTRICITY_SWAP_TICKS * period },
  };
}

function sceneStart(faults: ReadonlySet<FaultName>, calendar: Calendar, start: number): number | undefined {
  if (faults.has("dst-night")) {
    const change = clockBack(calendar, Math.floor(calendar.month(start) / 12));
    return change && change - AHEAD_MS;
  }
  if (faults.has("month-end")) return calendar.monthStart(calendar.month(start) + 1) - AHEAD_MS;
  return undefined;
}

/** The moment in `year` at which the clock goes back, epoch ms; undefined in zones without clock changes. */
function clockBack(calendar: Calendar, year: number): number | undefined {
  for (let month = year * 12; month < (year + 1) * 12; month++) {
    const day = calendar.days(month).find(({ change }) => change && change.jump < 0);
    if (day?.change) return day.start + day.change.slot * SLOT_MS;
  }
  return undefined;
}
