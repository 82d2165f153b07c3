import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { Simulator } from "../source/simulator/simulator";
import type { SimulatedMeter } from "../source/simulator/simulated-meter";
import { CommandError } from "./usage";

const MOST_READERS = 32;
/** A reader that is so far behind is dropped. */
const MOST_WAITING_BYTES = 256 * 1024;

/** A simulated meter on a TCP port: every reader gets every byte from when it came. What readers send is thrown away. */
export class MeterServer {
  readonly #meter: SimulatedMeter;
  readonly #readers = new Set<Socket>();
  #server: Server | undefined;
  #source: Simulator | undefined;

  constructor(meter: SimulatedMeter) {
    this.#meter = meter;
  }

  /** Readers connected now. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Starts to listen; resolves with the address it has, rejects with a CommandError that says why not. */
  async listen(port: number, host: string): Promise<AddressInfo> {
    // A reader that ends its own half, as netcat does without input, still reads.
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

  /** Drops the readers, stops the meter and frees the port. */
  async close(): Promise<void> {
    await this.#source?.close();
    for (const reader of this.#readers) reader.destroy();
    const server = this.#server;
    if (server?.listening) await new Promise((resolve) => server.close(resolve));
  }

  /** The meter's bytes to all; where its faults break the line, all are dropped and it begins anew. */
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
    // A reader that breaks off is no trouble of ours; its "close" follows.
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
