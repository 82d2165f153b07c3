import { type Socket, connect } from "node:net";
import type { Source, SourceError, SourceEvents } from "./source";
import { tcpError } from "./tcp-errors";

export interface TcpOptions {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** After this long without data the system checks whether the other end is still there. */
const KEEP_ALIVE_MS = 10_000;

/** A chunk of this size holds many telegrams, for example of a recording: they are delivered before more is read. */
const MANY_BYTES = 32 * 1024;

/** A TCP client that only reads, from a relay or a P1 reader in the network. */
export class TcpSource implements Source {
  readonly to: string;
  readonly #options: TcpOptions;
  #events: SourceEvents | undefined;
  #socket: Socket | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: TcpOptions) {
    this.#options = options;
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    this.to = `${host}:${options.port}`;
  }

  open(events: SourceEvents): void {
    if (this.#events || this.#socket || this.#closing) return;
    this.#events = events;
    const { host, port } = this.#options;
    const fault = settingFault(this.#options);
    if (fault) {
      // Events must not be called before `open` has returned.
      queueMicrotask(() => this.#lost(tcpError(this.to, fault)));
      return;
    }
    this.#socket = this.#listen(
      connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }),
    );
  }

  close(): Promise<void> {
    this.#events = undefined;
    this.#closing ??= destroyed(this.#socket);
    return this.#closing;
  }

  #listen(socket: Socket): Socket {
    socket.on("connect", () => this.#events?.onOpen());
    socket.on("data", (bytes: Buffer) => {
      this.#events?.onData(bytes);
      if (bytes.length >= MANY_BYTES) rest(socket);
    });
    socket.on("error", (cause) => this.#lost(tcpError(this.to, cause)));
    socket.on("close", () => this.#lost(tcpError(this.to, "ended")));
    return socket;
  }

  #lost(reason: SourceError): void {
    const events = this.#events;
    this.#events = undefined;
    events?.onClose(reason);
  }
}

function settingFault({ host, port }: TcpOptions): string | undefined {
  if (!host) return "no-host";
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : "bad-port";
}

/**
 * Pauses reading until pending callbacks have run. Otherwise Node.js reads up to 2 MB from a socket before anything
 * else runs, and the messages of 2,000 telegrams waiting for delivery doubled the time spent on garbage collection.
 */
function rest(socket: Socket): void {
  socket.pause();
  setImmediate(() => socket.resume());
}

function destroyed(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (!socket || socket.closed) {
      resolve();
      return;
    }
    socket.once("close", () => resolve());
    socket.destroy();
  });
}
