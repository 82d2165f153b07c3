import type { Source, SourceEvents, SourceFactory } from "../source";
import type { SimulatedMeterOptions } from "./options";
import { SimulatedMeter } from "./simulated-meter";

/** The clock and the timer a simulator runs by; the real ones by default. */
export interface SimulatorClock {
  /** Epoch ms. */
  now(): number;
  /** Calls `run` after `delay` ms; what it returns cancels that. */
  after(delay: number, run: () => void): () => void;
}

export interface SimulatorOptions extends SimulatedMeterOptions {
  /** A meter that outlives this source, so that its faults go on where a reset broke off; a new one by default. */
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

/** Makes sources that all read the same simulated meter, one after the other. */
export function simulatorSource(options: SimulatorOptions = {}): SourceFactory {
  const meter = options.meter ?? new SimulatedMeter(options);
  return () => new Simulator({ ...options, meter });
}

/** A simulated meter as a source of bytes: a telegram at every whole multiple of its period, by the real clock. */
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

  /** Ticks are counted in periods since the epoch, so that timers never drift from them. */
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

  /** The next tick: those that a sleeping computer missed are left out, and a clock put back is followed. */
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
