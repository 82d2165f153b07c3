import { Calendar, type Day, SLOT_MS } from "./calendar";
import { type DayCurve, QUARTER_SLOTS, reactive } from "./day-curve";
import { type Counters, combine } from "./counters";
import { gainedBy, highestQuarter } from "./day-total";
import { Ledger, type PastPeak, type Peak, quarterEnd } from "./ledger";
import { hash, pick } from "./random";
import { wobbleAt } from "./wobble";

/** The power of the house at a moment, and what was counted up to it. */
export interface HouseState {
  /** Epoch ms. */
  readonly time: number;
  /** Whether the peak tariff is active (NL "normal", BE "day"). */
  readonly peakTariff: boolean;
  /** Net power in W, the sum of the phases; positive if delivered to the house. */
  readonly power: number;
  /** Net power of L1, L2, L3 in W. */
  readonly phases: readonly [number, number, number];
  /** Net reactive power of L1, L2, L3 in var. The reactive counters count their sum. */
  readonly reactive: readonly [number, number, number];
  /** Voltage of L1, L2, L3 in tenths of a volt. */
  readonly voltages: readonly [number, number, number];
  readonly counters: Counters;
  /** Energy delivered since the start of the quarter of an hour, in mWs. */
  readonly quarterEnergy: number;
}

export interface HouseOptions {
  readonly seed: number;
  readonly calendar: Calendar;
  /** Hours of the peak tariff on working days, for example [7, 23]. */
  readonly peakHours: readonly [number, number];
  /** The smallest step of power that the meter can print, in W. */
  readonly resolution: number;
  /** Seconds for which power is constant. With a divisor of 10 it varies a little within the slots of 10 s. */
  readonly step: number;
}

const KEPT_DAYS = 3;

interface OpenDay {
  readonly day: Day;
  readonly month: number;
  readonly curve: DayCurve;
  readonly before: Counters;
  /** Of the month before this day. */
  readonly peak: Peak;
}

/**
 * A house with solar panels. Its state depends only on the options and the time. Power is constant for `step` seconds,
 * and the counters are its exact integral in whole mWs, so that they never jump or fall after a restart.
 */
export class House {
  readonly #options: HouseOptions;
  readonly #ledger: Ledger;
  /** The days used last: today, and that of an older reading of the gas meter. */
  #open: readonly OpenDay[] = [];

  constructor(options: HouseOptions) {
    this.#options = options;
    this.#ledger = new Ledger(options);
  }

  /** The state at `time` (epoch ms): power from this moment on, counters up to it. */
  at(time: number): HouseState {
    const open = this.#dayOf(time);
    const { day, curve } = open;
    const slot = Math.floor((time - day.start) / SLOT_MS);
    const within = time - day.start - slot * SLOT_MS;
    const slotPower = powerOf(curve, slot);
    const wobble = wobbleAt(this.#options, slotPower, Math.floor((day.start + slot * SLOT_MS) / SLOT_MS), within);
    const [l1, l2, l3] = [curve.phases[0][slot]!, curve.phases[1][slot]!, curve.phases[2][slot]!];
    const energy = slotPower * within + wobble.energy;
    const reactivePowers = [reactive(l1), reactive(l2), reactive(l3)] as const;
    const quarterSlot = slot - (slot % QUARTER_SLOTS);
    return {
      time,
      peakTariff: isPeak(open, slot),
      power: slotPower + wobble.watts,
      phases: [l1 + wobble.watts, l2, l3],
      reactive: reactivePowers,
      voltages: [this.#voltage(slot, 0, l1), this.#voltage(slot, 1, l2), this.#voltage(slot, 2, l3)],
      counters: combine(
        combine(open.before, gainedBy(curve, slot, day.weekend)),
        partOfSlot(open, slot, within, energy, reactivePowers),
      ),
      quarterEnergy: (curve.delivered[slot]! - curve.delivered[quarterSlot]!) * SLOT_MS + Math.max(energy, 0),
    };
  }

  /** The highest quarter-hour demand of the month so far; undefined if no quarter has ended in it. */
  monthPeak(time: number): Peak | undefined {
    const { day, curve, peak: past } = this.#dayOf(time);
    const { watts, quarter } = highestQuarter(curve, Math.floor((time - day.start) / SLOT_MS));
    const peak = watts > past.watts ? { watts, end: quarterEnd(day, quarter) } : past;
    return peak.watts < 0 ? undefined : peak;
  }

  /** The peaks of the `count` months before this one, oldest first. */
  pastPeaks(time: number, count: number): PastPeak[] {
    const { month } = this.#dayOf(time);
    return Array.from({ length: count }, (_, i) => this.#ledger.pastPeak(month - count + i));
  }

  #dayOf(time: number): OpenDay {
    const known = this.#open.find(({ day }) => time >= day.start && time < day.start + day.slots * SLOT_MS);
    if (known) return known;
    const month = this.#options.calendar.month(time);
    const days = this.#ledger.days(month);
    const index = days.findLastIndex((day) => time >= day.start);
    const open: OpenDay = {
      day: days[index]!,
      month,
      curve: this.#ledger.curve(month, index),
      before: this.#ledger.atDayStart(month, index),
      peak: this.#ledger.peak(month, index),
    };
    this.#open = [open, ...this.#open.slice(0, KEPT_DAYS - 1)];
    return open;
  }

  #voltage(slot: number, phase: number, watts: number): number {
    const { seed } = this.#options;
    const slow = pick(-12, 12, seed, phase, Math.floor(slot / 30), 201);
    return 2305 + slow + (hash(seed, phase, slot, 202) % 5) - Math.round(watts / 200);
  }
}

function powerOf(curve: DayCurve, slot: number): number {
  return curve.phases[0][slot]! + curve.phases[1][slot]! + curve.phases[2][slot]!;
}

function isPeak({ day, curve }: OpenDay, slot: number): boolean {
  return !day.weekend && slot >= curve.peakHours[0] && slot < curve.peakHours[1];
}

/** What the current slot has added so far: `within` ms of it have passed, with `energy` mWs. */
function partOfSlot(
  open: OpenDay,
  slot: number,
  within: number,
  energy: number,
  reactivePowers: readonly number[],
): Counters {
  const peak = isPeak(open, slot);
  const delivered = Math.max(energy, 0);
  const returned = Math.max(-energy, 0);
  const reactiveEnergy = reactivePowers.reduce((sum, power) => sum + power, 0) * within;
  const flowed = (sums: Float64Array): number => Math.floor(((sums[slot + 1]! - sums[slot]!) * within) / SLOT_MS);
  return {
    deliveredPeak: peak ? delivered : 0,
    deliveredOffPeak: peak ? 0 : delivered,
    returnedPeak: peak ? returned : 0,
    returnedOffPeak: peak ? 0 : returned,
    reactiveDelivered: Math.max(reactiveEnergy, 0),
    reactiveReturned: Math.max(-reactiveEnergy, 0),
    gas: flowed(open.curve.gas),
    water: flowed(open.curve.water),
  };
}
