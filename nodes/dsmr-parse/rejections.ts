import { type Clock, realClock } from "../../lib/connection/system-clock";
import type { Rejection } from "../../lib/telegram/rejection";
import type { RejectedEvent } from "./health";

const PACE_MS = 1000;
/** The limit of an event's `raw`, in characters: the length of the longest telegrams. */
const MAX_RAW = 16 * 1024;

/**
 * A telegram begins with "/XXX", a data line with an OBIS code, in which some meters print a colon in place of a dot.
 */
const HEADER = /^\/[A-Za-z0-9]{3}/m;
const OBIS_LINE = /^[ \t]*\d{1,3}-\d{1,3}:\d{1,3}[.:]\d{1,3}/m;

/** Whether a rejected frame may have been a telegram. Everything else is noise, which is only counted. */
export function isWorthReporting(rejection: Rejection): boolean {
  if (rejection.code === "decrypt") return true;
  const { raw } = rejection;
  return HEADER.test(raw) && OBIS_LINE.test(raw);
}

/** Reports rejected telegrams, at most once a second: the last one, with the number since the report before. */
export class Rejections {
  readonly #report: (event: RejectedEvent, topic: string) => void;
  readonly #clock: Clock;
  #pending: { rejection: Rejection; topic: string; count: number } | undefined;
  #timer: unknown;

  constructor(report: (event: RejectedEvent, topic: string) => void, clock: Clock = realClock) {
    this.#report = report;
    this.#clock = clock;
  }

  add(rejection: Rejection, topic: string): void {
    this.#pending = { rejection, topic, count: (this.#pending?.count ?? 0) + 1 };
    if (this.#timer === undefined) this.#send();
  }

  close(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = undefined;
  }

  #send(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, PACE_MS);
    this.#report(rejected(pending.rejection, pending.count, this.#clock.now()), pending.topic);
  }
}

function rejected({ code, message, raw, crc }: Rejection, count: number, now: number): RejectedEvent {
  return {
    event: "rejected",
    timestamp: new Date(now).toISOString(),
    text: message,
    reason: code,
    ...(crc.received !== undefined && { received: crc.received }),
    ...(crc.computed !== undefined && { computed: crc.computed }),
    raw: raw.slice(0, MAX_RAW),
    count,
  };
}
