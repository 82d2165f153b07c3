import type { Frame, FramerOptions } from "../framing/frame";
import type { LineSettings, SourceFactory } from "../source/source";
import type { Sentence } from "../texts/texts";

export type ConnectionState = "closed" | "opening" | "waiting" | "receiving" | "silent" | "backing-off";

/** Whether the source is open in this state, or is being opened again by our own choice. */
export function isConnected(state: ConnectionState): boolean {
  return state === "waiting" || state === "receiving" || state === "silent";
}

/** What happened to a connection. `timestamp`: ISO 8601 in UTC. `text`: an English sentence. */
export type ConnectionEvent = { readonly timestamp: string; readonly text: string } & (
  | { readonly event: "connected"; readonly to: string }
  /** The connection was lost or could not be opened. `retryIn`: seconds until the next attempt. */
  | { readonly event: "disconnected"; readonly reason: string; readonly retryIn: number }
  /** `seconds` since the last telegram, or since opening; `bytes` received in that time; `hint`: what to try. */
  | { readonly event: "no-data"; readonly seconds: number; readonly bytes: number; readonly hint: string }
  /** The first telegram after an opening or a silence. */
  | { readonly event: "data-resumed" }
);

/** The status of a connection at one moment. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** The target as text: "/dev/ttyUSB0", "10.0.0.5:1234"; empty before the first opening. */
  readonly to: string;
  /** Why no telegrams arrive and what to try, in English; empty while all is well. */
  readonly hint: string;
  /** The same as `hint`, as a sentence that can be translated; absent while all is well. */
  readonly why?: Sentence;
  /** Seconds without a telegram; only in the state "silent". */
  readonly seconds?: number;
  /** Line settings in use on a serial port, "115200 8N1". */
  readonly line?: string;
}

/** Counters since the `P1Connection` was made. */
export interface ConnectionCounters {
  /** Bytes received. */
  bytes: number;
  /** Frames, good and bad. */
  frames: number;
  /** Bytes that belonged to no frame. */
  noise: number;
  /** Openings after the first one, except those for other line settings. */
  reconnects: number;
  /** Seconds between telegrams; absent until it is known. */
  period?: number;
  /** The last loss, warning or failure of a listener, as a sentence. */
  lastError?: string;
}

/** What a connection found out about its meter. Pass the same object to the next `P1Connection` for this meter. */
export interface ConnectionMemory {
  /** Line settings that brought a good telegram; only with `line: "auto"`. */
  line?: LineSettings;
  /** Seconds between telegrams. */
  period?: number;
}

/** What a listener throws becomes a process warning and does not disturb other listeners. */
export interface ConnectionListener {
  /** Called for every frame in order, also those with a fault or a wrong CRC. `receivedAt` in epoch ms. */
  onFrame(frame: Frame, receivedAt: number): void;
  onEvent(event: ConnectionEvent): void;
  /** Called when the listener is added, and whenever the status has changed. */
  onStatus(status: ConnectionStatus): void;
  /** A sentence about something that does not stop the telegrams: a port without RTS, a relay port in use. */
  onWarning?(text: string): void;
}

/** The TCP address on which other programs can read the telegrams. */
export interface RelayOptions {
  readonly port: number;
  readonly address: string;
}

export interface ConnectionOptions {
  /** Makes a source for each attempt to connect. */
  readonly source: SourceFactory;
  /** Line settings of a serial port: fixed ones, or "auto" to find them. */
  readonly line?: "auto" | LineSettings;
  /** Seconds that "auto" tries each settings, from the first byte; 12 by default, enough for a meter of any period. */
  readonly secondsPerLine?: number;
  /** Seconds without a telegram before `no-data` and a reopening; 0 or absent: depends on the meter's period. */
  readonly timeout?: number;
  /** Keys for encrypted telegrams. */
  readonly framer?: FramerOptions;
  /** Absent: no relay. */
  readonly relay?: RelayOptions;
  /** Kept by the caller: read when the connection is made, and written as the connection finds things out. */
  readonly memory?: ConnectionMemory;
}
