/** A telegram up to this much older than the one before it, in ms, counts as late. */
const LATE = 2 * 3600_000;

/**
 * Where a telegram's time stands after the time before it: `next` is newer; `late` is one that came twice or was
 * overtaken; `reset` is the first of all, or the first after the meter's clock was set back.
 */
export type Order = "next" | "late" | "reset";

/**
 * The order of a time after the one before it, both in epoch ms. A step back of more than two hours is a reset: to wait
 * until the clock has caught up would lose everything until then.
 */
export function orderOf(time: number, last: number | undefined): Order {
  if (last === undefined || time < last - LATE) return "reset";
  return time > last ? "next" : "late";
}

/** The offset from UTC in an ISO 8601 time, in ms: 3600000 for "...+01:00", 0 if it has none. */
export function offsetOf(iso: string): number {
  const match = /([+-])(\d\d):?(\d\d)$/.exec(iso);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
