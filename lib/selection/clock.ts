/** How far back a telegram may lie behind the one before it and still count as late. */
const LATE = 2 * 3600_000;

/** Time as a meter's telegrams tell it: `late` is one that was seen, or overtaken; `anew` a clock that was set back. */
export type Order = "next" | "late" | "anew";

/**
 * Where a time stands behind the one before it, both epoch ms. Up to two hours back it is a telegram that came twice or
 * too late; beyond that the meter's clock was set, and waiting until it had caught up would lose all in between.
 */
export function orderOf(time: number, last: number | undefined): Order {
  if (last === undefined || time < last - LATE) return "anew";
  return time > last ? "next" : "late";
}

/** The offset from UTC in an ISO 8601 time, in ms: 3600000 for "...+01:00". */
export function offsetOf(iso: string): number {
  const match = /([+-])(\d\d):?(\d\d)$/.exec(iso);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
