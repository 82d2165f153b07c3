import type { Source, SourceEvents, SourceFactory } from "../source";
import type { SimulatedMeterOptions } from "./options";
import { SimulatedMeter } from "./simulated-meter";

/** The clock and timers of a simulator, as an interface so that tests can pass in their own. */
export interface SimulatorClock {
  /** Epoch ms. */
  now(): number;
  /** Calls `run` after `delay` ms. Returns the function that cancels it. */
  after(delay: number, run: () => void): () => void;
}

export interface SimulatorOptions extends SimulatedMeterOptions {
  /** A meter that outlives this source, so that its faults continue after a reset; a new one by default. */
  readonly meter?: SimulatedMeter;
  readonly clock?: SimulatorClock;
}

const realClock: SimulatorClock = {
  now: () => Date.now(),
  after: (delay, run) => {
    const timer = setTimeout(run, delay);
    return () => clearTimeout(timer);
  },
};

/** Makes a factory of sources that read the same simulated meter one after the other. */
export function simulatorSource(options: SimulatorOptions = {}): SourceFactory {
  const meter = options.meter ?? new SimulatedMeter(options);
  return () => new Simulator({ ...options, meter });
}

/**
 * A simulated meter as a source: it sends a telegram at every whole multiple of its period, by the computer's clock.
 */
export class Simulator implements Source {
  readonly to = "simulated meter";
  readonly #meter: SimulatedMeter;
  readonly #clock: SimulatorClock;
  readonly #periodMs: number;
  #events: SourceEvents | undefined;
  #cancel: (() => void) | undefined;

  constructor(options: SimulatorOptions = {}) {
    this.#meter = options.meter ?? new SimulatedMeter(options);
    this.#clock = options.clock ?? realClock;
    this.#periodMs = this.#meter.period * 1000;
  }

  open(events: SourceEvents): void {
    this.#events = events;
    this.#cancel = this.#clock.after(0, () => this.#opened());
  }

  close(): Promise<void> {
    this.#cancel?.();
    this.#events = undefined;
    return Promise.resolve();
  }

  #opened(): void {
    const { problem } = this.#meter;
    if (problem !== undefined) {
      this.#end("options", problem);
      return;
    }
    this.#events?.onOpen();
    this.#schedule(Math.ceil(this.#clock.now() / this.#periodMs));
  }

  /** Schedules a telegram. Ticks are periods since the epoch, so that inexact timers do not add up. */
  #schedule(tick: number): void {
    if (!this.#events) return;
    const delay = Math.max(tick * this.#periodMs - this.#clock.now(), 0);
    this.#cancel = this.#clock.after(delay, () => this.#send(tick));
  }

  #send(tick: number): void {
    const time = Math.round(tick * this.#periodMs);
    if (this.#meter.time !== time) this.#meter.time = time;
    const { bytes, reset } = this.#meter.tick();
    if (bytes.length > 0) this.#events?.onData(bytes);
    if (reset) this.#end("reset", "The simulated meter broke off the connection, as its faults say.");
    else this.#schedule(this.#after(tick));
  }

  /**
   * The next tick. Ticks that were missed while the computer slept are skipped, and a clock that is set back is
   * followed.
   */
  #after(tick: number): number {
    const now = this.#clock.now() / this.#periodMs;
    return tick + 1 > now + 2 ? Math.ceil(now) : Math.max(tick + 1, Math.floor(now));
  }

  #end(code: string, text: string): void {
    const events = this.#events;
    this.#events = undefined;
    events?.onClose({ code, text });
  }
}
