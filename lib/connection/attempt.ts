import type { Source, SourceError } from "../source/source";
import { Timer } from "./timer";
import type { Clock } from "./system-clock";
import { hangs, unusable } from "./hints";
import { SevenBit } from "./seven-bit";

/** An opening that takes longer is given up. */
const OPENING_MS = 10_000;

export interface AttemptEvents {
  opened(): void;
  /** Bytes to read on, with the parity taken out of bit 7 where 7-bit data came as 8; `count` as received. */
  bytes(bytes: Buffer, count: number): void;
  /** The attempt is over; said once. */
  lost(reason: SourceError): void;
  warning(text: string): void;
}

/** One source from its opening to its end; after `end` or `lost` it tells nothing more. */
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

  /** What it connects to, for people; empty until its source is made. */
  get to(): string {
    return this.#source?.to ?? "";
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens, once `free` (the sources before this one) is settled. */
  start(free?: Promise<unknown>): void {
    this.#limit.start(OPENING_MS);
    if (free) void free.then(() => this.#open());
    else this.#open();
  }

  /** Frees the line; resolves when it is free, never rejects. */
  async end(): Promise<void> {
    this.#over = true;
    this.#isOpen = false;
    this.#limit.clear();
    try {
      await this.#source?.close();
    } catch {
      // A source that fails to close has told its owner all it can: the next try shows whether the line is free.
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
