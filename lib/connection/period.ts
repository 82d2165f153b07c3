/** Telegrams that came closer together were held up on the way, no meter sends so often. */
const SHORTEST_MS = 250;
/** So many gaps are remembered, and so many are needed to know a period. */
const KEPT = 7;
const NEEDED = 3;

/**
 * Learns how often a meter sends from the gaps between its telegrams: their median, which a lost telegram or a burst
 * does not move (1 s for DSMR 5, 10 s for DSMR 4 and 2.2, minutes behind a poller).
 */
export class Period {
  readonly #gaps: number[] = [];
  #last: number | undefined;
  #known: number | undefined;

  /** `known`: the period in ms as learnt before. */
  constructor(known?: number) {
    this.#known = known;
  }

  /** In ms; undefined until it is known. */
  get value(): number | undefined {
    return this.#known;
  }

  /** A good telegram came at `now` (ms). */
  telegram(now: number): void {
    const gap = this.#last === undefined ? 0 : now - this.#last;
    this.#last = now;
    if (gap < SHORTEST_MS) return;
    this.#gaps.push(gap);
    if (this.#gaps.length > KEPT) this.#gaps.shift();
    if (this.#gaps.length >= NEEDED) this.#known = median(this.#gaps);
  }

  /** The connection was lost: the time until the next telegram says nothing of the meter. */
  lost(): void {
    this.#last = undefined;
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
