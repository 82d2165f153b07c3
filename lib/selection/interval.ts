import type { Telegram } from "../telegram/types";
import { offsetOf, orderOf } from "./clock";
import { type ClockWindow, relaid, windowAt } from "./clock-window";
import { Signal } from "./signal";
import { paced, type MeterPace, type PaceOptions, type Step, type TimedField } from "./step";
import type { Aggregate, Emission, SelectedField } from "./types";

/** Most fields of one interval. */
const MOST_FIELDS = 1000;

/** A telegram speaks for this many of the meter's periods; what is longer without one is a gap. */
const PERIODS = 3;

type IntervalOptions = Pick<PaceOptions, "aggregate" | "every" | "keepTelegram">;

/** The values of a telegram, which hold until the next. */
type Values = Pick<Step, "time" | "fields">;

/** A field as last seen in a window, and when (epoch ms). */
interface Seen {
  readonly field: SelectedField;
  readonly time: number;
}

interface Gathering extends ClockWindow {
  readonly seen: Map<string, Seen>;
  readonly signals: Map<string, Signal>;
  partial: boolean;
  telegram?: Telegram;
}

/**
 * Gathers fields over intervals aligned to the meter's clock. A window closes with the first telegram at or past its
 * end; one without telegrams gives nothing. A value holds until the next telegram, but not over a gap.
 */
export class IntervalPace implements MeterPace {
  readonly #options: IntervalOptions;
  #window: Gathering | undefined;
  #last: Values | undefined;
  /** From one telegram to the next, ms; learnt. */
  #period: number | undefined;

  constructor(options: IntervalOptions) {
    this.#options = options;
  }

  push(step: Step): Emission[] {
    const order = orderOf(step.time, this.#last?.time);
    if (order === "late") return [];
    if (order === "anew") this.#window = this.#last = undefined;
    const closed = this.#advance(step);
    this.#take(step);
    return closed;
  }

  /** Lets the values before this telegram hold until it, in the window there is and in the one it opens. */
  #advance(step: Step): Emission[] {
    const length = this.#options.every * 1000;
    const offset = offsetOf(step.telegram.timestamp);
    const last = this.#last;
    const window = this.#window && relaid(this.#window, offset, length, last!.time);
    const until = last ? Math.min(step.time, last.time + PERIODS * (this.#period ?? Infinity)) : -Infinity;
    if (window && last) {
      this.#hold(window, last, until);
      window.partial ||= until < Math.min(step.time, window.end);
      this.#window = window;
      if (step.time < window.end) return [];
    }
    this.#window = this.#open(windowAt(step.time, offset, length, window?.end ?? -Infinity), step, until);
    return window ? emission(window, this.#options, step.telegram) : [];
  }

  #open(place: ClockWindow, step: Step, until: number): Gathering {
    const seamless = until === step.time;
    const partial = !seamless && place.start < step.time;
    const window: Gathering = { ...place, seen: new Map(), signals: new Map(), partial };
    if (seamless) this.#hold(window, this.#last!, until);
    return window;
  }

  #hold(window: Gathering, { time, fields }: Values, until: number): void {
    for (const { name, value, steady } of fields) {
      if (steady || typeof value !== "number") continue;
      const signal = window.signals.get(name) ?? new Signal();
      signal.add(value, Math.max(time, window.start), Math.min(until, window.end));
      if (window.signals.size < MOST_FIELDS) window.signals.set(name, signal);
    }
  }

  #take(step: Step): void {
    const window = this.#window!;
    for (const field of step.fields) {
      const room = window.seen.size < MOST_FIELDS || window.seen.has(field.name);
      if (room) window.seen.set(field.name, { field, time: step.time });
    }
    if (this.#options.keepTelegram) window.telegram = step.telegram;
    if (this.#last) this.#period = learnt(this.#period, step.time - this.#last.time);
    this.#last = { time: step.time, fields: step.fields };
  }
}

/** The period with one more time between telegrams, ms: quick to shorten, slow to stretch, so that a gap hardly counts. */
function learnt(period: number | undefined, passed: number): number {
  if (period === undefined) return passed;
  return passed < period ? period - (period - passed) / 4 : period + (Math.min(passed, PERIODS * period) - period) / 8;
}

function emission(window: Gathering, options: IntervalOptions, now: Telegram): Emission[] {
  const fields = [...window.seen.values()].map((seen) => told(seen, window, options.aggregate));
  if (fields.length === 0) return [];
  const time = Math.max(...fields.map((field) => field.time));
  return [{ time, fields, telegram: window.telegram ?? now, partial: window.partial }];
}

/** `latest` carries its own time, what was made of the whole window the window's end. */
function told({ field, time }: Seen, window: Gathering, common: Aggregate): TimedField {
  const aggregate = field.aggregate ?? common;
  const value = field.steady || aggregate === "latest" ? undefined : window.signals.get(field.name)?.tell(aggregate);
  return value === undefined ? paced(field, field.value, time) : paced(field, value, window.end);
}
