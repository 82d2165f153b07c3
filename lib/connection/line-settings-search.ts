import type { LineSettings } from "../source/source";
import { STRAY_BYTES } from "./watchdog";

/**
 * The line settings of P1 ports, most common first: DSMR 4 and later, DSMR 2.2 and 3.0, then two that some meters use.
 */
export const P1_LINE_SETTINGS: readonly LineSettings[] = [
  { baudRate: 115200, dataBits: 8, parity: "none", stopBits: 1 },
  { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 },
  { baudRate: 115200, dataBits: 7, parity: "even", stopBits: 1 },
  { baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1 },
];

/** How long each settings are tried, from the first byte: two seconds more than the 10 s period of old meters. */
const MS_PER_LINE = 12_000;
/** Settings that brought a telegram are kept longer than that: at least this long, and this many periods. */
const TRUSTED_MS = 60_000;
const TRUSTED_PERIODS = 3;

/**
 * Finds the line settings of a serial port. While nothing arrives it keeps the current settings. When bytes have come
 * for 12 s (`msPerLine`) without a good telegram, the next settings are due. A good telegram ends the search. It has no
 * clock: the caller passes the time in ms.
 */
export class LineSettingsSearch {
  readonly #candidates: readonly LineSettings[];
  readonly #msPerLine: number;
  #index = 0;
  #tried = 0;
  #trusted = false;
  #bytes = 0;
  #heard: number | undefined;

  /** `known`: settings that worked before, tried first. `msPerLine`: how long each settings are tried, in ms. */
  constructor(known?: LineSettings, msPerLine = MS_PER_LINE) {
    const others = P1_LINE_SETTINGS.filter(
      (settings) => !known || lineSettingsText(settings) !== lineSettingsText(known),
    );
    this.#candidates = known ? [known, ...others] : others;
    this.#msPerLine = msPerLine;
  }

  /** The settings to use now. */
  get current(): LineSettings {
    return this.#candidates[this.#index]!;
  }

  /** Whether a good telegram came with the current settings. */
  get found(): boolean {
    return this.#trusted;
  }

  /** Whether all settings have been tried without a good telegram. */
  get exhausted(): boolean {
    return this.#tried >= this.#candidates.length;
  }

  /** Notes that the port was opened: no bytes have come yet. */
  opened(): void {
    this.#bytes = 0;
    this.#heard = undefined;
  }

  bytes(count: number, now: number): void {
    this.#bytes += count;
    if (this.#bytes > STRAY_BYTES) this.#heard ??= now;
  }

  /**
   * Notes a whole telegram with a wrong CRC: the settings are probably right and the cable is bad, so keep them longer.
   */
  damaged(now: number): void {
    this.#heard = now;
  }

  /** Notes a good telegram: the current settings are right. */
  telegram(): void {
    this.#trusted = true;
    this.#tried = 0;
    this.opened();
  }

  /** When the next settings are due, in ms; Infinity while no bytes came. `period`: the meter's, in s, 0 if unknown. */
  due(period = 0): number {
    if (this.#heard === undefined) return Infinity;
    return this.#heard + (this.#trusted ? Math.max(TRUSTED_MS, TRUSTED_PERIODS * period * 1000) : this.#msPerLine);
  }

  /** Moves to the next settings. They take effect when the port is opened again. */
  next(): void {
    this.#trusted = false;
    this.#tried++;
    this.#index = (this.#index + 1) % this.#candidates.length;
    this.opened();
  }
}

/** Line settings as text: "115200 8N1". */
export function lineSettingsText({ baudRate, dataBits, parity, stopBits }: LineSettings): string {
  return `${baudRate} ${dataBits}${parity[0]!.toUpperCase()}${stopBits}`;
}
