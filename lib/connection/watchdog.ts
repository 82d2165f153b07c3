import { Period } from "./period";

/** The least time that counts as silence, and as bytes without a telegram. */
const LEAST_SILENCE_MS = 15_000;
const LEAST_GARBLED_MS = 5_000;
const SILENT_PERIODS = 5;
const GARBLED_PERIODS = 3;
/** Bytes with no longer pause between them are one spell: one telegram, or one meter's telegrams one after another. */
const SPELL_PERIODS = 2;
const SPELL_PAUSE_MS = 12_000;
/** First new try while no period is known, and the longest wait between new tries. */
const FIRST_REOPEN_MS = 60_000;
const LONGEST_REOPEN_MS = 600_000;
/** A line end, a NUL, the glitch of a port that opens: no sign of a meter. */
export const STRAY_BYTES = 4;

export interface Silence {
  /** Since the last good telegram, or since opening where none came. */
  readonly seconds: number;
  /** Received meanwhile. */
  readonly bytes: number;
  /** Whether bytes still come, of which no telegram can be made. */
  readonly garbled: boolean;
}

export interface WatchdogResult {
  /** To be said now; each kind of silence once until the next good telegram. */
  readonly silence?: Silence;
  /** Whether the connection is to be opened anew. */
  readonly reopen: boolean;
}

export interface WatchdogOptions {
  /** Seconds of silence to bear; 0 or absent: by the period. */
  readonly timeout?: number | undefined;
  /** Seconds between telegrams, as learnt before. */
  readonly period?: number | undefined;
}

/**
 * Tells from the times of bytes and telegrams when a connection has fallen silent and when to open it anew. Knows no
 * clock: every call brings the time in ms, `due` says when `check` must be called.
 */
export class Watchdog {
  readonly #timeout: number;
  readonly #period: Period;
  /** The last good telegram, or the opening. */
  #since = 0;
  #bytes = 0;
  /** The present spell of bytes, and how many there were since the last good telegram. */
  #spell: { readonly begin: number; last: number } | undefined;
  #spells = 0;
  #said: "none" | "silence" | "garbled" = "none";
  #reopenAt = Infinity;
  #wait: number;
  #watching = false;

  constructor(options: WatchdogOptions = {}) {
    this.#timeout = Math.max(0, (options.timeout ?? 0) * 1000) || 0;
    this.#period = new Period(options.period === undefined ? undefined : options.period * 1000);
    this.#wait = this.#firstWait;
  }

  /** Seconds between telegrams; undefined until it is known. */
  get period(): number | undefined {
    const value = this.#period.value;
    return value === undefined ? undefined : value / 1000;
  }

  /** Seconds since the last good telegram, or since opening. */
  seconds(now: number): number {
    return Math.round((now - this.#since) / 1000);
  }

  /** Whether bytes are coming of which no telegram can be made. */
  garbled(now: number): boolean {
    this.#endSpell(now);
    return this.#spell !== undefined;
  }

  /** The line is open: for the first time or after a loss (`fresh`), or again because nothing came. */
  opened(now: number, fresh: boolean): void {
    if (fresh) this.#restart(now);
    this.#watching = true;
    this.#reopenAt = now + this.#wait;
  }

  /** The line is being opened anew: nothing can come. */
  paused(): void {
    this.#watching = false;
  }

  /** The line was lost; silence starts with the next opening. */
  lost(): void {
    this.#watching = false;
    this.#period.lost();
  }

  bytes(count: number, now: number): void {
    this.#bytes += count;
    if (this.#bytes <= STRAY_BYTES) return;
    this.#endSpell(now);
    if (this.#spell) {
      this.#spell.last = now;
      return;
    }
    this.#spell = { begin: now, last: now };
    this.#spells++;
  }

  /** A whole telegram with a wrong CRC: not good, but the line is alive, and a new try would not mend it. */
  damaged(now: number): void {
    this.#reopenAt = Math.max(this.#reopenAt, now + this.#wait);
  }

  /** A good telegram. */
  telegram(now: number): void {
    this.#period.telegram(now);
    this.#restart(now);
    // A poller may start its period with each connection: the patience it needed lasts until the period is known.
    if (this.#timeout || this.#period.value !== undefined) this.#wait = this.#firstWait;
    this.#reopenAt = now + this.#wait;
  }

  /** When `check` is to be called next, in ms; Infinity while nothing is awaited. */
  get due(): number {
    if (!this.#watching) return Infinity;
    return Math.min(this.#silenceAt, this.#garbledAt, this.#reopenAt);
  }

  check(now: number): WatchdogResult {
    if (!this.#watching) return { reopen: false };
    this.#endSpell(now);
    const silence = this.#silence(now);
    const reopen = now >= this.#reopenAt;
    if (reopen) {
      this.#wait = Math.min(Math.max(2 * this.#wait, FIRST_REOPEN_MS), Math.max(LONGEST_REOPEN_MS, this.#silenceAfter));
      this.#reopenAt = now + this.#wait;
    }
    return { ...(silence && { silence }), reopen };
  }

  #silence(now: number): Silence | undefined {
    const silent = now >= this.#silenceAt;
    const garbled = now >= this.#garbledAt || (silent && this.#spell !== undefined);
    if (!garbled && !silent) return undefined;
    this.#said = garbled ? "garbled" : "silence";
    return { seconds: this.seconds(now), bytes: this.#bytes, garbled };
  }

  #restart(now: number): void {
    this.#since = now;
    this.#bytes = 0;
    this.#spell = undefined;
    this.#spells = 0;
    this.#said = "none";
  }

  /** A telegram that was cut before the line fell silent is no garbling: bytes must still be coming. */
  #endSpell(now: number): void {
    if (this.#spell && now - this.#spell.last > this.#spellPause) this.#spell = undefined;
  }

  get #silenceAt(): number {
    return this.#said === "none" ? this.#since + this.#silenceAfter : Infinity;
  }

  get #garbledAt(): number {
    if (this.#said === "garbled" || !this.#spell) return Infinity;
    // A poller that sends rarely has single spells far apart.
    return this.#spells > GARBLED_PERIODS ? this.#spell.begin : this.#spell.begin + this.#garbledAfter;
  }

  get #spellPause(): number {
    const period = this.#period.value;
    return period === undefined ? SPELL_PAUSE_MS : SPELL_PERIODS * Math.max(period, 1000);
  }

  get #silenceAfter(): number {
    if (this.#timeout) return this.#timeout;
    return Math.max(LEAST_SILENCE_MS, SILENT_PERIODS * (this.#period.value ?? 0));
  }

  get #garbledAfter(): number {
    if (this.#timeout) return this.#timeout;
    const period = this.#period.value;
    return period === undefined ? LEAST_SILENCE_MS : Math.max(LEAST_GARBLED_MS, GARBLED_PERIODS * period);
  }

  get #firstWait(): number {
    if (!this.#timeout && this.#period.value === undefined) return FIRST_REOPEN_MS;
    return this.#silenceAfter;
  }
}
