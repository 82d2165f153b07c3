import { RecentMap } from "../recent-map";
import type { Telegram } from "../telegram/types";
import { ChangePace } from "./change";
import { IntervalPace } from "./interval";
import type { MeterPace, PaceOptions } from "./pace";
import { ReadingPace } from "./reading";
import type { Emission, SelectedField } from "./types";

/** Most meters that are remembered; beyond that the one heard least recently is forgotten. */
const MOST_METERS = 1000;

/** Most characters of a meter's key. */
const LONGEST_KEY = 200;

/** Releases fields at their pace, each meter by its own clock: the only time it knows is the telegrams'. */
export class Pacer {
  readonly #options: PaceOptions;
  readonly #meters = new RecentMap<MeterPace>(MOST_METERS);

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** How many meters are remembered. */
  get meters(): number {
    return this.#meters.size;
  }

  /**
   * Takes the fields of one telegram; `meter` is the key of its meter. Returns what is released now, oldest first. A
   * telegram with an unreadable timestamp releases nothing.
   */
  push(meter: string, telegram: Telegram, fields: readonly SelectedField[]): Emission[] {
    const time = Date.parse(telegram.timestamp);
    if (Number.isNaN(time)) return [];
    if (this.#options.pace === "all") return fields.length > 0 ? [{ time, telegram, partial: false, fields }] : [];
    const pace = this.#meters.get(meter.slice(0, LONGEST_KEY), () => newPace(this.#options));
    return pace.push({ time, telegram, fields });
  }
}

function newPace(options: PaceOptions): MeterPace {
  if (options.pace === "change") return new ChangePace(options);
  return options.pace === "reading" ? new ReadingPace() : new IntervalPace(options);
}
