import { type Server, type Socket, createServer } from "node:net";
import type { Frame } from "../framing/frame";
import { Timer } from "./timer";
import { Backoff } from "./backoff";
import type { Clock } from "./system-clock";
import { relayFault } from "./hints";
import type { RelayOptions } from "./types";

const MOST_READERS = 32;
/** A reader that is this far behind, about 250 telegrams, is disconnected. */
const MOST_WAITING_BYTES = 256 * 1024;
const KEEP_ALIVE_MS = 30_000;
const LINE_END = Buffer.from("\r\n", "latin1");

/**
 * A TCP server that passes telegrams on to other programs. Each reader receives all whole telegrams from the time it
 * connected, in order. What readers send is ignored.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #backoff: Backoff;
  readonly #retry: Timer;
  readonly #warn: (text: string) => void;
  readonly #readers = new Set<Socket>();
  /** The server that listens or is about to; undefined while waiting for the next attempt. */
  #server: Server | undefined;
  #fault = "";

  /** `warn` receives a sentence on why the relay cannot listen; the same one only once in a row. */
  constructor(options: RelayOptions, clock: Clock, random: () => number, warn: (text: string) => void) {
    this.#options = options;
    this.#backoff = new Backoff(random);
    this.#retry = new Timer(clock, () => this.#listen());
    this.#warn = warn;
  }

  /** The number of readers that are connected. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Starts to listen. If that fails it tries again, with growing waits, until `close`. */
  open(): void {
    this.#retry.clear();
    if (!this.#server) this.#listen();
  }

  /** Sends a frame to all readers, decrypted if it came encrypted. Frames with a fault or a wrong CRC are left out. */
  send(frame: Frame): void {
    if (this.#readers.size === 0 || frame.fault || frame.crc.status === "invalid") return;
    const bytes = Buffer.concat([frame.bytes, LINE_END]);
    for (const reader of this.#readers) {
      if (reader.writableLength + bytes.length > MOST_WAITING_BYTES) reader.destroy();
      else reader.write(bytes);
    }
  }

  /** Disconnects the readers and stops listening. Resolves when the port is free. */
  async close(): Promise<void> {
    this.#retry.clear();
    const server = this.#server;
    this.#server = undefined;
    this.#fault = "";
    for (const reader of this.#readers) reader.destroy();
    this.#readers.clear();
    if (server) await closed(server);
  }

  #listen(): void {
    const { port, address } = this.#options;
    // A reader that closes its sending side, as netcat does without input, still reads.
    const server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    });
    this.#server = server;
    server.maxConnections = MOST_READERS;
    server.on("connection", (reader) => {
      if (this.#server === server) this.#welcome(reader);
      else reader.destroy();
    });
    server.on("listening", () => {
      this.#fault = "";
      this.#backoff.reset();
    });
    server.on("error", (cause) => {
      if (this.#server !== server) return;
      server.close();
      this.#failed(relayFault(`${address}:${port}`, cause));
    });
    try {
      server.listen({ port, host: address });
    } catch (cause) {
      this.#failed(relayFault(`${address}:${port}`, cause));
    }
  }

  #failed(fault: string): void {
    const known = fault === this.#fault;
    this.#server = undefined;
    this.#fault = fault;
    this.#retry.start(this.#backoff.next());
    if (!known) this.#warn(fault);
  }

  #welcome(reader: Socket): void {
    this.#readers.add(reader);
    reader.on("close", () => this.#readers.delete(reader));
    // A broken connection needs no handling: "close" follows.
    reader.on("error", () => undefined);
    reader.resume();
  }
}

/** Closes a server. One that is about to listen can only be closed once it listens or has failed. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const close = (): void => void server.close(() => resolve());
    if (server.listening) {
      close();
      return;
    }
    server.once("listening", close);
    server.once("error", () => resolve());
  });
}
