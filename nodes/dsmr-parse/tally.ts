import type { ConnectionCounters } from "../../lib/connection/types";
import type { TelegramErrorCode } from "../../lib/telegram/types";
import type { SummaryCounters, SummaryEvent } from "./health";

/** Counts the telegrams that a node delivered and rejected, for its summaries. */
export class Tally {
  #telegrams = 0;
  #noise = 0;
  readonly #rejected = new Map<TelegramErrorCode, number>();
  readonly #started: number;
  #last: { at: number; telegrams: number };

  /** `now` in ms, as `Clock.elapsed` gives it. */
  constructor(now: number) {
    this.#started = now;
    this.#last = { at: now, telegrams: 0 };
  }

  delivered(): void {
    this.#telegrams++;
  }

  rejected(reason: TelegramErrorCode): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
  }

  /** Adds bytes of the input that belonged to no telegram. */
  noise(bytes: number): void {
    this.#noise += bytes;
  }

  /** Returns the counters, with those of the connection if there is one. The rate then starts again from zero. */
  counters(now: number, connection?: ConnectionCounters): SummaryCounters {
    const minutes = (now - this.#last.at) / 60_000;
    const rate = minutes > 0 ? (this.#telegrams - this.#last.telegrams) / minutes : 0;
    this.#last = { at: now, telegrams: this.#telegrams };
    return {
      ...connection,
      uptime: Math.round((now - this.#started) / 1000),
      telegrams: this.#telegrams,
      rejected: Object.fromEntries(this.#rejected),
      noise: this.#noise + (connection?.noise ?? 0),
      rate: Math.round(rate * 100) / 100,
    };
  }
}

/** The event for a summary. `now` in epoch ms. */
export function summary(counters: SummaryCounters, now: number): SummaryEvent {
  const reasons = Object.entries(counters.rejected).map(([reason, count]) => `${reason} ${count}`);
  const rejected = reasons.length === 0 ? "none rejected" : `rejected: ${reasons.join(", ")}`;
  return {
    event: "summary",
    timestamp: new Date(now).toISOString(),
    text: `${counters.telegrams} telegrams, ${counters.rate} a minute, ${rejected}`,
    counters,
  };
}
