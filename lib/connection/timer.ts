import type { Clock } from "./system-clock";

/** The longest that Node's timers can wait; longer ones run at once. */
const LONGEST_MS = 0x7fffffff;

/** One timer, owned: it runs once, and can be set anew or cleared at any time. */
export class Timer {
  readonly #clock: Clock;
  readonly #run: () => void;
  #timer: unknown;
  #at = Infinity;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Runs in `ms`, instead of when it would have. */
  start(ms: number): void {
    this.clear();
    this.#at = this.#clock.elapsed() + ms;
    this.#timer = this.#clock.setTimeout(() => {
      this.#at = Infinity;
      this.#run();
    }, ms);
  }

  /** Runs at `time` (elapsed ms) at the latest: one that is set for before stays, and sets itself anew then. */
  startBy(time: number): void {
    if (time >= this.#at) return;
    this.start(Math.min(Math.max(1, Math.ceil(time - this.#clock.elapsed())), LONGEST_MS));
  }

  clear(): void {
    if (this.#at !== Infinity) this.#clock.clearTimeout(this.#timer);
    this.#at = Infinity;
  }
}
