import type { Sentence } from "../texts/texts";

/** What a source tells whoever opened it. Nothing is called before `open` returned, nor after `close` was called. */
export interface SourceEvents {
  /** The line is open; bytes may follow. */
  onOpen(): void;
  /** Bytes as they came, in any chunking. */
  onData(bytes: Buffer): void;
  /** The line is gone, or could not be opened; said once, the source is then spent. */
  onClose(reason: SourceError): void;
  /** Something the user should know that does not end the line (a port without RTS, say). */
  onWarning(text: string): void;
}

/**
 * Why a source could not open or stay open: a sentence that says what is wrong and what to do. The code is the system's
 * or our own: ENOENT, ECONNREFUSED, unplugged, busy, rights, binding ...
 */
export type SourceError = Sentence;

/** How bytes travel on a serial line. */
export interface LineSettings {
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: "none" | "even" | "odd";
  readonly stopBits: 1 | 2;
}

/** A byte pipe, used once: open, then close. A new try takes a new one. */
export interface Source {
  /** What it is connected to, for people: "/dev/ttyUSB0", "10.0.0.5:1234", "simulated meter". */
  readonly to: string;
  /** Starts opening; throws nothing, tells everything by `events`. */
  open(events: SourceEvents): void;
  /** Frees the line, also while it is opening; resolves when the port is free. May be called twice. */
  close(): Promise<void>;
}

/** Makes the source for one try; `line` only means something to a serial port. */
export type SourceFactory = (line: LineSettings | undefined) => Source;
