import type { Source } from "../source/source";
import { Timer } from "./timer";
import { Attempt, type AttemptEvents } from "./attempt";
import type { Clock } from "./system-clock";

/**
 * Runs attempts to connect one after the other: a new one opens only when the earlier ones have closed their source.
 */
export class Attempts {
  readonly #make: () => Source;
  readonly #clock: Clock;
  readonly #events: AttemptEvents;
  /** Attempts that are closing. */
  readonly #freeing = new Set<Promise<void>>();
  #attempt: Attempt | undefined;

  constructor(make: () => Source, clock: Clock, events: AttemptEvents) {
    this.#make = make;
    this.#clock = clock;
    this.#events = events;
  }

  /** What the current attempt connects to; empty if there is none or its source is not made yet. */
  get to(): string {
    return this.#attempt?.to ?? "";
  }

  get isOpen(): boolean {
    return this.#attempt?.isOpen ?? false;
  }

  /** Starts an attempt. End the current one before. */
  open(): void {
    const attempt = new Attempt(this.#make, this.#clock, this.#events);
    this.#attempt = attempt;
    attempt.start(this.#freeing.size > 0 ? Promise.all(this.#freeing) : undefined);
  }

  /** Ends the current attempt, whose events are then no longer called. */
  end(): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    if (!attempt) return;
    const freed = attempt.end().then(() => void this.#freeing.delete(freed));
    this.#freeing.add(freed);
  }

  /** Resolves when all ended attempts have closed and `others` has resolved, and after `ms` in any case. */
  freed(ms: number, others: Promise<void> | undefined): Promise<void> {
    return new Promise((resolve) => {
      const limit = new Timer(this.#clock, resolve);
      limit.start(ms);
      void Promise.all([...this.#freeing, others]).then(() => {
        limit.clear();
        resolve();
      });
    });
  }
}
