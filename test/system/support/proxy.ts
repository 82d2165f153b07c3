import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import type { Owner } from "./owner";
import { taken } from "./tcp-line";

/** A TCP proxy that does to its connections what networks do. */
export class Proxy {
  readonly #to: number;
  readonly #links = new Set<Link>();
  #server: Server;
  #port = 0;
  #open: Promise<void> = Promise.resolve();
  #reopen: () => void = () => undefined;
  #trickling = false;

  private constructor(owner: Owner, to: number) {
    this.#to = to;
    this.#server = this.#make();
    owner.owns(async () => {
      this.resume();
      await this.refuse();
    });
  }

  /** One in front of a port of this computer. */
  static async to(owner: Owner, port: number): Promise<Proxy> {
    const proxy = new Proxy(owner, port);
    await proxy.accept();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Passes nothing on until `resume`, and loses nothing. */
  stall(): void {
    this.#open = new Promise((resolve) => (this.#reopen = resolve));
  }

  resume(): void {
    this.#reopen();
    this.#open = Promise.resolve();
  }

  /** Breaks all connections off. */
  reset(): void {
    for (const link of this.#links) link.reset();
  }

  /** Breaks all connections off and listens no more until `accept`. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.reset();
    await closed;
  }

  async accept(): Promise<void> {
    this.#server = this.#make();
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Passes on half of the next bytes and then ends the connection. */
  cut(): void {
    for (const link of this.#links) link.cut = true;
  }

  /** Loses the present connections without a word: neither end is told. */
  halfOpen(): void {
    for (const link of this.#links) link.lose();
  }

  /** Passes each byte on by itself, or no more so. */
  trickle(on: boolean): void {
    this.#trickling = on;
  }

  /** Sends bytes of its own, as fast as they are taken, while those of the meter wait. */
  async flood(chunks: Iterable<Uint8Array>): Promise<void> {
    this.stall();
    for (const chunk of chunks) await Promise.all([...this.#links].map((link) => taken(link.client, chunk)));
    this.resume();
  }

  #make(): Server {
    return createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
      const link = new Link(client, connect({ port: this.#to, host: "127.0.0.1", noDelay: true }), (bytes) =>
        this.#pass(client, bytes),
      );
      this.#links.add(link);
      client.on("close", () => this.#links.delete(link));
    });
  }

  async #pass(client: Socket, bytes: Uint8Array): Promise<void> {
    await this.#open;
    if (!this.#trickling) return taken(client, bytes);
    for (const byte of bytes) {
      await taken(client, Uint8Array.of(byte));
      await turn();
    }
  }
}

/** A connection through the proxy. */
class Link {
  cut = false;
  #lost = false;

  constructor(
    readonly client: Socket,
    private readonly upstream: Socket,
    pass: (bytes: Uint8Array) => Promise<void>,
  ) {
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.on("data", (bytes) => upstream.write(bytes));
    client.on("end", () => {
      if (!this.#lost) this.end();
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => {
      if (!this.#lost) client.end();
    });
    void this.#run(pass);
  }

  reset(): void {
    this.client.resetAndDestroy();
  }

  lose(): void {
    this.#lost = true;
    this.upstream.destroy();
  }

  end(): void {
    this.client.end();
    this.upstream.destroy();
  }

  async #run(pass: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    try {
      for await (const bytes of this.upstream as AsyncIterable<Buffer>) {
        if (this.#lost) return;
        await pass(this.cut ? bytes.subarray(0, bytes.length / 2) : bytes);
        if (!this.cut) continue;
        this.end();
        return;
      }
    } catch {
      // The meter's end was closed: `close` says the rest.
    }
  }
}
