import type { LineSettings } from "../source/source";
import { STRAY_BYTES } from "./watchdog";

/** The settings P1 ports use, the most common first (DSMR 4 and later; DSMR 2.2 and 3.0; and what some meters do). */
export const P1_LINE_SETTINGS: readonly LineSettings[] = [
  { baudRate: 115200, dataBits: 8, parity: "none", stopBits: 1 },
  { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 },
  { baudRate: 115200, dataBits: 7, parity: "even", stopBits: 1 },
  { baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1 },
];

/** From the first byte; two seconds more than the period of the old meters. */
const MS_PER_LINE = 12_000;
/** Settings that once gave a telegram are not left for one bad stretch. */
const TRUSTED_MS = 60_000;
const TRUSTED_PERIODS = 3;

/**
 * Finds the line settings of a serial port: stays while nothing comes, moves on when bytes came for 12 s (`msPerLine`) and
 * no good telegram with them, stops at a good telegram. Knows no clock: every call brings the time in ms.
 */
export class LineSettingsSearch {
  readonly #candidates: readonly LineSettings[];
  readonly #msPerLine: number;
  #index = 0;
  #tried = 0;
  #trusted = false;
  #bytes = 0;
  #heard: number | undefined;

  /** `known`: the settings that worked before, which are tried first; `msPerLine`: how long each is tried. */
  constructor(known?: LineSettings, msPerLine = MS_PER_LINE) {
    const others = P1_LINE_SETTINGS.filter(
      (settings) => !known || lineSettingsText(settings) !== lineSettingsText(known),
    );
    this.#candidates = known ? [known, ...others] : others;
    this.#msPerLine = msPerLine;
  }

  get current(): LineSettings {
    return this.#candidates[this.#index]!;
  }

  /** Whether a good telegram came with these settings. */
  get found(): boolean {
    return this.#trusted;
  }

  /** Whether all settings have been tried without a good telegram. */
  get exhausted(): boolean {
    return this.#tried >= this.#candidates.length;
  }

  /** The port was opened: nothing has been heard on it. */
  opened(): void {
    this.#bytes = 0;
    this.#heard = undefined;
  }

  bytes(count: number, now: number): void {
    this.#bytes += count;
    if (this.#bytes > STRAY_BYTES) this.#heard ??= now;
  }

  /** A whole telegram with a wrong CRC: the settings are likely right and the line is bad. */
  damaged(now: number): void {
    this.#heard = now;
  }

  /** A good telegram: these are the settings. */
  telegram(): void {
    this.#trusted = true;
    this.#tried = 0;
    this.opened();
  }

  /** When to move on, in ms; Infinity while nothing was heard. `period`: of the meter in seconds, where known. */
  due(period = 0): number {
    if (this.#heard === undefined) return Infinity;
    return this.#heard + (this.#trusted ? Math.max(TRUSTED_MS, TRUSTED_PERIODS * period * 1000) : this.#msPerLine);
  }

  /** Moves on to the next settings, which take effect when the port is opened again. */
  next(): void {
    this.#trusted = false;
    this.#tried++;
    this.#index = (this.#index + 1) % this.#candidates.length;
    this.opened();
  }
}

/** Line settings for people: "115200 8N1". */
export function lineSettingsText({ baudRate, dataBits, parity, stopBits }: LineSettings): string {
  return `${baudRate} ${dataBits}${parity[0]!.toUpperCase()}${stopBits}`;
}
