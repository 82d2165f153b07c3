import type { Calendar } from "./calendar";
import type { House, HouseState } from "./house";
import { type Counters, combine } from "./counters";
import { hash } from "./random";

/** A gas or water meter on the M-Bus, as the electricity meter last heard it. */
export interface MbusReading {
  readonly channel: number;
  /** A number of 8 digits that belongs to this meter. */
  readonly serial: string;
  /** Epoch ms of the reading. */
  readonly time: number;
  readonly millilitres: number;
}

/** What a telegram is written from. */
export interface MeterView {
  readonly calendar: Calendar;
  readonly house: House;
  readonly state: HouseState;
  /** What the registers show: the house's counters, or what was counted since this meter was put in. */
  readonly counters: Counters;
  /** Eight digits of the electricity meter's own. */
  readonly serial: string;
  readonly gas: readonly MbusReading[];
  readonly water: MbusReading;
}

/** Times (epoch ms) from which another meter hangs on the wall. */
export interface Swap {
  readonly gas: number;
  readonly electricity: number;
}

export interface ViewOptions {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly house: House;
  /** Seconds between M-Bus readings: five minutes, an hour in DSMR 2.2. */
  readonly gasInterval: number;
  readonly swap?: Swap | undefined;
}

const DAY_MS = 86_400_000;
const SWAPPED = 1000;

/** The meter as it stands at `time` (epoch ms). */
export function meterView(options: ViewOptions, time: number): MeterView {
  const { calendar, house, swap, gasInterval } = options;
  const state = house.at(time);
  const swapped = swap !== undefined && time >= swap.electricity;
  const read = lastReading(time, gasInterval);
  const atReading = house.at(read).counters;
  return {
    calendar,
    house,
    state,
    counters: swapped ? combine(state.counters, house.at(swap.electricity).counters, -1) : state.counters,
    serial: serial(options.seed, swapped ? SWAPPED : 0),
    gas: gasMeters(options, time),
    water: { channel: 2, serial: serial(options.seed, 2), time: read, millilitres: atReading.water },
  };
}

/**
 * One gas meter on channel 1; after a swap the old one stays there with a reading a day and more old, as dead meters
 * do, and the new one is on channel 3.
 */
function gasMeters(options: ViewOptions, time: number): MbusReading[] {
  const { house, seed, swap, gasInterval } = options;
  const gasAt = (at: number): number => house.at(at).counters.gas;
  const read = lastReading(time, gasInterval);
  if (!swap || time < swap.gas) return [{ channel: 1, serial: serial(seed, 1), time: read, millilitres: gasAt(read) }];
  const died = lastReading(swap.gas - 1.1 * DAY_MS, gasInterval);
  return [
    { channel: 1, serial: serial(seed, 1), time: died, millilitres: gasAt(died) },
    { channel: 3, serial: serial(seed, 1 + SWAPPED), time: read, millilitres: gasAt(read) - gasAt(died) },
  ];
}

function lastReading(time: number, seconds: number): number {
  return Math.floor(time / (seconds * 1000)) * seconds * 1000;
}

function serial(seed: number, meter: number): string {
  return String(hash(seed, meter, 401) % 100_000_000).padStart(8, "0");
}
