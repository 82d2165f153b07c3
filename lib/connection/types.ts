import type { Frame } from "../framing/frame";
import type { LineSettings } from "../source/source";

export type ConnectionState = "closed" | "opening" | "waiting" | "receiving" | "silent" | "backing-off";

/** What happened to a connection; `text` is a sentence for people, `timestamp` ISO 8601 in UTC. */
export type ConnectionEvent = { readonly timestamp: string; readonly text: string } & (
  | { readonly event: "connected"; readonly to: string }
  /** `retryIn` in seconds. */
  | { readonly event: "disconnected"; readonly reason: string; readonly retryIn: number }
  /** `seconds` since the last telegram (or since opening), `bytes` received meanwhile. */
  | { readonly event: "no-data"; readonly seconds: number; readonly bytes: number; readonly hint: string }
  | { readonly event: "data-resumed" }
);

/** A connection as a user of it sees it now. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** What it is connected to, for people. */
  readonly to: string;
  /** Why it is not receiving, or what to try: empty while all is well. */
  readonly hint: string;
  /** Seconds without a telegram, where `state` is silent. */
  readonly seconds?: number;
  /** Line settings in use on a serial port, "115200 8N1". */
  readonly line?: string;
}

/** Counters since the connection was made; the base of `summary` events. */
export interface ConnectionCounters {
  bytes: number;
  frames: number;
  /** Bytes that belonged to no frame. */
  noise: number;
  reconnects: number;
  /** Seconds between telegrams, once learnt. */
  period?: number;
  lastError?: string;
}

/** What survives a new `P1Connection` for the same meter. */
export interface Learnt {
  line?: LineSettings;
  /** Seconds. */
  period?: number;
}

export interface ConnectionListener {
  /** A frame, good or not: its verdict is in it. `receivedAt` in epoch ms. Each listener gets frames in order. */
  onFrame(frame: Frame, receivedAt: number): void;
  onEvent(event: ConnectionEvent): void;
  onStatus(status: ConnectionStatus): void;
}
