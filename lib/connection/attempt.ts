import type { Source, SourceError } from "../source/source";
import { Timer } from "./timer";
import type { Clock } from "./system-clock";
import { hangs, unusable } from "./hints";
import { SevenBit } from "./seven-bit";

/** A source that has not opened by then is given up. */
const OPENING_MS = 10_000;

export interface AttemptEvents {
  opened(): void;
  /**
   * `bytes` have their parity bits cleared if they are 7-bit data that was received as 8 bits. `count` is the number
   * of bytes received; it differs where bytes are held back until it is known which they are.
   */
  bytes(bytes: Buffer, count: number): void;
  /** The source could not open or has ended. Called once, and nothing after it. */
  lost(reason: SourceError): void;
  warning(text: string): void;
}

/** One source from its opening to its end. After `end` or `lost` no event is called any more. */
export class Attempt {
  readonly #make: () => Source;
  readonly #events: AttemptEvents;
  readonly #limit: Timer;
  readonly #sevenBit = new SevenBit();
  #source: Source | undefined;
  #over = false;
  #isOpen = false;

  constructor(make: () => Source, clock: Clock, events: AttemptEvents) {
    this.#make = make;
    this.#events = events;
    this.#limit = new Timer(clock, () => this.#lost(hangs(this.to || "the connection", OPENING_MS / 1000)));
  }

  /** The source's `to`; empty until the source is made. */
  get to(): string {
    return this.#source?.to ?? "";
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Makes and opens the source: after `free`, which resolves when earlier sources are closed, or at once. */
  start(free?: Promise<unknown>): void {
    this.#limit.start(OPENING_MS);
    if (free) void free.then(() => this.#open());
    else this.#open();
  }

  /** Closes the source. Resolves when its port or socket is free; never rejects. */
  async end(): Promise<void> {
    this.#over = true;
    this.#isOpen = false;
    this.#limit.clear();
    try {
      await this.#source?.close();
    } catch {
      // Nothing can be done about it here. The next attempt shows whether the port is free.
    }
  }

  #open(): void {
    if (this.#over) return;
    try {
      this.#source = this.#make();
    } catch (cause) {
      this.#lost(unusable(cause));
      return;
    }
    this.#source.open({
      onOpen: () => this.#opened(),
      onData: (bytes) => this.#bytes(bytes),
      onClose: (reason) => this.#lost(reason),
      onWarning: (text) => {
        if (!this.#over) this.#events.warning(text);
      },
    });
  }

  #opened(): void {
    if (this.#over || this.#isOpen) return;
    this.#isOpen = true;
    this.#limit.clear();
    this.#events.opened();
  }

  #bytes(bytes: Buffer): void {
    if (!this.#over) this.#events.bytes(this.#sevenBit.clear(bytes), bytes.length);
  }

  #lost(reason: SourceError): void {
    if (this.#over) return;
    this.#over = true;
    this.#isOpen = false;
    this.#limit.clear();
    this.#events.lost(reason);
  }
}
