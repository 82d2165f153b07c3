import { SLOT_SECONDS } from "./calendar";
import { chances, pick } from "./random";

/** The day to which loads are added. */
export interface DayCanvas {
  readonly seed: number;
  /** 0..11. */
  readonly month: number;
  /** One of `VARIANTS` kinds of day. */
  readonly variant: number;
  readonly slots: number;
  /** The local time at a slot, in seconds since midnight. */
  timeOfDay(slot: number): number;
  /** The first slot at which the local time is `seconds` since midnight. */
  slotAt(seconds: number): number;
  /** Net power of the three phases in W, for each slot. */
  readonly phases: readonly [Int32Array, Int32Array, Int32Array];
  /** Use in ml, for each slot. */
  readonly gas: Int32Array;
  readonly water: Int32Array;
}

export const VARIANTS = 4;
const HOUR = 3600;
const MINUTE = 60;

/** Adds `amount` to each slot, from `seconds` since midnight for `duration` s. */
function add(canvas: DayCanvas, curve: Int32Array, seconds: number, duration: number, amount: number): void {
  const first = canvas.slotAt(seconds);
  const last = Math.min(first + Math.round(duration / SLOT_SECONDS), canvas.slots);
  for (let slot = first; slot < last; slot++) curve[slot]! += amount;
}

/**
 * A time of day that varies: `seconds` since midnight plus up to `spread` s, depending on variant and `id` of the load.
 */
function about(canvas: DayCanvas, seconds: number, spread: number, id: number): number {
  return seconds + pick(0, spread / SLOT_SECONDS, canvas.seed, canvas.month, canvas.variant, id) * SLOT_SECONDS;
}

/** Loads that are always on, with a small variation, and the fridge on L1. */
function drawBase(canvas: DayCanvas): void {
  const { seed, variant, phases } = canvas;
  const fridgePhase = pick(0, 299, seed, variant, 1);
  const chance = chances(seed, canvas.month, variant, 2);
  for (let slot = 0; slot < canvas.slots; slot++) {
    const flicker = chance(slot);
    phases[0][slot]! += 110 + (flicker % 17) + ((slot + fridgePhase) % 300 < 110 ? 85 : 0);
    phases[1][slot]! += 35 + ((flicker >>> 8) % 9);
    phases[2][slot]! += 25 + ((flicker >>> 16) % 7);
  }
}

/**
 * A small boiler with a fast thermostat: 20 s on, 40 s off, day and night. Because of it a user sees the power change
 * within a minute.
 */
function drawBoiler(canvas: DayCanvas): void {
  const chance = chances(canvas.seed, canvas.variant, 3);
  for (let slot = 0; slot < canvas.slots; slot++) {
    const cycle = Math.floor(slot / 6);
    if (slot % 6 < 2) canvas.phases[0][slot]! += 500 + 10 * (chance(cycle) % 21);
  }
}

function drawPeople(canvas: DayCanvas): void {
  const [l1, l2, l3] = canvas.phases;
  add(canvas, l1, about(canvas, 6.5 * HOUR, 20 * MINUTE, 10), 1.7 * HOUR, 120);
  add(canvas, l1, about(canvas, 17 * HOUR, 30 * MINUTE, 11), 5.5 * HOUR, 190);
  for (const [cup, hour] of [7, 10, 13, 15, 20].entries()) {
    add(canvas, l1, about(canvas, hour * HOUR, 50 * MINUTE, 20 + cup), 150, 2000);
  }
  drawOven(canvas, about(canvas, 17.7 * HOUR, 40 * MINUTE, 30));
  add(canvas, l3, about(canvas, 17.6 * HOUR, 30 * MINUTE, 31), 25 * MINUTE, 1400);
  if (canvas.variant % 2 === 0) drawWash(canvas, l2, about(canvas, 20.5 * HOUR, HOUR, 32));
  if (canvas.variant % 3 === 0) drawWash(canvas, l3, about(canvas, 9.5 * HOUR, 2 * HOUR, 33));
}

/** Heats for ten minutes, then the thermostat switches: one minute on, two off. */
function drawOven(canvas: DayCanvas, start: number): void {
  const l2 = canvas.phases[1];
  add(canvas, l2, start, 10 * MINUTE, 2300);
  for (let minute = 12; minute < 45; minute += 3) add(canvas, l2, start + minute * MINUTE, MINUTE, 2300);
}

