import { type Day, SLOT_SECONDS } from "./calendar";
import { type DayCanvas, drawLoads } from "./loads";

/** Slots in a quarter of an hour. */
export const QUARTER_SLOTS = 90;

/**
 * The power of a day by slot, and sums. Entry i of a sum is what was counted from midnight to the start of slot i, so a
 * sum has one entry more than there are slots.
 */
export interface DayCurve {
  readonly slots: number;
  /** Net power of the three phases in W; positive if delivered to the house. */
  readonly phases: readonly [Int32Array, Int32Array, Int32Array];
  /** Sums in W and var; multiplied by SLOT_MS they are mWs and mvars. */
  readonly delivered: Float64Array;
  readonly returned: Float64Array;
  readonly reactiveDelivered: Float64Array;
  readonly reactiveReturned: Float64Array;
  /** Sums in ml. */
  readonly gas: Float64Array;
  readonly water: Float64Array;
  /** The first slot of the peak hours and the first slot after them, on a working day. */
  readonly peakHours: readonly [number, number];
}

/** Reactive power of a phase in var for a power in W: motors draw it, electronics return a little. */
export function reactive(watts: number): number {
  return (watts > 0 ? watts >> 3 : 0) - 30;
}

export interface CurveOptions {
  /** The kind of household. */
  readonly household: number;
  /** 0..11. */
  readonly month: number;
  /** The kind of day. */
  readonly variant: number;
  /** The smallest step of power that the meter can print, in W. */
  readonly resolution: number;
  /** Hours of the peak tariff on working days, for example [7, 23]. */
  readonly peakHours: readonly [number, number];
}

/** Returns the curve of a day. The same day and options give the same curve. */
export function dayCurve(day: Day, options: CurveOptions): DayCurve {
  const { slots, change } = day;
  const empty = (): Int32Array => new Int32Array(slots);
  const canvas: DayCanvas = {
    seed: options.household,
    month: options.month,
    variant: options.variant,
    slots,
    timeOfDay: (slot) => slot * SLOT_SECONDS + (change && slot >= change.slot ? change.jump : 0),
    slotAt: (seconds) => slotAt(day, seconds),
    phases: [empty(), empty(), empty()],
    gas: empty(),
    water: empty(),
  };
  const summerSeconds = (slot: number): number => (isSummerAt(day, slot) ? 3600 : 0);
  drawLoads(canvas, summerSeconds);
  for (const phase of canvas.phases) roundTo(phase, options.resolution);

  return {
    slots,
    phases: canvas.phases,
    ...integrals(canvas),
    gas: sums(canvas.gas),
    water: sums(canvas.water),
    peakHours: [slotAt(day, options.peakHours[0] * 3600), slotAt(day, options.peakHours[1] * 3600)],
  };
}

type Integrals = Pick<DayCurve, "delivered" | "returned" | "reactiveDelivered" | "reactiveReturned">;

/** Sums of the net power of the three phases: power that one phase delivers and another returns cancels out. */
function integrals({ slots, phases: [l1, l2, l3] }: DayCanvas): Integrals {
  const result: Integrals = {
    delivered: new Float64Array(slots + 1),
    returned: new Float64Array(slots + 1),
    reactiveDelivered: new Float64Array(slots + 1),
    reactiveReturned: new Float64Array(slots + 1),
  };
  let [delivered, returned, reactiveDelivered, reactiveReturned] = [0, 0, 0, 0];
  for (let slot = 0; slot < slots; slot++) {
    const watts = l1[slot]! + l2[slot]! + l3[slot]!;
    const vars = reactive(l1[slot]!) + reactive(l2[slot]!) + reactive(l3[slot]!);
    if (watts > 0) delivered += watts;
    else returned -= watts;
    if (vars > 0) reactiveDelivered += vars;
    else reactiveReturned -= vars;
    result.delivered[slot + 1] = delivered;
    result.returned[slot + 1] = returned;
    result.reactiveDelivered[slot + 1] = reactiveDelivered;
    result.reactiveReturned[slot + 1] = reactiveReturned;
  }
  return result;
}

function slotAt(day: Day, seconds: number): number {
  const slot = Math.floor(seconds / SLOT_SECONDS);
  if (!day.change || slot < day.change.slot) return slot;
  return Math.max(slot - day.change.jump / SLOT_SECONDS, day.change.slot);
}

function isSummerAt(day: Day, slot: number): boolean {
  return day.change && slot >= day.change.slot ? !day.summer : day.summer;
}

function roundTo(curve: Int32Array, step: number): void {
  if (step > 1) for (let slot = 0; slot < curve.length; slot++) curve[slot] = Math.round(curve[slot]! / step) * step;
}

function sums(curve: Int32Array): Float64Array {
  const result = new Float64Array(curve.length + 1);
  for (let slot = 0; slot < curve.length; slot++) result[slot + 1] = result[slot]! + curve[slot]!;
  return result;
}
