import type { Clock } from "../../lib/connection/system-clock";
import { realClock } from "../../lib/connection/system-clock";

const MINUTE_MS = 60_000;
/** Most kinds that are logged one by one; those beyond it are counted together, so that memory is bounded. */
const MAX_KINDS = 100;

/**
 * Logs the first text of each kind at once, and the number of those that follow at most once a minute: a meter that
 * sends nonsense for a month must not fill the disk.
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

  /** Logs or counts a text. Texts of the same `kind` are counted together; the last of them is logged. */
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

  /** Stops the timer. Texts that are counted but not yet logged are dropped. */
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
