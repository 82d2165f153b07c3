import type { Clock } from "./system-clock";

/** Node.js's timers wait at most this long (2^31 - 1 ms): with a longer delay they run at once. */
const LONGEST_MS = 0x7fffffff;

/**
 * A timer that calls one function. It runs once each time it is started, and can be restarted or cleared at any time.
 */
export class Timer {
  readonly #clock: Clock;
  readonly #run: () => void;
  #timer: unknown;
  #at = Infinity;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Starts the timer: it runs in `ms`. Replaces an earlier start. */
  start(ms: number): void {
    this.clear();
    this.#at = this.#clock.elapsed() + ms;
    this.#timer = this.#clock.setTimeout(() => {
      this.#at = Infinity;
      this.#run();
    }, ms);
  }

  /**
   * Makes sure that the timer runs by `time` (ms, as `Clock.elapsed` counts). A start for an earlier moment stays: its
   * function has to start the timer again. A `time` of Infinity starts nothing.
   */
  startBy(time: number): void {
    if (time >= this.#at) return;
    this.start(Math.min(Math.max(1, Math.ceil(time - this.#clock.elapsed())), LONGEST_MS));
  }

  /** Stops the timer. */
  clear(): void {
    if (this.#at !== Infinity) this.#clock.clearTimeout(this.#timer);
    this.#at = Infinity;
  }
}
