import type { Clock } from "../../lib/connection/clock";
import { realClock } from "../../lib/connection/clock";

const MINUTE_MS = 60_000;
/** Kinds are few words from our own code; the bound is for the day that one is not. */
const MAX_KINDS = 100;

/**
 * Logs the first of each kind, and of those that follow a sum at most once a minute: a meter that sends nonsense for a
 * month must not fill a disk.
 */
export class SparingLog {
  readonly #log: (text: string) => void;
  readonly #clock: Clock;
  readonly #seen = new Set<string>();
  readonly #pending = new Map<string, { count: number; text: string }>();
  #timer: unknown;

  constructor(log: (text: string) => void, clock: Clock = realClock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** `kind` is what counts as the same; `text` the sentence for this one. */
  note(kind: string, text: string): void {
    if (!this.#seen.has(kind) && this.#seen.size < MAX_KINDS) {
      this.#seen.add(kind);
      this.#log(text);
      return;
    }
    const key = this.#seen.has(kind) ? kind : "";
    this.#pending.set(key, { count: (this.#pending.get(key)?.count ?? 0) + 1, text });
    this.#timer ??= this.#clock.setTimeout(() => this.#sum(), MINUTE_MS);
  }

  /** Ends the log; what was not summed yet is dropped. */
  close(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
  }

  #sum(): void {
    this.#timer = undefined;
    const parts = [...this.#pending.values()].map(({ count, text }) =>
      count === 1 ? text : `${text} (${count} times)`,
    );
    this.#pending.clear();
    this.#log(parts.join("; "));
  }
}
