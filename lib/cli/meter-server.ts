import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { Simulator } from "../source/simulator/simulator";
import type { SimulatedMeter } from "../source/simulator/simulated-meter";
import { CommandError } from "./usage";

const MOST_READERS = 32;
/** A reader that is this far behind is disconnected. */
const MOST_WAITING_BYTES = 256 * 1024;

/**
 * A simulated meter on a TCP port. Each reader receives every byte from the time it connected. What it sends is
 * ignored.
 */
export class MeterServer {
  readonly #meter: SimulatedMeter;
  readonly #readers = new Set<Socket>();
  #server: Server | undefined;
  #source: Simulator | undefined;

  constructor(meter: SimulatedMeter) {
    this.#meter = meter;
  }

  /** The number of readers that are connected. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Starts to listen. Resolves with the address it got; rejects with a CommandError that says why it cannot listen. */
  async listen(port: number, host: string): Promise<AddressInfo> {
    // A reader that closes its sending side, as netcat does without input, still reads.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (reader) => this.#welcome(reader));
    this.#server = server;
    server.maxConnections = MOST_READERS;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => reject(new CommandError(listenProblem(port, host, cause))));
      server.listen({ port, host }, resolve);
    });
    this.#run();
    return server.address() as AddressInfo;
  }

  /** Stops the meter, disconnects the readers and stops listening. Resolves when the port is free. */
  async close(): Promise<void> {
    await this.#source?.close();
    for (const reader of this.#readers) reader.destroy();
    const server = this.#server;
    if (server?.listening) await new Promise((resolve) => server.close(resolve));
  }

  /**
   * Sends the meter's bytes to all readers. When one of its faults ends the connection, it disconnects them and goes
   * on.
   */
  #run(): void {
    this.#source = new Simulator({ meter: this.#meter });
    this.#source.open({
      onOpen: () => undefined,
      onWarning: () => undefined,
      onData: (bytes) => this.#send(bytes),
      onClose: () => {
        for (const reader of this.#readers) reader.end();
        this.#run();
      },
    });
  }

  #send(bytes: Buffer): void {
    for (const reader of this.#readers) {
      if (reader.writableLength + bytes.length > MOST_WAITING_BYTES) reader.destroy();
      else if (reader.writable) reader.write(bytes);
    }
  }

  #welcome(reader: Socket): void {
    this.#readers.add(reader);
    reader.on("close", () => this.#readers.delete(reader));
    // A broken connection needs no handling: "close" follows.
    reader.on("error", () => undefined);
    reader.resume();
  }
}

function listenProblem(port: number, host: string, cause: NodeJS.ErrnoException): string {
  const at = `port ${port} on ${host}`;
  switch (cause.code) {
    case "EADDRINUSE":
      return `Another program has ${at}: end it, or choose another port (0 finds a free one).`;
    case "EACCES":
      return `This user may not listen on ${at}: choose a port above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `This computer has no address ${host}: use 127.0.0.1, or 0.0.0.0 for all of its own.`;
    default:
      return `Listening on ${at} failed: ${cause.message}.`;
  }
}
