import type { Calendar } from "./calendar";
import type { House, HouseState } from "./house";
import { type Counters, combine } from "./counters";
import { hash } from "./random";

/** The last reading that the electricity meter has of a gas or water meter on the M-Bus. */
export interface MbusReading {
  readonly channel: number;
  /** The meter's number, 8 digits. */
  readonly serial: string;
  /** Epoch ms of the reading. */
  readonly time: number;
  readonly millilitres: number;
}

/** Everything a telegram is written from. */
export interface MeterView {
  readonly calendar: Calendar;
  readonly house: House;
  readonly state: HouseState;
  /** The registers: the counters of the house, or what was counted since the meter was replaced. */
  readonly counters: Counters;
  /** The electricity meter's number, 8 digits. */
  readonly serial: string;
  readonly gas: readonly MbusReading[];
  readonly water: MbusReading;
}

/** When the meters are replaced, epoch ms. */
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

/** The view of the meter at `time` (epoch ms). */
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
 * One gas meter on channel 1. After a replacement the old one stays there with a reading that is more than a day old,
 * as real meters do, and the new one is on channel 3.
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
