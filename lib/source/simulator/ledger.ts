import type { Calendar, Day } from "./calendar";
import { SLOT_MS } from "./calendar";
import { type Counters, combine } from "./counters";
import { type CurveOptions, type DayCurve, QUARTER_SLOTS, dayCurve } from "./day-curve";
import { type DayTotal, dayTotal } from "./day-total";
import { VARIANTS } from "./loads";
import { pick } from "./random";

/** The highest quarter-hour demand of a period: its mean power in W, and the epoch ms at which its quarter ended. */
export interface Peak {
  readonly watts: number;
  readonly end: number;
}

/** The peak of a whole month, with the epoch ms at which that month ended. */
export interface PastPeak extends Peak {
  readonly monthEnd: number;
}

export interface LedgerOptions extends Pick<CurveOptions, "resolution" | "peakHours"> {
  readonly seed: number;
  readonly calendar: Calendar;
}

/** At the start of this month, January 2024, the counters had the values that the seed gives. */
const FIRST_MONTH = 2024 * 12;
/** The kinds of household. A thousand houses share their curves, which are expensive to compute. */
const HOUSEHOLDS = 8;
const KWH = 3.6e9;
const M3 = 1e6;

/**
 * The counters and peaks of a house for any day, computed from totals of days rather than from every second. There are
 * few kinds of days, by month and variant, so a year needs few curves.
 */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #household: number;
  readonly #pastPeaks = new Map<number, PastPeak>();
  readonly #monthStarts = new Map<number, Counters>();

  constructor(options: LedgerOptions) {
    this.#options = options;
    const { seed } = options;
    this.#household = pick(1, HOUSEHOLDS, seed, 109);
    this.#monthStarts.set(FIRST_MONTH, {
      deliveredPeak: pick(900, 4000, seed, 101) * KWH,
      deliveredOffPeak: pick(900, 4000, seed, 102) * KWH,
      returnedPeak: pick(100, 900, seed, 103) * KWH,
      returnedOffPeak: pick(50, 400, seed, 104) * KWH,
      reactiveDelivered: pick(100, 900, seed, 105) * KWH,
      reactiveReturned: pick(100, 900, seed, 106) * KWH,
      gas: pick(500, 5000, seed, 107) * M3,
      water: pick(50, 500, seed, 108) * M3,
    });
  }

  /** The days of a local month (year * 12 + 0..11). */
  days(month: number): readonly Day[] {
    return this.#options.calendar.days(month);
  }

  /** The curve of the `index`th day of a month. */
  curve(month: number, index: number): DayCurve {
    return dayCurve(this.days(month)[index]!, this.#kind(month, index));
  }

  /** The counters at the start of the `index`th day of a month. */
  atDayStart(month: number, index: number): Counters {
    let counters = this.#atMonthStart(month);
    for (let day = 0; day < index; day++) counters = combine(counters, this.#gained(month, day));
    return counters;
  }

  /** The peak of the first `count` days of a month. */
  peak(month: number, count = this.days(month).length): Peak {
    let highest: Peak = { watts: -1, end: 0 };
    for (let index = 0; index < count; index++) {
      const { watts, quarter } = this.#total(month, index).peak;
      if (watts > highest.watts) highest = { watts, end: quarterEnd(this.days(month)[index]!, quarter) };
    }
    return highest;
  }

  /** The peak of a month that has ended. */
  pastPeak(month: number): PastPeak {
    let peak = this.#pastPeaks.get(month);
    if (!peak) {
      peak = { ...this.peak(month), monthEnd: this.#options.calendar.monthStart(month + 1) };
      this.#pastPeaks.set(month, peak);
    }
    return peak;
  }

  #atMonthStart(month: number): Counters {
    const step = month > FIRST_MONTH ? 1 : -1;
    let counters = this.#monthStarts.get(FIRST_MONTH)!;
    for (let at = FIRST_MONTH; at !== month; at += step) {
      const known = this.#monthStarts.get(at + step);
      counters = known ?? combine(counters, this.#monthTotal(step > 0 ? at : at - 1), step);
      this.#monthStarts.set(at + step, counters);
    }
    return counters;
  }

  #monthTotal(month: number): Counters {
    return this.days(month)
      .map((_, index) => this.#gained(month, index))
      .reduce((sum, counters) => combine(sum, counters));
  }

  #gained(month: number, index: number): Counters {
    const total = this.#total(month, index);
    return this.days(month)[index]!.weekend ? total.weekend : total.working;
  }

  #total(month: number, index: number): DayTotal {
    return dayTotal(this.days(month)[index]!, this.#kind(month, index));
  }

  #kind(month: number, index: number): CurveOptions {
    const { seed, resolution, peakHours } = this.#options;
    const variant = pick(0, VARIANTS - 1, seed, month, index, 100);
    return { household: this.#household, month: month % 12, variant, resolution, peakHours };
  }
}

/** Epoch ms of the end of a quarter of a day, counted from 0. */
export function quarterEnd(day: Day, quarter: number): number {
  return day.start + (quarter + 1) * QUARTER_SLOTS * SLOT_MS;
}
