import type { Moment } from "./clock";
import { twoDigits } from "./stamp";
import { two } from "./zone";

/** YYMMDDhhmm; the seconds stand behind it, and the flag behind them. */
const MINUTE_DIGITS = 10;
const FLAG_AT = MINUTE_DIGITS + 2;
const CLOSE = 0x29;
/** Where the seconds stand in ISO 8601. */
const ISO_SECONDS_AT = "2010-12-09T11:30:".length;

/**
 * The minute that a clock's line told last, mostly that of the next telegram, too: then the seconds alone are told anew.
 * Each line has its own, since meters that share a line are seldom at the same time.
 */
export class ClockMinute {
  /** The moment of the telegram's time; undefined where that is none, or of another minute, or has no flag. */
  told: Moment | undefined;
  readonly #digits = new Uint8Array(MINUTE_DIGITS);
  #flag = 0;
  /** What is printed before the seconds. */
  #printed = "";
  /** Where the minute begins (epoch ms), and its ISO 8601 text before and behind the seconds. */
  #start = 0;
  #before = "";
  #behind = "";

  /** Keeps the minute of the time whose digits stand at `at`: it is printed as `text`, and is this moment. */
  keep(bytes: Buffer, at: number, text: string, { instant, iso }: Moment): void {
    this.#flag = bytes[at + FLAG_AT]!;
    for (let i = 0; i < MINUTE_DIGITS; i++) this.#digits[i] = bytes[at + i]!;
    this.#printed = text.slice(0, MINUTE_DIGITS);
    this.#start = instant - 1000 * secondsAt(bytes, at);
    this.#before = iso.slice(0, ISO_SECONDS_AT);
    this.#behind = iso.slice(ISO_SECONDS_AT + 2);
  }

  /** Tells the time whose digits stand at `at`: see `told`. */
  tell(bytes: Buffer, at: number): Moment | undefined {
    const seconds = secondsAt(bytes, at);
    const isTold = seconds < 60 && this.#isAt(bytes, at);
    this.told = isTold
      ? { instant: this.#start + 1000 * seconds, iso: this.#before + two(seconds) + this.#behind }
      : undefined;
    return this.told;
  }

  /** What a telegram prints of a time in this minute. */
  textAt(bytes: Buffer, at: number): string {
    return this.#printed + two(secondsAt(bytes, at)) + String.fromCharCode(this.#flag);
  }

  /** Whether this minute stands at `at`. Without a flag the same digits may be another moment. */
  #isAt(bytes: Buffer, at: number): boolean {
    if (bytes[at + FLAG_AT] !== this.#flag || this.#flag === CLOSE) return false;
    for (let i = MINUTE_DIGITS - 1; i >= 0; i--) if (bytes[at + i] !== this.#digits[i]) return false;
    return true;
  }
}

function secondsAt(bytes: Buffer, at: number): number {
  return twoDigits(bytes, at + MINUTE_DIGITS);
}
