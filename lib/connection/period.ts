/** No meter sends more often than this: telegrams closer together were delayed on the way. */
const SHORTEST_MS = 250;
/** The number of gaps that are kept, and the number needed to know the period. */
const KEPT = 7;
const NEEDED = 3;

/**
 * Measures how often a meter sends: 1 s for DSMR 5, 10 s for DSMR 4 and 2.2, minutes behind a device that polls. The
 * period is the median of the gaps between telegrams, so a lost telegram or a burst does not change it.
 */
export class Period {
  readonly #gaps: number[] = [];
  #last: number | undefined;
  #known: number | undefined;

  /** `known`: the period in ms that was measured before, if any. */
  constructor(known?: number) {
    this.#known = known;
  }

  /** The period in ms; undefined until it is known. */
  get value(): number | undefined {
    return this.#known;
  }

  /** Notes that a good telegram came at `now` (ms). */
  telegram(now: number): void {
    const gap = this.#last === undefined ? 0 : now - this.#last;
    this.#last = now;
    if (gap < SHORTEST_MS) return;
    this.#gaps.push(gap);
    if (this.#gaps.length > KEPT) this.#gaps.shift();
    if (this.#gaps.length >= NEEDED) this.#known = median(this.#gaps);
  }

  /** Notes that the connection was lost: the gap until the next telegram does not count. */
  lost(): void {
    this.#last = undefined;
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
