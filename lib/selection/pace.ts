import { RecentlyUsed } from "../telegram/recently-used";
import type { Telegram } from "../telegram/types";
import { ChangePace } from "./change";
import { IntervalPace } from "./interval";
import { ReadingPace } from "./reading";
import type { MeterPace, PaceOptions, Step } from "./step";
import type { Emission, SelectedField } from "./types";

/** Most meters whose state is kept; the one not heard for longest goes first. */
const MOST_METERS = 1000;

/** Most characters of a meter's key. */
const LONGEST_KEY = 200;

/** Lets fields go at their pace, each meter by its own clock. Reads no clock itself: time is what telegrams say. */
export class Pacer {
  readonly #options: PaceOptions;
  readonly #meters = new RecentlyUsed<MeterPace>(MOST_METERS);

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** How many meters are remembered. */
  get meters(): number {
    return this.#meters.size;
  }

  /**
   * Takes the fields of one telegram of the meter named `meter`; gives what is due now, oldest first. A telegram whose
   * timestamp cannot be read gives nothing.
   */
  push(meter: string, telegram: Telegram, fields: readonly SelectedField[]): Emission[] {
    const time = Date.parse(telegram.timestamp);
    if (Number.isNaN(time)) return [];
    const step = { time, telegram, fields };
    if (this.#options.pace === "all") return passAll(step);
    return this.#meters.get(meter.slice(0, LONGEST_KEY), () => newPace(this.#options)).push(step);
  }
}

function newPace(options: PaceOptions): MeterPace {
  if (options.pace === "change") return new ChangePace(options);
  return options.pace === "reading" ? new ReadingPace() : new IntervalPace(options);
}

function passAll({ time, telegram, fields }: Step): Emission[] {
  if (fields.length === 0) return [];
  return [{ time, telegram, partial: false, fields }];
}
