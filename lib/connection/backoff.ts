const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;

/**
 * Waits between tries: a ceiling that doubles from 2 s to 60 s, and a random wait between half of it and all of it,
 * so that many readers of one relay do not come back at the same moment. Always 1 s to 60 s.
 */
export class Backoff {
  readonly #random: () => number;
  #ceiling = FIRST_MS;

  /** `random` gives numbers from 0 to below 1. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** How long to wait before the next try, in ms. */
  next(): number {
    const wait = (this.#ceiling / 2) * (1 + this.#random());
    this.#ceiling = Math.min(this.#ceiling * 2, LONGEST_MS);
    return Math.round(wait);
  }

  /** All is well: the next failure is the first again. */
  reset(): void {
    this.#ceiling = FIRST_MS;
  }
}
