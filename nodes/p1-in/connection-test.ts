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

/** A connection test lasts this long at most, in seconds. */
export const TEST_SECONDS = 15;
/** A test that nobody asks about for this long ends: its dialog is gone. */
const UNWATCHED_MS = 5000;

/**
 * Why a test ended. over: its time was up, or more would show nothing new. stopped: by the user. replaced: by another
 * test. deployed: the flows stopped. unwatched: nobody asked about it.
 */
export type ConnectionTestEnd = "over" | "stopped" | "replaced" | "deployed" | "unwatched";

/** What the dialog shows of a test. It holds no telegram and no key. */
export interface ConnectionTestAnswer {
  readonly id: string;
  /** Absent while the test runs. */
  readonly end?: ConnectionTestEnd;
  /** Seconds since the test started, and how many it may last. */
  readonly seconds: number;
  readonly limit: number;
  /** The deployed node that has the connection open, if there is one: the test shows what that node receives. */
  readonly holder?: ConnectionTestHolder;
  /** The target as text: "/dev/ttyUSB0", "10.0.0.5:1234". */
  readonly to: string;
  /** Bytes received. */
  readonly bytes: number;
  /** Bytes per second, on average. */
  readonly rate: number;
  /** Numbers of good and of rejected telegrams. */
  readonly good: number;
  readonly bad: number;
  /** Whether the last good telegram came encrypted. */
  readonly encrypted: boolean;
  /** Line settings that brought good telegrams: "115200 8N1". */
  readonly line?: string;
  readonly meter?: MeterFound;
  readonly result: ConnectionTestResult;
}

export interface ConnectionTestHolder {
  readonly id: string;
  readonly name: string;
  /** Whether the dialog has other settings than the node, so that it might receive something else. */
  readonly differs: boolean;
}

export interface ConnectionTestRequest {
  readonly connection: TestedConnection;
  readonly setup: ConnectionTestSetup;
  readonly holder?: ConnectionTestHolder | undefined;
}

/** The computer's clock, with timers that do not keep the process running. */
export const idleClock: Clock = { ...realClock, setTimeout: (run, ms) => setTimeout(run, ms).unref() };

/**
 * Opens a connection for a while and reports what it brings. Ends after `TEST_SECONDS`, when more would show nothing
 * new, or when nobody has called `poll` for 5 s.
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

  /** `ended` is called once, when the test ends; its connection may still be closing. */
  constructor(request: ConnectionTestRequest, ended: () => void, clock: Clock = idleClock) {
    this.#request = request;
    this.#ended = ended;
    this.#clock = clock;
    this.#began = clock.elapsed();
    this.#limit = new Timer(clock, () => void this.stop("over"));
    this.#unwatched = new Timer(clock, () => void this.stop("unwatched"));
  }

  /** Opens the connection, unless the test has ended already. */
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

  /** Returns the findings so far, and keeps the test running for another 5 s. */
  poll(): ConnectionTestAnswer {
    if (this.#end) return this.#end.answer;
    this.#unwatched.start(UNWATCHED_MS);
    return this.#answer(undefined);
  }

  /** Ends the test. Resolves when its connection is closed. `poll` still returns the findings. */
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
