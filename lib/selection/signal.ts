/** Decimal digits a mean is told in: it is a quotient, and doubles leave dust behind their fifteenth. */
const MEAN_DIGITS = 12;

/** A value over time, each holding until the next: its mean weighted by time, its least and its greatest. */
export class Signal {
  #weighted = 0;
  #duration = 0;
  #min = Infinity;
  #max = -Infinity;

  /** A value that held from one time to another, epoch ms. */
  add(value: number, from: number, to: number): void {
    if (to <= from) return;
    this.#weighted += value * (to - from);
    this.#duration += to - from;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
  }

  /** Undefined where nothing held for any time. */
  tell(aggregate: "mean" | "min" | "max"): number | undefined {
    if (this.#duration === 0) return undefined;
    if (aggregate === "min") return this.#min;
    if (aggregate === "max") return this.#max;
    return Number((this.#weighted / this.#duration).toPrecision(MEAN_DIGITS));
  }
}
