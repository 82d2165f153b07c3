import { randomUUID } from "node:crypto";
import { Timer } from "../../lib/connection/timer";
import { type Clock, realClock } from "../../lib/connection/system-clock";
import {
  totalOf,
  type Findings,
  type MeterFound,
  ConnectionTestRecord,
} from "../../lib/connection/connection-test-record";
import {
  isTestDecided,
  type ConnectionTestPhase,
  type ConnectionTestSetup,
  connectionTestResult,
  type ConnectionTestResult,
} from "../../lib/connection/connection-test-result";
import type { TestedConnection } from "./tested-connection";

/** A trial lasts so long at most, in seconds. */
export const TEST_SECONDS = 15;
/** Whoever wants to see it asks more often than this. */
const UNWATCHED_MS = 5000;

/** Why a trial ended: its time was up or nothing new was to come, by the user, by another trial, or with the flows. */
export type ConnectionTestEnd = "over" | "stopped" | "replaced" | "deployed" | "unwatched";

/** What the dialog gets when it asks how the trial stands. No telegram and no key is in it. */
export interface ConnectionTestAnswer {
  readonly id: string;
  /** Absent while it runs. */
  readonly end?: ConnectionTestEnd;
  /** Since it began, and how long it may last. */
  readonly seconds: number;
  readonly limit: number;
  /** The deployed node that holds the port, where there is one: what that receives is shown. */
  readonly holder?: ConnectionTestHolder;
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
  readonly result: ConnectionTestResult;
}

export interface ConnectionTestHolder {
  readonly id: string;
  readonly name: string;
  /** Whether settings that matter to what is received are other ones in the dialog. */
  readonly differs: boolean;
}

export interface ConnectionTestRequest {
  readonly connection: TestedConnection;
  readonly setup: ConnectionTestSetup;
  readonly holder?: ConnectionTestHolder | undefined;
}

/** Timers that keep no process alive. */
export const idleClock: Clock = { ...realClock, setTimeout: (run, ms) => setTimeout(run, ms).unref() };

/**
 * Tries a connection for a while and says what it found. Ends by itself: after `TEST_SECONDS`, when all is clear, or
 * when nobody has asked for 5 s.
 */
export class ConnectionTest {
  readonly id: string = randomUUID();
  readonly #request: ConnectionTestRequest;
  readonly #clock: Clock;
  readonly #record = new ConnectionTestRecord();
  readonly #began: number;
  readonly #limit: Timer;
  readonly #unwatched: Timer;
  readonly #ended: () => void;
  #end: { readonly why: ConnectionTestEnd; readonly answer: ConnectionTestAnswer } | undefined;
  #closing: Promise<void> | undefined;

  /** `ended` is called once, when the line begins to be freed. */
  constructor(request: ConnectionTestRequest, ended: () => void, clock: Clock = idleClock) {
    this.#request = request;
    this.#ended = ended;
    this.#clock = clock;
    this.#began = clock.elapsed();
    this.#limit = new Timer(clock, () => void this.stop("over"));
    this.#unwatched = new Timer(clock, () => void this.stop("unwatched"));
  }

  /** Opens the line, unless it was ended before. */
  start(): void {
    if (this.#end) return;
    this.#limit.start(TEST_SECONDS * 1000);
    this.#unwatched.start(UNWATCHED_MS);
    this.#request.connection.open({
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
  poll(): ConnectionTestAnswer {
    if (this.#end) return this.#end.answer;
    this.#unwatched.start(UNWATCHED_MS);
    return this.#answer(undefined);
  }

  /** Ends it; resolves when the line is free. What was found stays to be asked for. */
  stop(why: ConnectionTestEnd): Promise<void> {
    if (this.#closing) return this.#closing;
    this.#limit.clear();
    this.#unwatched.clear();
    this.#end = { why, answer: this.#answer(why) };
    this.#closing = this.#request.connection.close();
    this.#ended();
    return this.#closing;
  }

  #look(): void {
    if (!this.#end && isTestDecided(this.#found)) void this.stop("over");
  }

  get #found(): Findings {
    return this.#record.findings(this.#request.connection.bytes);
  }

  #answer(end: ConnectionTestEnd | undefined): ConnectionTestAnswer {
    const found = this.#found;
    const { setup, holder } = this.#request;
    const { to, bytes, good, rejected, encrypted, line, meter } = found;
    const seconds = (this.#clock.elapsed() - this.#began) / 1000;
    return {
      id: this.id,
      ...(end && { end }),
      seconds: Math.round(seconds * 10) / 10,
      limit: TEST_SECONDS,
      ...(holder && { holder }),
      to,
      bytes,
      rate: seconds > 0 ? Math.round(bytes / seconds) : 0,
      good,
      bad: totalOf(rejected),
      encrypted,
      ...(good > 0 && line !== undefined && { line }),
      ...(meter && { meter }),
      result: connectionTestResult(found, setup, phaseOf(end)),
    };
  }
}

function phaseOf(end: ConnectionTestEnd | undefined): ConnectionTestPhase {
  if (end === undefined) return "running";
  return end === "over" ? "over" : "stopped";
}
