import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { eventually } from "./eventually";
import type { Line } from "./house";
import type { Owner } from "./owner";

/** A meter's network socket: what is written goes to all who are connected; what they send is kept. */
export class TcpLine implements Line {
  readonly #server: Server;
  readonly #readers = new Set<Socket>();
  /** Bytes that readers sent to the meter. */
  heard = 0;

  private constructor(owner: Owner) {
    this.#server = createServer({ noDelay: true }, (reader) => {
      this.#readers.add(reader);
      reader.on("data", (bytes) => (this.heard += bytes.length));
      reader.on("error", () => undefined);
      reader.on("close", () => this.#readers.delete(reader));
    });
    owner.owns(() => this.#close());
  }

  static async listen(owner: Owner): Promise<TcpLine> {
    const line = new TcpLine(owner);
    line.#server.listen(0, "127.0.0.1");
    await once(line.#server, "listening");
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Who is connected now. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Resolves when all have taken the bytes. */
  async write(bytes: Uint8Array): Promise<void> {
    await Promise.all([...this.#readers].map((reader) => taken(reader, bytes)));
  }

  /** Ends all connections, as a relay does that restarts: what was written still arrives. */
  hangUp(): void {
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  /** Waits for that many readers. */
  async hasReaders(count: number): Promise<void> {
    await eventually(() => {
      if (this.readers !== count) throw new Error(`${this.readers} readers are connected, not ${count}`);
    });
  }

  async #close(): Promise<void> {
    for (const reader of this.#readers) reader.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Writes, and waits where the other end does not keep up; a socket that ends is not waited for. */
export async function taken(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (!socket.writable || socket.write(bytes)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.once("drain", done);
    socket.once("close", done);
  });
}
