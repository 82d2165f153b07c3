import { type Server, type Socket, createServer } from "node:net";
import type { Frame } from "../framing/frame";
import { Timer } from "./timer";
import { Backoff } from "./backoff";
import type { Clock } from "./system-clock";
import { relayFault } from "./hints";
import type { RelayOptions } from "./types";

const MOST_READERS = 32;
/** A reader this far behind is dropped: some 250 telegrams. */
const MOST_WAITING_BYTES = 256 * 1024;
const KEEP_ALIVE_MS = 30_000;
const LINE_END = Buffer.from("\r\n", "latin1");

/**
 * Lets other programs in the network read the same meter: whole telegrams in order, to each reader all of them from
 * when it came. Read-only: what readers send is thrown away.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #backoff: Backoff;
  readonly #retry: Timer;
  readonly #warn: (text: string) => void;
  readonly #readers = new Set<Socket>();
  /** The one that listens or is about to; none while a new try is awaited. */
  #server: Server | undefined;
  #fault = "";

  /** `warn` is told in a sentence why it cannot listen, once for each reason. */
  constructor(options: RelayOptions, clock: Clock, random: () => number, warn: (text: string) => void) {
    this.#options = options;
    this.#backoff = new Backoff(random);
    this.#retry = new Timer(clock, () => this.#listen());
    this.#warn = warn;
  }

  /** Readers connected now. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Starts to listen, and goes on trying where it cannot. */
  open(): void {
    this.#retry.clear();
    if (!this.#server) this.#listen();
  }

  /** Passes on a frame, if it is a telegram: as it came, or as it was decrypted. */
  send(frame: Frame): void {
    if (this.#readers.size === 0 || frame.fault || frame.crc.status === "invalid") return;
    const bytes = Buffer.concat([frame.bytes, LINE_END]);
    for (const reader of this.#readers) {
      if (reader.writableLength + bytes.length > MOST_WAITING_BYTES) reader.destroy();
      else reader.write(bytes);
    }
  }

  /** Drops the readers and frees the port. */
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
    // A reader that ends its own half, as netcat does with no input, still reads.
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
    // A reader that breaks off is no trouble of ours; its "close" follows.
    reader.on("error", () => undefined);
    reader.resume();
  }
}

/** A server that is only about to listen cannot be closed before it does. */
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
