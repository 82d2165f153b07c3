import type { Frame } from "../framing/frame";
import type { LineSettings } from "../source/source";
import { type Sentence, sentence } from "../texts/texts";
import { searching, troubleHint } from "./hints";
import { LineSettingsSearch, lineSettingsText } from "./line-settings-search";
import type { ConnectionOptions } from "./types";
import { type FrameQuality, frameQuality } from "./frame-quality";
import { type WatchdogResult, Watchdog } from "./watchdog";

/**
 * Watches what a connection brings: finds the meter's period, silences, line settings, and why no telegram comes. It
 * has no clock: the caller passes the time in ms, and calls `check` at the time that `due` gives.
 */
export class ConnectionWatch {
  readonly #options: ConnectionOptions;
  readonly #watchdog: Watchdog;
  readonly #search: LineSettingsSearch | undefined;
  /** Since the last good telegram: why frames could not be decrypted, and whether damaged telegrams came. */
  #fault: Sentence | undefined;
  #damaged = false;
  #lastQuality: FrameQuality = "none";

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#watchdog = new Watchdog({ timeout: options.timeout, period: options.memory?.period });
    const { line, memory, secondsPerLine } = options;
    const msPerLine = secondsPerLine === undefined ? undefined : secondsPerLine * 1000;
    this.#search = line === "auto" ? new LineSettingsSearch(memory?.line, msPerLine) : undefined;
  }

  /** The line settings to open the serial port with; undefined for other sources. */
  get lineSettings(): LineSettings | undefined {
    const { line } = this.#options;
    return line === "auto" ? this.#search?.current : line;
  }

  /** The same as text: "115200 8N1". */
  get lineSettingsText(): string | undefined {
    return this.lineSettings && lineSettingsText(this.lineSettings);
  }

  /** Seconds between telegrams, to a tenth; undefined until it is known. */
  get period(): number | undefined {
    const { period } = this.#watchdog;
    return period === undefined ? undefined : Math.round(period * 10) / 10;
  }

  /** Seconds since the last good telegram, or since opening. */
  seconds(now: number): number {
    return this.#watchdog.seconds(now);
  }

  /** Notes that the source is open: for the first time or after a loss (`fresh`), or opened again by our own choice. */
  opened(now: number, fresh: boolean): void {
    this.#watchdog.opened(now, fresh);
    this.#search?.opened();
  }

  /** Notes that the source is being opened again by our own choice. */
  paused(): void {
    this.#watchdog.paused();
    this.#search?.opened();
  }

  /** Notes that the source was lost or closed. */
  lost(): void {
    this.#watchdog.lost();
    this.#search?.opened();
  }

  bytes(count: number, now: number): void {
    this.#watchdog.bytes(count, now);
    this.#search?.bytes(count, now);
  }

  /** Notes a frame. Returns whether it is a good telegram. */
  frame(frame: Frame, now: number): boolean {
    const quality = frameQuality(frame);
    const good = quality === "good" || (quality === "no-end" && this.#lastQuality === "no-end");
    this.#lastQuality = quality;
    if (good) this.#goodTelegram(now);
    if (frame.fault === "decrypt") this.#fault = sentence(frame.hintCode ?? "key-wrong");
    if (quality === "damaged") this.#damagedTelegram(now);
    return good;
  }

  /** When `check` must be called next, in ms; Infinity if nothing is due. */
  get due(): number {
    return Math.min(this.#watchdog.due, this.#searchDue);
  }

  /** Returns what to do at `now`. `changed`: `lineSettings` are now others, and the port must be opened again. */
  check(now: number): WatchdogResult & { readonly changed: boolean } {
    const result = this.#watchdog.check(now);
    if (!this.#search || now < this.#searchDue) return { ...result, changed: false };
    this.#search.next();
    return { ...result, changed: true, reopen: true };
  }

  /** Why no telegram comes and what to do. `warning`: the source's warning, or empty. */
  hint(now: number, warning: string): Sentence {
    const search = this.#search?.found === false ? this.#search : undefined;
    return troubleHint({
      garbled: this.#watchdog.garbled(now),
      fault: this.#fault,
      damaged: this.#damaged,
      search: search && { line: lineSettingsText(search.current), exhausted: search.exhausted },
      warning,
    });
  }

  /** Which line settings are being tried, for the status after `changed`. */
  get searchHint(): Sentence {
    return searching(this.lineSettingsText ?? "");
  }

  #goodTelegram(now: number): void {
    this.#fault = undefined;
    this.#damaged = false;
    this.#watchdog.telegram(now);
    this.#search?.telegram();
    const { memory } = this.#options;
    if (!memory) return;
    if (this.period !== undefined) memory.period = this.period;
    if (this.#search) memory.line = this.#search.current;
  }

  #damagedTelegram(now: number): void {
    this.#damaged = true;
    this.#watchdog.damaged(now);
    this.#search?.damaged(now);
  }

  get #searchDue(): number {
    return this.#search?.due(this.#watchdog.period) ?? Infinity;
  }
}
