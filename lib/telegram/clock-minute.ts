import type { Moment } from "./clock";
import { TIME_DIGITS } from "./pattern";
import { twoDigits } from "./stamp";
import { two } from "./zone";

/** YYMMDDhhmm; the seconds stand behind it, and the flag behind them. */
const MINUTE_DIGITS = 10;
/** No byte. */
const NO_FLAG = -1;
/** Where the seconds stand in ISO 8601. */
const ISO_SECONDS_AT = "2010-12-09T11:30:".length;

/**
 * The minute that the clock of a form told last, mostly that of its next telegram, too: then the seconds alone are told
 * anew. Each form has its own, since meters that take turns are seldom at the same minute.
 */
export class ClockMinute {
  /** The moment of the telegram's time; undefined where that is none, or of another minute, or has no flag. */
  moment: Moment | undefined;
  /** What is printed before the seconds, to be compared and to be told, and the flag behind them. */
  readonly #digits = new Uint8Array(MINUTE_DIGITS);
  #printed = "";
  #flag = NO_FLAG;
  /** Where the minute begins (epoch ms), and its ISO 8601 text before and behind the seconds. */
  #start = 0;
  #before = "";
  #behind = "";

  /** Keeps the minute of a time: its digits stand at `at`, it is printed as `text`, and is this moment. */
  keep(bytes: Buffer, at: number, text: string, { instant, iso }: Moment): void {
    // Without one the same digits may be another moment, so that nothing is told from them.
    this.#flag = text.length > TIME_DIGITS ? bytes[at + TIME_DIGITS]! : NO_FLAG;
    for (let i = 0; i < MINUTE_DIGITS; i++) this.#digits[i] = bytes[at + i]!;
    this.#printed = text.slice(0, MINUTE_DIGITS);
    this.#start = instant - 1000 * secondsAt(bytes, at);
    this.#before = iso.slice(0, ISO_SECONDS_AT);
    this.#behind = iso.slice(ISO_SECONDS_AT + 2);
  }

  /** Tells the time whose digits stand at `at`: see `moment`. */
  tell(bytes: Buffer, at: number): Moment | undefined {
    const seconds = secondsAt(bytes, at);
    const isTold = seconds < 60 && this.#isAt(bytes, at);
    this.moment = isTold
      ? { instant: this.#start + 1000 * seconds, iso: this.#before + two(seconds) + this.#behind }
      : undefined;
    return this.moment;
  }

  /** What a telegram prints of a time in this minute. */
  textAt(bytes: Buffer, at: number): string {
    return this.#printed + two(secondsAt(bytes, at)) + String.fromCharCode(this.#flag);
  }

  /** Whether this minute stands at `at`. */
  #isAt(bytes: Buffer, at: number): boolean {
    if (bytes[at + TIME_DIGITS] !== this.#flag) return false;
    for (let i = MINUTE_DIGITS - 1; i >= 0; i--) if (bytes[at + i] !== this.#digits[i]) return false;
    return true;
  }
}

function secondsAt(bytes: Buffer, at: number): number {
  return twoDigits(bytes, at + MINUTE_DIGITS);
}
