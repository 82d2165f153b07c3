import type { Telegram } from "../telegram/types";
import { offsetOf, orderOf } from "./clock";
import { timedField, type MeterPace, type PaceOptions, type Step, type TimedField } from "./pace";
import type { Aggregate, Emission, SelectedField } from "./types";

/** Most fields of one interval. */
const MOST_FIELDS = 1000;

/** A value holds for at most this many of the meter's periods; a longer silence is a gap. */
const PERIODS = 3;

/** Significant digits of a mean: it is a quotient, whose last digits are rounding errors. */
const MEAN_DIGITS = 12;

const HOUR = 3600_000;

/** An interval of a meter's clock: epoch ms, from `start` up to but not including `end`. */
interface Interval {
  readonly start: number;
  readonly end: number;
  /** The offset from UTC that it was aligned with, in ms. */
  readonly offset: number;
}

/** A field as last seen in an interval, and when (epoch ms). */
interface Seen {
  readonly field: SelectedField;
  readonly time: number;
}

/** The interval that is being gathered. */
interface OpenInterval extends Interval {
  /** By the field's name. */
  readonly seen: Map<string, Seen>;
  /** By the field's name; only of fields that can be averaged. */
  readonly courses: Map<string, Course>;
  partial: boolean;
  telegram?: Telegram;
}

/** The values of a telegram, which hold until the next. */
type Values = Pick<Step, "time" | "fields">;

/**
 * Gathers fields over intervals that are aligned to the meter's clock. An interval is released with the first telegram
 * at or past its end; one without telegrams is skipped. A value holds until the next telegram, but not across a gap.
 */
export class IntervalPace implements MeterPace {
  readonly #options: PaceOptions;
  #interval: OpenInterval | undefined;
  #last: Values | undefined;
  /** The meter's usual time between two telegrams, in ms; undefined before the second telegram. */
  #period: number | undefined;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  push(step: Step): Emission[] {
    const order = orderOf(step.time, this.#last?.time);
    if (order === "late") return [];
    if (order === "reset") this.#interval = this.#last = undefined;
    const released = this.#advance(step);
    this.#add(step);
    return released;
  }

  /** Moves on to this telegram's time, up to which the values before it hold. Returns the interval that this ends. */
  #advance({ time, telegram }: Step): Emission[] {
    const length = this.#options.every * 1000;
    const offset = offsetOf(telegram.timestamp);
    const last = this.#last;
    if (!this.#interval || !last) {
      const first = intervalAt(time, offset, length);
      this.#interval = opened(first, first.start < time);
      return [];
    }
    const interval = withOffset(this.#interval, offset, length, last.time);
    const until = Math.min(time, last.time + PERIODS * (this.#period ?? Infinity));
    hold(interval, last, until);
    interval.partial ||= until < Math.min(time, interval.end);
    this.#interval = interval;
    if (time < interval.end) return [];

    const isGap = until < time;
    const next = intervalAt(time, offset, length, interval.end);
    this.#interval = opened(next, isGap && next.start < time);
    if (!isGap) hold(this.#interval, last, until);
    return emission(interval, this.#options, telegram);
  }

  /** Adds a telegram's fields to the open interval. */
  #add({ time, telegram, fields }: Step): void {
    const interval = this.#interval!;
    for (const field of fields) {
      const hasRoom = interval.seen.size < MOST_FIELDS || interval.seen.has(field.name);
      if (hasRoom) interval.seen.set(field.name, { field, time });
    }
    if (this.#options.keepTelegram) interval.telegram = telegram;
    if (this.#last) this.#period = nextPeriod(this.#period, time - this.#last.time);
    this.#last = { time, fields };
  }
}

/**
 * The interval of `length` ms that contains a time (epoch ms), aligned to the wall clock `offset` ms ahead of UTC. It
 * does not start before `earliest`.
 */
export function intervalAt(time: number, offset: number, length: number, earliest = -Infinity): Interval {
  const start = Math.floor((time + offset) / length) * length - offset;
  return { start: Math.max(start, earliest), end: start + length, offset };
}

/**
 * The interval after the clock has changed to or from summer time. One of more than an hour still ends at the same wall
 * clock time, so that a day has 23 or 25 hours; a shorter one keeps its length. An end that `last`, the time of the last
 * telegram, has already reached stays.
 */
function withOffset(interval: OpenInterval, offset: number, length: number, last: number): OpenInterval {
  const end = interval.end + interval.offset - offset;
  return offset === interval.offset || length <= HOUR || end <= last ? interval : { ...interval, end, offset };
}

function opened(interval: Interval, partial: boolean): OpenInterval {
  return { ...interval, seen: new Map(), courses: new Map(), partial };
}

/** Lets values hold in an interval from their telegram's time until another, epoch ms. */
function hold({ start, end, courses }: OpenInterval, { time, fields }: Values, until: number): void {
  for (const { name, value, latestOnly } of fields) {
    if (latestOnly || typeof value !== "number") continue;
    const course = courses.get(name) ?? new Course();
    course.add(value, Math.max(time, start), Math.min(until, end));
    if (courses.size < MOST_FIELDS) courses.set(name, course);
  }
}

/** The period after `passed` ms between two telegrams. It shortens fast and grows slowly: a gap hardly counts. */
function nextPeriod(period: number | undefined, passed: number): number {
  if (period === undefined) return passed;
  return passed < period ? period - (period - passed) / 4 : period + (Math.min(passed, PERIODS * period) - period) / 8;
}

function emission(interval: OpenInterval, { aggregate }: PaceOptions, now: Telegram): Emission[] {
  const fields = [...interval.seen.values()].map((seen) =>
    aggregated(seen, interval, seen.field.aggregate ?? aggregate),
  );
  if (fields.length === 0) return [];
  const time = Math.max(...fields.map((field) => field.time));
  return [{ time, fields, telegram: interval.telegram ?? now, partial: interval.partial }];
}

/** The field's latest value with its own time, or the aggregate with the interval's end. */
function aggregated({ field, time }: Seen, { courses, end }: OpenInterval, aggregate: Aggregate): TimedField {
  const course = field.latestOnly || aggregate === "latest" ? undefined : courses.get(field.name);
  const value = course?.aggregate(aggregate);
  return value === undefined ? timedField(field, field.value, time) : timedField(field, value, end);
}

/** The course of a value over time: its mean weighted by time, its least and its greatest. */
class Course {
  #weighted = 0;
  #duration = 0;
  #min = Infinity;
  #max = -Infinity;

  /** Adds a value that held from one time to another, epoch ms. */
  add(value: number, from: number, to: number): void {
    if (to <= from) return;
    this.#weighted += value * (to - from);
    this.#duration += to - from;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
  }

  /** Undefined if no value held for any time. */
  aggregate(aggregate: Aggregate): number | undefined {
    if (this.#duration === 0) return undefined;
    if (aggregate === "min") return this.#min;
    if (aggregate === "max") return this.#max;
    return Number((this.#weighted / this.#duration).toPrecision(MEAN_DIGITS));
  }
}
