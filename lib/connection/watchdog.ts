import { Period } from "./period";

/**
 * A silence is reported after 5 periods, but not before 15 s. Bytes without a telegram are reported after 3 periods,
 * but not before 5 s.
 */
const LEAST_SILENCE_MS = 15_000;
const LEAST_GARBLED_MS = 5_000;
const SILENT_PERIODS = 5;
const GARBLED_PERIODS = 3;
/**
 * A spell is a run of bytes without a longer pause than this: 2 periods, or 12 s while the period is not known. It is
 * one telegram, or the telegrams of one meter one after another.
 */
const SPELL_PERIODS = 2;
const SPELL_PAUSE_MS = 12_000;
/** The first reopening while no period is known, and the longest wait between reopenings. */
const FIRST_REOPEN_MS = 60_000;
const LONGEST_REOPEN_MS = 600_000;
/** This many bytes at most are no sign of a meter: a line end, a NUL, or what a port gives when it opens. */
export const STRAY_BYTES = 4;

export interface Silence {
  /** Seconds since the last good telegram; since opening if none came. */
  readonly seconds: number;
  /** Bytes received in that time. */
  readonly bytes: number;
  /** Whether bytes still arrive, but no telegram. */
  readonly garbled: boolean;
}

export interface WatchdogResult {
  /** A silence to report now. Each kind, with bytes and without, is reported once until the next good telegram. */
  readonly silence?: Silence;
  /** Whether the source must be closed and opened again. */
  readonly reopen: boolean;
}

export interface WatchdogOptions {
  /** Seconds without a telegram that count as silence; 0 or absent: depends on the period. */
  readonly timeout?: number | undefined;
  /** Seconds between telegrams that were measured before. */
  readonly period?: number | undefined;
}

/**
 * Decides by the times of bytes and telegrams when a connection is silent and when to open it again. It has no clock:
 * the caller passes the time in ms, and calls `check` at the time that `due` gives.
 */
export class Watchdog {
  readonly #timeout: number;
  readonly #period: Period;
  /** When the last good telegram came, or the source opened. */
  #since = 0;
  #bytes = 0;
  /** The current spell of bytes, and the number of spells since the last good telegram. */
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

  /** Whether bytes arrive, but no telegram. */
  garbled(now: number): boolean {
    this.#endSpell(now);
    return this.#spell !== undefined;
  }

  /** Notes that the source is open: for the first time or after a loss (`fresh`), or again because nothing came. */
  opened(now: number, fresh: boolean): void {
    if (fresh) this.#restart(now);
    this.#watching = true;
    this.#reopenAt = now + this.#wait;
  }

  /** Notes that the source is being opened again: nothing is due until `opened`. */
  paused(): void {
    this.#watching = false;
  }

  /** Notes that the source was lost: nothing is due until `opened`. */
  lost(): void {
    this.#watching = false;
    this.#period.lost();
  }

  /** Notes that `count` bytes came. */
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

  /**
   * Notes a whole telegram with a wrong CRC. The source works, and opening it again would not help: reopening waits.
   */
  damaged(now: number): void {
    this.#reopenAt = Math.max(this.#reopenAt, now + this.#wait);
  }

  /** Notes a good telegram. */
  telegram(now: number): void {
    this.#period.telegram(now);
    this.#restart(now);
    // A device that polls may start its period at each connection: keep the longer wait until the period is known.
    if (this.#timeout || this.#period.value !== undefined) this.#wait = this.#firstWait;
    this.#reopenAt = now + this.#wait;
  }

  /** When `check` must be called next, in ms; Infinity if nothing is due. */
  get due(): number {
    if (!this.#watching) return Infinity;
    return Math.min(this.#silenceAt, this.#garbledAt, this.#reopenAt);
  }

  /** Returns what to do at `now`. */
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

  /** Ends a spell after its pause: a telegram that was cut off before a silence does not count as bytes arriving. */
  #endSpell(now: number): void {
    if (this.#spell && now - this.#spell.last > this.#spellPause) this.#spell = undefined;
  }

  get #silenceAt(): number {
    return this.#said === "none" ? this.#since + this.#silenceAfter : Infinity;
  }

  get #garbledAt(): number {
    if (this.#said === "garbled" || !this.#spell) return Infinity;
    // A device that polls rarely makes single spells far apart: then their number decides.
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