/** A dishwasher or washing machine: heats, turns, heats again. */
function drawWash(canvas: DayCanvas, phase: Int32Array, start: number): void {
  add(canvas, phase, start, 70 * MINUTE, 130);
  add(canvas, phase, start + 5 * MINUTE, 16 * MINUTE, 1900);
  add(canvas, phase, start + 50 * MINUTE, 12 * MINUTE, 1900);
  add(canvas, canvas.water, start, 2 * MINUTE, 500);
  add(canvas, canvas.water, start + 40 * MINUTE, 2 * MINUTE, 500);
}

/** For each month, at 52 degrees north: hour of sunrise, hour of sunset (standard time), W at noon on a clear day. */
const SUN: readonly (readonly [number, number, number])[] = [
  [8.6, 16.9, 1100],
  [7.8, 17.8, 1700],
  [6.8, 18.7, 2400],
  [5.6, 19.6, 3000],
  [4.7, 20.4, 3300],
  [4.3, 21.0, 3400],
  [4.6, 20.9, 3350],
  [5.3, 20.1, 3100],
  [6.2, 18.9, 2600],
  [7.0, 17.7, 1900],
  [7.8, 16.8, 1200],
  [8.6, 16.4, 900],
];

/** The height of the sun is computed every two minutes. */
const HEIGHT_SLOTS = 12;

/** Solar panels on L3. `standardShift`: seconds that the local time of a slot is ahead of standard time. */
function drawSun(canvas: DayCanvas, standardShift: (slot: number) => number): void {
  const [rise, set, peak] = SUN[canvas.month]!;
  const l3 = canvas.phases[2];
  const chance = chances(canvas.seed, canvas.variant, 4);
  let height = 0;
  for (let slot = 0; slot < canvas.slots; slot++) {
    if (slot % HEIGHT_SLOTS === 0) {
      const hour = (canvas.timeOfDay(slot) - standardShift(slot)) / HOUR;
      height = hour <= rise || hour >= set ? 0 : peak * Math.sin((Math.PI * (hour - rise)) / (set - rise));
    }
    if (height > 0) l3[slot]! -= Math.round(height * cloud(canvas.variant, chance, slot));
  }
}

/** The share of sunlight that the clouds let through, on clear, partly cloudy and grey days. */
function cloud(variant: number, chance: (index: number) => number, slot: number): number {
  if (variant === 0) return 0.97 + (chance(slot) % 30) / 1000;
  if (variant < 3) return chance(Math.floor(slot / 9)) % 3 === 0 ? 0.35 : 0.9;
  return 0.15 + (chance(Math.floor(slot / 30)) % 12) / 100;
}

/** Gas for heating on an average day of each month, m3. */
const HEATING = [8, 7.2, 5.4, 3, 1.2, 0.6, 0.5, 0.5, 0.9, 2.8, 5.6, 7.6] as const;

function drawGasAndWater(canvas: DayCanvas): void {
  const chance = chances(canvas.seed, 7);
  const mean = (HEATING[canvas.month]! * 1e6) / 8640;
  const burner = (from: number, to: number, share: number): void => {
    const [first, behind] = [canvas.slotAt(from * HOUR), Math.min(canvas.slotAt(to * HOUR), canvas.slots)];
    for (let slot = first; slot < behind; slot++) {
      canvas.gas[slot]! += Math.round(mean * share * (0.9 + (chance(slot) % 20) / 100));
    }
  };
  burner(0, 24, 0.55);
  burner(6, 9, 1.85);
  burner(16.5, 22, 1.05);
  for (const person of [0, 1]) {
    const shower = about(canvas, (6.7 + person * 0.5) * HOUR, 15 * MINUTE, 40 + person);
    add(canvas, canvas.gas, shower, 7 * MINUTE, 6000);
    add(canvas, canvas.water, shower, 7 * MINUTE, 1300);
  }
  for (let hour = 6; hour < 24; hour++) {
    add(canvas, canvas.water, about(canvas, hour * HOUR, 55 * MINUTE, 50 + hour), 40, 1600);
  }
}

/** Adds all loads of a day. */
export function drawLoads(canvas: DayCanvas, standardShift: (slot: number) => number): void {
  drawBase(canvas);
  drawBoiler(canvas);
  drawPeople(canvas);
  drawSun(canvas, standardShift);
  drawGasAndWater(canvas);
}
