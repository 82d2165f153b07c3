import { SLOT_SECONDS } from "./calendar";
import { hash } from "./random";

/** Power varies by at most this, in W. A slot with less power does not vary, so that the sign never changes. */
const LIMIT = 9;

/**
 * A small variation of power every `step` seconds within a slot. It comes in pairs of plus and minus, so that it adds
 * up to zero over the slot. `slotNumber`: slots since the epoch. `within`: ms since the slot began. Returns the
 * variation now in W and its energy so far in mWs.
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
