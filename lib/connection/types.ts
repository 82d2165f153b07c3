import type { Frame, FramerOptions } from "../framing/frame";
import type { LineSettings, SourceFactory } from "../source/source";
import type { Sentence } from "../texts/texts";

export type ConnectionState = "closed" | "opening" | "waiting" | "receiving" | "silent" | "backing-off";

/** Whether the line is open, or was and is being opened anew. */
export function isConnected(state: ConnectionState): boolean {
  return state === "waiting" || state === "receiving" || state === "silent";
}

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
  /** The same as `hint`, with what it takes to tell it in other languages; absent while all is well. */
  readonly why?: Sentence;
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
export interface ConnectionMemory {
  line?: LineSettings;
  /** Seconds. */
  period?: number;
}

export interface ConnectionListener {
  /** A frame, good or not: its verdict is in it. `receivedAt` in epoch ms. Each listener gets frames in order. */
  onFrame(frame: Frame, receivedAt: number): void;
  onEvent(event: ConnectionEvent): void;
  onStatus(status: ConnectionStatus): void;
  /** A sentence on something that does not stop the telegrams: a port without RTS, a relay port in use. Said once. */
  onWarning?(text: string): void;
}

export interface RelayOptions {
  readonly port: number;
  readonly address: string;
}

export interface ConnectionOptions {
  readonly source: SourceFactory;
  /** Serial ports only: fixed settings, or "auto" to find them. */
  readonly line?: "auto" | LineSettings;
  /** Seconds that "auto" gives each setting, from its first byte; 12, which is right for a meter of any period. */
  readonly secondsPerLine?: number;
  /** Seconds of silence before `no-data` and a new try; 0 or absent: learnt from the meter's period. */
  readonly timeout?: number;
  readonly framer?: FramerOptions;
  readonly relay?: RelayOptions;
  /** Kept by the caller; read at the start and written as things are learnt. */
  readonly memory?: ConnectionMemory;
}
