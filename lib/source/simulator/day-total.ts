import { type Day, SLOT_MS } from "./calendar";
import type { Counters } from "./counters";
import { type CurveOptions, type DayCurve, QUARTER_SLOTS, dayCurve } from "./day-curve";

/** What a whole day adds to the counters, and its highest quarter-hour demand in W. */
export interface DayTotal {
  /** The counters on a working day, and at a weekend. */
  readonly working: Counters;
  readonly weekend: Counters;
  readonly peak: { readonly watts: number; readonly quarter: number };
}

/** Totals of days by everything they depend on: a cache of a pure function, shared by all simulated meters. */
const totals = new Map<string, DayTotal>();
const KEPT = 5000;

/** Returns the totals of a day. Days of the same kind have the same totals. */
export function dayTotal(day: Day, options: CurveOptions): DayTotal {
  const key = JSON.stringify([options, day.summer, day.slots, day.change]);
  let total = totals.get(key);
  if (!total) {
    if (totals.size >= KEPT) totals.clear();
    const curve = dayCurve(day, options);
    total = {
      working: gainedBy(curve, curve.slots, false),
      weekend: gainedBy(curve, curve.slots, true),
      peak: highestQuarter(curve, curve.slots),
    };
    totals.set(key, total);
  }
  return total;
}

/** What was counted from midnight to the start of `slot`. */
export function gainedBy(curve: DayCurve, slot: number, weekend: boolean): Counters {
  const all = (sums: Float64Array): number => sums[slot]! * SLOT_MS;
  const peak = (sums: Float64Array): number => {
    if (weekend) return 0;
    const [first, behind] = curve.peakHours;
    return (sums[Math.min(slot, behind)]! - sums[Math.min(slot, first)]!) * SLOT_MS;
  };
  return {
    deliveredPeak: peak(curve.delivered),
    deliveredOffPeak: all(curve.delivered) - peak(curve.delivered),
    returnedPeak: peak(curve.returned),
    returnedOffPeak: all(curve.returned) - peak(curve.returned),
    reactiveDelivered: all(curve.reactiveDelivered),
    reactiveReturned: all(curve.reactiveReturned),
    gas: curve.gas[slot]!,
    water: curve.water[slot]!,
  };
}

/** The highest quarter-hour demand of the quarters that have ended by the start of `slot`; -1 W if none has. */
export function highestQuarter(curve: DayCurve, slot: number): { watts: number; quarter: number } {
  let highest = { watts: -1, quarter: 0 };
  for (let quarter = 0; (quarter + 1) * QUARTER_SLOTS <= slot; quarter++) {
    const from = quarter * QUARTER_SLOTS;
    const watts = (curve.delivered[from + QUARTER_SLOTS]! - curve.delivered[from]!) / QUARTER_SLOTS;
    if (watts > highest.watts) highest = { watts, quarter };
  }
  return highest;
}
