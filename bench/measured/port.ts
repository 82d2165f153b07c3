import { EventEmitter } from "node:events";
import { requirePeer } from "./peer";

/** A Node.js stream that takes bytes. */
type Sink = EventEmitter & { write: (chunk: Buffer) => boolean };

/** A serial port that is given its bytes by the bench. */
export class Port extends EventEmitter {
  /** The one made last, by a reader that keeps its own to itself. */
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

  /** Hands bytes to the reader; answers later where it can take no more now. */
  give(chunk: Buffer): void | Promise<void> {
    this.emit("data", chunk);
    const sink = this.#sink;
    if (sink && !sink.write(chunk)) return new Promise((resolve) => sink.once("drain", resolve));
  }

  pause(): void {
    // Bytes come when they are given.
  }

  resume(): void {
    // As above.
  }
}

/** A peer whose serial ports are such ones. */
export function requireWithPort(peer: string): unknown {
  const serialport = requirePeer("serialport") as Record<string, unknown>;
  // Its export cannot be set anew: the peer is given another module in its place.
  return requirePeer(peer, { serialport: { ...serialport, SerialPort: Port } });
}
