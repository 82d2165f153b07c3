import { SLOT_SECONDS } from "./calendar";
import { hash } from "./random";

/** The most that power wobbles by, in W; a slot whose power is nearer to zero stands still, so that it keeps its sign. */
const LIMIT = 9;

/**
 * Power that moves every `step` seconds within a slot, and cancels out over it: the steps come in pairs of plus and
 * minus. `slotNumber` counts slots since the epoch, `within` is ms since the slot began. Gives W now and mWs so far.
 */
export function wobbleAt(
  { seed, step, resolution }: { readonly seed: number; readonly step: number; readonly resolution: number },
  slotPower: number,
  slotNumber: number,
  within: number,
): { watts: number; energy: number } {
  const still = resolution > 1 || SLOT_SECONDS % step !== 0 || Math.abs(slotPower) <= LIMIT;
  const index = Math.floor(within / (step * 1000));
  const pairs = Math.floor(SLOT_SECONDS / step / 2);
  if (still || index >= pairs * 2) return { watts: 0, energy: 0 };

  const size = (hash(seed, slotNumber, index >> 1, 301) % (2 * LIMIT + 1)) - LIMIT;
  const second = index % 2 === 1;
  const sinceStep = within - index * step * 1000;
  return second
    ? { watts: -size, energy: size * (step * 1000 - sinceStep) }
    : { watts: size, energy: size * sinceStep };
}
