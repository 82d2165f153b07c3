import type { Frame } from "../framing/frame";
import type { LineSettings } from "../source/source";
import { type Sentence, sentence } from "../texts/texts";
import { searching, troubleHint } from "./hints";
import { LineSettingsSearch, lineSettingsText } from "./line-settings-search";
import type { ConnectionOptions } from "./types";
import { type FrameQuality, frameQuality } from "./frame-quality";
import { type WatchdogResult, Watchdog } from "./watchdog";

/**
 * All that is learnt of a line from what comes over it: period and silence, line settings, and what is wrong with it.
 * Knows no clock: every call brings the time in ms, `due` says when `check` must be called.
 */
export class ConnectionWatch {
  readonly #options: ConnectionOptions;
  readonly #watchdog: Watchdog;
  readonly #search: LineSettingsSearch | undefined;
  /** Since the last good telegram: what the framer said of cipher frames, and whether telegrams with a wrong CRC came. */
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

  /** The settings to open the line with. */
  get lineSettings(): LineSettings | undefined {
    const { line } = this.#options;
    return line === "auto" ? this.#search?.current : line;
  }

  /** The same for people. */
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

  /** The line is open: for the first time or after a loss (`fresh`), or again. */
  opened(now: number, fresh: boolean): void {
    this.#watchdog.opened(now, fresh);
    this.#search?.opened();
  }

  /** The line is being opened again. */
  paused(): void {
    this.#watchdog.paused();
    this.#search?.opened();
  }

  /** The line was lost or closed. */
  lost(): void {
    this.#watchdog.lost();
    this.#search?.opened();
  }

  bytes(count: number, now: number): void {
    this.#watchdog.bytes(count, now);
    this.#search?.bytes(count, now);
  }

  /** Learns from a frame; gives whether it is a good telegram. */
  frame(frame: Frame, now: number): boolean {
    const quality = frameQuality(frame);
    const good = quality === "good" || (quality === "no-end" && this.#lastQuality === "no-end");
    this.#lastQuality = quality;
    if (good) this.#goodTelegram(now);
    if (frame.fault === "decrypt") this.#fault = sentence(frame.hintCode ?? "key-wrong");
    if (quality === "damaged") this.#damagedTelegram(now);
    return good;
  }

  /** When `check` is to be called next, in ms. */
  get due(): number {
    return Math.min(this.#watchdog.due, this.#searchDue);
  }

  /** What is to be done now; `changed`: other line settings are to be tried. */
  check(now: number): WatchdogResult & { readonly changed: boolean } {
    const result = this.#watchdog.check(now);
    if (!this.#search || now < this.#searchDue) return { ...result, changed: false };
    this.#search.next();
    return { ...result, changed: true, reopen: true };
  }

  /** Why no telegram comes and what to do; `warning`: what the source warned of. */
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

  /** What is being tried, after `changed`. */
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
