import { randomUUID } from "node:crypto";
import { Alarm } from "../../lib/connection/alarm";
import { type Clock, realClock } from "../../lib/connection/clock";
import { allOf, type Findings, type MeterFound, TrialRecord } from "../../lib/connection/trial-record";
import {
  trialIsDecided,
  type TrialPhase,
  type TrialSetup,
  trialVerdict,
  type TrialVerdict,
} from "../../lib/connection/trial-verdict";
import type { TrialLine } from "./trial-line";

/** A trial lasts so long at most, in seconds. */
export const TRIAL_SECONDS = 15;
/** Whoever wants to see it asks more often than this. */
const UNWATCHED_MS = 5000;

/** Why a trial ended: its time was up or nothing new was to come, by the user, by another trial, or with the flows. */
export type TrialEnd = "over" | "stopped" | "replaced" | "deployed" | "unwatched";

/** What the dialog gets when it asks how the trial stands. No telegram and no key is in it. */
export interface TrialAnswer {
  readonly id: string;
  /** Absent while it runs. */
  readonly end?: TrialEnd;
  /** Since it began, and how long it may last. */
  readonly seconds: number;
  readonly limit: number;
  /** The deployed node that holds the port, where there is one: what that receives is shown. */
  readonly holder?: TrialHolder;
  readonly to: string;
  readonly bytes: number;
  /** Bytes per second, on average. */
  readonly rate: number;
  readonly good: number;
  readonly bad: number;
  readonly encrypted: boolean;
  /** Line settings with which good telegrams came. */
  readonly line?: string;
  readonly meter?: MeterFound;
  readonly verdict: TrialVerdict;
}

export interface TrialHolder {
  readonly id: string;
  readonly name: string;
  /** Whether settings that matter to what is received are other ones in the dialog. */
  readonly differs: boolean;
}

export interface TrialRequest {
  readonly line: TrialLine;
  readonly setup: TrialSetup;
  readonly holder?: TrialHolder | undefined;
}

/** Timers that keep no process alive. */
export const idleClock: Clock = { ...realClock, setTimeout: (run, ms) => setTimeout(run, ms).unref() };

/**
 * Tries a connection for a while and says what it found. Ends by itself: after `TRIAL_SECONDS`, when all is clear, or
 * when nobody has asked for 5 s.
 */
export class Trial {
  readonly id: string = randomUUID();
  readonly #request: TrialRequest;
  readonly #clock: Clock;
  readonly #record = new TrialRecord();
  readonly #began: number;
  readonly #limit: Alarm;
  readonly #unwatched: Alarm;
  readonly #ended: () => void;
  #end: { readonly why: TrialEnd; readonly answer: TrialAnswer } | undefined;
  #closing: Promise<void> | undefined;

  /** `ended` is called once, when the line begins to be freed. */
  constructor(request: TrialRequest, ended: () => void, clock: Clock = idleClock) {
    this.#request = request;
    this.#ended = ended;
    this.#clock = clock;
    this.#began = clock.elapsed();
    this.#limit = new Alarm(clock, () => void this.stop("over"));
    this.#unwatched = new Alarm(clock, () => void this.stop("unwatched"));
  }

  /** Opens the line, unless it was ended before. */
  start(): void {
    if (this.#end) return;
    this.#limit.in(TRIAL_SECONDS * 1000);
    this.#unwatched.in(UNWATCHED_MS);
    this.#request.line.open({
      onFrame: (frame, receivedAt) => {
        this.#record.onFrame(frame, receivedAt);
        this.#look();
      },
      onEvent: () => undefined,
      onStatus: (status) => {
        this.#record.onStatus(status);
        this.#look();
      },
    });
  }

  /** How it stands; asking keeps it going. */
  poll(): TrialAnswer {
    if (this.#end) return this.#end.answer;
    this.#unwatched.in(UNWATCHED_MS);
    return this.#answer(undefined);
  }

  /** Ends it; resolves when the line is free. What was found stays to be asked for. */
  stop(why: TrialEnd): Promise<void> {
    if (this.#closing) return this.#closing;
    this.#limit.clear();
    this.#unwatched.clear();
    this.#end = { why, answer: this.#answer(why) };
    this.#closing = this.#request.line.close();
    this.#ended();
    return this.#closing;
  }

  #look(): void {
    if (!this.#end && trialIsDecided(this.#found)) void this.stop("over");
  }

  get #found(): Findings {
    return this.#record.findings(this.#request.line.bytes);
  }

  #answer(end: TrialEnd | undefined): TrialAnswer {
    const found = this.#found;
    const { setup, holder } = this.#request;
    const { to, bytes, good, rejected, encrypted, line, meter } = found;
    const seconds = (this.#clock.elapsed() - this.#began) / 1000;
    return {
      id: this.id,
      ...(end && { end }),
      seconds: Math.round(seconds * 10) / 10,
      limit: TRIAL_SECONDS,
      ...(holder && { holder }),
      to,
      bytes,
      rate: seconds > 0 ? Math.round(bytes / seconds) : 0,
      good,
      bad: allOf(rejected),
      encrypted,
      ...(good > 0 && line !== undefined && { line }),
      ...(meter && { meter }),
      verdict: trialVerdict(found, setup, phaseOf(end)),
    };
  }
}

function phaseOf(end: TrialEnd | undefined): TrialPhase {
  if (end === undefined) return "running";
  return end === "over" ? "over" : "stopped";
}
