/** An interval of a meter's clock: epoch ms, from `start` up to `end`. */
export interface ClockWindow {
  readonly start: number;
  readonly end: number;
  /** The offset from UTC by which it was laid, ms. */
  readonly offset: number;
}

const HOUR = 3600_000;

/** The window of `length` ms that a time lies in, aligned to the wall clock, but not reaching back before `after`. */
export function windowAt(time: number, offset: number, length: number, after: number): ClockWindow {
  const start = Math.floor((time + offset) / length) * length - offset;
  return { start: Math.max(start, after), end: start + length, offset };
}

/**
 * The window once the clock has changed to or from summer time: longer than an hour it still ends at the same wall
 * clock time, so that a day is 23 or 25 hours; up to an hour it keeps its length. An end that a telegram has already
 * passed (`last`, epoch ms) stays.
 */
export function relaid<W extends ClockWindow>(window: W, offset: number, length: number, last: number): W {
  const end = window.end + window.offset - offset;
  return offset === window.offset || length <= HOUR || end <= last ? window : { ...window, end, offset };
}
