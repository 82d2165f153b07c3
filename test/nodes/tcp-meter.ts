import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** A meter behind a TCP relay on loopback; the test writes what it sends. */
export class TcpMeter {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Connections made so far. */
  accepted = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.accepted++;
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  static async start(port = 0): Promise<TcpMeter> {
    const meter = new TcpMeter(createServer());
    meter.#server.listen(port, "127.0.0.1");
    await once(meter.#server, "listening");
    return meter;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Readers connected now. */
  get readers(): number {
    return this.#sockets.size;
  }

  send(bytes: string | Buffer): void {
    for (const socket of this.#sockets) socket.write(bytes, "latin1");
  }

  /** Cuts all connections, and goes on listening. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, "close");
  }
}
