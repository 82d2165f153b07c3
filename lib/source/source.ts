import type { Sentence } from "../texts/texts";

/** The callbacks of a source. None is called before `open` has returned, nor after `close` was called. */
export interface SourceEvents {
  /** The source is open; bytes may follow. */
  onOpen(): void;
  /** Bytes arrived. Chunks may be cut anywhere. */
  onData(bytes: Buffer): void;
  /** The source could not open, or has ended. Called once; the source cannot be used again. */
  onClose(reason: SourceError): void;
  /** A sentence about something that does not end the source, for example a port without RTS. */
  onWarning(text: string): void;
}

/**
 * Why a source could not open or has ended: a sentence that says what is wrong and what to do. Its code is the system's
 * (ENOENT, ECONNREFUSED) or one of ours (unplugged, busy, rights, binding).
 */
export type SourceError = Sentence;

/** Line settings: how a serial port sends bytes. */
export interface LineSettings {
  /** Bits per second. */
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: "none" | "even" | "odd";
  readonly stopBits: 1 | 2;
}

/** A source of bytes: a serial port, a TCP connection, a simulated meter. Used once: each attempt makes a new one. */
export interface Source {
  /** The target as text: "/dev/ttyUSB0", "10.0.0.5:1234", "simulated meter". */
  readonly to: string;
  /** Starts to open. Never throws: the outcome is passed to `events`. */
  open(events: SourceEvents): void;
  /** Closes the source, also while it is opening. Resolves when its port or socket is free. May be called twice. */
  close(): Promise<void>;
}

/** Makes a source for one attempt. `line`: line settings for a serial port; other sources ignore them. May throw. */
export type SourceFactory = (line: LineSettings | undefined) => Source;
