import { EventEmitter } from "node:events";
import { requirePeer } from "./peer";

/** A Node.js stream that takes bytes. */
type Sink = EventEmitter & { write: (chunk: Buffer) => boolean };

/** A serial port whose bytes come from the bench. */
export class Port extends EventEmitter {
  /** The port made last, for readers that do not give access to theirs. */
  static last: Port;
  readonly isOpen = true;
  #sink: Sink | undefined;

  constructor() {
    super();
    Port.last = this;
  }

  pipe(sink: Sink): Sink {
    this.#sink = sink;
    return sink;
  }

  /** Passes bytes to the reader. Returns a promise if the reader cannot take more now. */
  give(chunk: Buffer): void | Promise<void> {
    this.emit("data", chunk);
    const sink = this.#sink;
    if (sink && !sink.write(chunk)) return new Promise((resolve) => sink.once("drain", resolve));
  }

  pause(): void {
    // Nothing to do: bytes come from the bench.
  }

  resume(): void {
    // Nothing to do.
  }
}

/** Loads a peer that uses this class for its serial ports. */
export function requireWithPort(peer: string): unknown {
  const serialport = requirePeer("serialport") as Record<string, unknown>;
  // The export cannot be replaced, so the peer gets another module.
  return requirePeer(peer, { serialport: { ...serialport, SerialPort: Port } });
}
