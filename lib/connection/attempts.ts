import type { Source } from "../source/source";
import { Timer } from "./timer";
import { Attempt, type AttemptEvents } from "./attempt";
import type { Clock } from "./system-clock";

/** Sees to it that a line has one attempt at a time: the next opens when the ones before have freed it. */
export class Attempts {
  readonly #make: () => Source;
  readonly #clock: Clock;
  readonly #events: AttemptEvents;
  readonly #freeing = new Set<Promise<void>>();
  #attempt: Attempt | undefined;

  constructor(make: () => Source, clock: Clock, events: AttemptEvents) {
    this.#make = make;
    this.#clock = clock;
    this.#events = events;
  }

  /** What the present attempt connects to, for people; empty where that is not known. */
  get to(): string {
    return this.#attempt?.to ?? "";
  }

  get isOpen(): boolean {
    return this.#attempt?.isOpen ?? false;
  }

  /** Begins an attempt. */
  open(): void {
    const attempt = new Attempt(this.#make, this.#clock, this.#events);
    this.#attempt = attempt;
    attempt.start(this.#freeing.size > 0 ? Promise.all(this.#freeing) : undefined);
  }

  /** Ends the present attempt; it tells nothing more. */
  end(): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    if (!attempt) return;
    const freed = attempt.end().then(() => void this.#freeing.delete(freed));
    this.#freeing.add(freed);
  }

  /** Resolves when the line and `others` are free, after `ms` at the latest. */
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
