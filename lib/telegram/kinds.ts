import type { Obis } from "./obis";

/** How a line's groups are to be read, by its code alone. */
export type LineKind =
  "clock" | "failures" | "peaks" | "profile" | "octets" | "message" | "reading" | "number" | "value";

/** Tells the kind of a line (DSMR 5.0.2, 6.12; e-MUCS-P1, 5.2). */
export function kindOf(obis: Obis): LineKind {
  const { a, b, c, d } = obis;
  if (a === 0 && b > 0 && c === 24) return mbusKind(d);
  if (isClock(obis)) return "clock";
  if (c === 99 && d === 97) return "failures";
  if (c === 98 && d === 1) return "peaks";
  if (c === 42 && d === 0) return "octets";
  if (c === 96 && d === 1) return "octets";
  if (c === 96 && d === 13) return "message";
  if (c === 96 && d === 3 && obis.e === 10) return "number";
  if (a === 1 && d === 6) return "reading";
  return "value";
}

function mbusKind(d: number): LineKind {
  if (d === 1 || d === 4) return "number";
  return d === 3 ? "profile" : "reading";
}

/** Codes of the telegram's own time, in the order they are preferred. */
export const CLOCK_CODES = ["0-0:1.0.0", "0-0:1.1.0"];
/** Codes of a date and a time of day that stand in for it. */
export const DATE_CODE = "1-0:0.9.2";
export const TIME_OF_DAY_CODE = "1-0:0.9.1";

function isClock({ a, b, c, d, e }: Obis): boolean {
  return CLOCK_CODES.includes(`${a}-${b}:${c}.${d}.${e}`);
}
