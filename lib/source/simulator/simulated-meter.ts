import { type Calendar, SLOT_SECONDS, calendarOf } from "./calendar";
import { encrypt, keyProblem } from "./cipher";
import { FaultInjector, type Tick } from "./fault-injector";
import { type FaultName, faultNames, readFaults } from "./faults";
import { House } from "./house";
import { meterView } from "./meter-view";
import { type ProfileName, type SimulatedMeterOptions, profileNames } from "./options";
import { be } from "./profiles/be";
import { lu } from "./profiles/lu";
import { nlDsmr22 } from "./profiles/nl-dsmr22";
import { nlDsmr5 } from "./profiles/nl-dsmr5";
import type { Profile } from "./profiles/profile";
import { type Replay, readReplay, replayAt } from "./replay";
import { type Scene, sceneOf } from "./scene";

const profiles: Readonly<Record<Exclude<ProfileName, "replay">, Profile>> = {
  "nl-dsmr5": nlDsmr5,
  "nl-dsmr22": nlDsmr22,
  be,
  "lu-encrypted": lu,
};

const DEFAULT_START = Date.UTC(2026, 5, 15, 10);
const MIN_PERIOD = 0.001;
const MAX_PERIOD = 86_400;

/**
 * A simulated meter: telegrams of a realistic house, byte for byte as the meters of the profile send them. They depend
 * only on the options and the time. The power in a telegram holds from its time until the next change. If telegrams are
 * sent at whole multiples of the period, the counters are the exact sum of printed power times period.
 */
export class SimulatedMeter {
  readonly profile: ProfileName;
  /** Seconds between telegrams. */
  readonly period: number;
  /**
   * Why the options allow no telegram, as a sentence; undefined if they do. `at`, `tick` and `next` throw it as an
   * Error.
   */
  readonly problem: string | undefined;

  /** Telegrams of `next` and `tick` that can be read. */
  sent = 0;
  /** Telegrams of `next` and `tick` that a fault damaged: readers must reject them. */
  damaged = 0;
  /** Telegrams that were not sent during a silence. */
  withheld = 0;

  readonly #options: SimulatedMeterOptions;
  readonly #faults: ReadonlySet<FaultName>;
  readonly #injector: FaultInjector;
  readonly #calendar: Calendar;
  readonly #kind: Profile;
  readonly #replay: Replay | undefined;
  #house: House | undefined;
  #time: number;
  #scene: Scene | undefined;
  #frameCounter = 0;

  constructor(options: SimulatedMeterOptions = {}) {
    const seed = wholeNumber(options.seed, 1);
    const { faults, unknown } = readFaults(options.faults);
    this.#options = { ...options, seed };
    this.profile = options.profile ?? "nl-dsmr5";
    this.#kind = (profiles as Record<string, Profile | undefined>)[this.profile] ?? nlDsmr5;
    this.#replay = this.profile === "replay" ? readReplay(options.telegram ?? "") : undefined;
    this.#calendar = calendarOf(options.zone?.trim() ? options.zone.trim() : this.#kind.zone);
    this.period = positive(options.period, this.#replay?.period ?? this.#kind.period);
    this.#faults = faults;
    this.#injector = new FaultInjector(faults, seed, this.period);
    this.#time = wholeNumber(options.start, DEFAULT_START);
    this.problem = this.#findProblem(unknown);
  }

  /**
   * The time of the next telegram of `next`, epoch ms. It may be set. The time of the first telegram decides when the
   * lasting faults (dst-night, meter-swap, month-end) happen.
   */
  get time(): number {
    return Math.round(this.#time);
  }

  set time(time: number) {
    this.#time = time;
  }

  /** Returns the telegram at `time` (epoch ms), without faults. Throws if there is a `problem`. */
  at(time: number): Buffer {
    if (this.problem !== undefined) throw new Error(this.problem);
    return this.#write(time, { shift: 0 });
  }

  /**
   * Returns the bytes that the meter sends next, faults included; empty during a silence. Moves `time` by the period.
   * Throws if there is a `problem`.
   */
  next(): Buffer {
    return this.tick().bytes;
  }

  /** The same as `next`, with what happened to the telegram. */
  tick(): Tick {
    if (this.problem !== undefined) throw new Error(this.problem);
    const scene = (this.#scene ??= sceneOf(this.#faults, this.#calendar, this.time, this.period * 1000));
    const tick = this.#injector.apply(this.#write(this.time + scene.shift, scene));
    this.#time += this.period * 1000;
    if (tick.telegram === "whole") this.sent++;
    else if (tick.telegram === "damaged") this.damaged++;
    else this.withheld++;
    return tick;
  }

  #write(time: number, scene: Scene): Buffer {
    if (this.#replay) return replayAt(this.#replay, this.#calendar, time);
    const { gasInterval } = this.#kind;
    const seed = this.#options.seed!;
    const house = (this.#house ??= this.#build(seed));
    const view = meterView({ seed, calendar: this.#calendar, house, gasInterval, swap: scene.swap }, time);
    const telegram = this.#kind.write(view);
    return this.profile === "lu-encrypted" ? encrypt(telegram, this.#nextFrame(time), this.#options) : telegram;
  }

  /**
   * A counter that grows with every frame, also after a restart. Using one twice with a key would break the encryption.
   */
  #nextFrame(time: number): number {
    this.#frameCounter = Math.max(this.#frameCounter + 1, Math.floor(time / 1000));
    return this.#frameCounter;
  }

  #build(seed: number): House {
    const { resolution, peakHours } = this.#kind;
    const step = this.period < 1 ? 1 : SLOT_SECONDS % this.period === 0 ? this.period : SLOT_SECONDS;
    return new House({ seed, calendar: this.#calendar, resolution, peakHours, step });
  }

  #findProblem(unknownFaults: readonly string[]): string | undefined {
    if (!profileNames.includes(this.profile)) {
      return `There is no simulated meter "${this.profile}": choose one of ${profileNames.join(", ")}.`;
    }
    if (unknownFaults.length > 0) {
      return `The simulator knows no fault "${unknownFaults[0]!}": choose none, all or some of ${faultNames.join(", ")}.`;
    }
    if (!this.#calendar.valid) return `"${this.#options.zone!}" is no time zone: give a name such as Europe/Amsterdam.`;
    if (this.profile === "replay" && !this.#replay) {
      return "There is no telegram to replay: paste one, from its line with / to its line with !.";
    }
    return this.profile === "lu-encrypted" ? keyProblem(this.#options) : undefined;
  }
}

function wholeNumber(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) ? Math.round(value) : otherwise;
}

/** A period in seconds, limited to 1 ms through one day; `otherwise` if it is no positive number. */
function positive(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) && value > 0
    ? Math.min(Math.max(value, MIN_PERIOD), MAX_PERIOD)
    : otherwise;
}
