const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;

/**
 * The waits between attempts to connect. A ceiling doubles from 2 s to 60 s, and each wait is a random time between
 * half the ceiling and the ceiling: 1 s to 60 s. The random part keeps many readers of one relay from returning all at
 * once.
 */
export class Backoff {
  readonly #random: () => number;
  #ceiling = FIRST_MS;

  /** `random` gives numbers from 0 to below 1. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Returns the wait before the next attempt, in ms, and doubles the ceiling. */
  next(): number {
    const wait = (this.#ceiling / 2) * (1 + this.#random());
    this.#ceiling = Math.min(this.#ceiling * 2, LONGEST_MS);
    return Math.round(wait);
  }

  /** Puts the ceiling back to 2 s, after a success. */
  reset(): void {
    this.#ceiling = FIRST_MS;
  }
}
