import type { Clock } from "../../lib/connection/system-clock";

/** Holds back the timers of a clock that wait for exactly `ms`, until `pass`. All other timers run as usual. */
export class HeldTimers {
  readonly #clock: Clock;
  readonly #original: Clock;
  readonly #waiting = new Map<unknown, () => void>();

  /** Changes `clock` itself; `release` puts it back. */
  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    const original = { ...clock };
    this.#original = original;
    clock.setTimeout = (run, wait) => {
      if (wait !== ms) return original.setTimeout(run, wait);
      const timer = {};
      this.#waiting.set(timer, run);
      return timer;
    };
    clock.clearTimeout = (timer) => {
      if (!this.#waiting.delete(timer)) original.clearTimeout(timer);
    };
  }

  /** The number of timers that are held back. */
  get count(): number {
    return this.#waiting.size;
  }

  /** Runs the timers that are held back now. */
  pass(): void {
    for (const [timer, run] of [...this.#waiting]) {
      this.#waiting.delete(timer);
      run();
    }
  }

  release(): void {
    Object.assign(this.#clock, this.#original);
  }
}
