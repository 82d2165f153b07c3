import { type Clock, realClock } from "../../lib/connection/system-clock";
import type { ConnectionEvent, ConnectionListener } from "../../lib/connection/types";

const LINGER_MS = 1000;

/** The part of `P1Connection` that is needed here. */
export interface Shareable {
  open(): void;
  close(): Promise<void>;
  addListener(listener: ConnectionListener): () => void;
}

/**
 * One connection for any number of users. It opens with the first user and closes one second after the last has gone,
 * so that it stays open when a deploy replaces its only user.
 */
export class SharedConnection {
  readonly #connection: Shareable;
  readonly #clock: Clock;
  #users = 0;
  #opening: NodeJS.Immediate | undefined;
  #linger: unknown;
  #closed = false;
  /** The last event, for users that come later. */
  #last: ConnectionEvent | undefined;
  readonly #stopWatching: () => void;

  constructor(connection: Shareable, clock: Clock = realClock) {
    this.#connection = connection;
    this.#clock = clock;
    this.#stopWatching = connection.addListener({
      onFrame: () => undefined,
      onStatus: () => undefined,
      onEvent: (event) => (this.#last = event),
    });
  }

  /** Adds a user. Returns the function that removes it; calling that twice does no harm. */
  use(): () => void {
    this.#users++;
    this.#stopLingering();
    this.#openSoon();
    let using = true;
    return () => {
      if (!using) return;
      using = false;
      this.#users--;
      if (this.#users === 0) this.#startLingering();
    };
  }

  /**
   * Adds a user that listens. Calls its `onStatus` at once, and soon its `onEvent` with the last event. Returns the
   * function that removes it.
   */
  subscribe(listener: ConnectionListener): () => void {
    let heard = false;
    const stopListening = this.#connection.addListener({
      ...bound(listener),
      onEvent(event) {
        heard = true;
        listener.onEvent(event);
      },
    });
    const release = this.use();
    // Not at once: messages that a node sends in its constructor are lost.
    const catchUp = setImmediate(() => {
      if (!heard && this.#last !== undefined) listener.onEvent(this.#last);
    });
    return () => {
      clearImmediate(catchUp);
      stopListening();
      release();
    };
  }

  /** Closes the connection for all users. Resolves when its port or socket is free. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopLingering();
    if (this.#opening !== undefined) clearImmediate(this.#opening);
    this.#stopWatching();
    await this.#connection.close();
  }

  /** Opens the connection, but not at once: users come in constructors of nodes, which must not open anything. */
  #openSoon(): void {
    if (this.#closed || this.#opening !== undefined) return;
    this.#opening = setImmediate(() => {
      this.#opening = undefined;
      if (this.#users > 0) this.#connection.open();
    });
  }

  #startLingering(): void {
    if (this.#closed) return;
    this.#linger = this.#clock.setTimeout(() => {
      this.#linger = undefined;
      this.#last = undefined;
      void this.#connection.close();
    }, LINGER_MS);
  }

  #stopLingering(): void {
    if (this.#linger !== undefined) this.#clock.clearTimeout(this.#linger);
    this.#linger = undefined;
  }
}

function bound(listener: ConnectionListener): ConnectionListener {
  return {
    onFrame: (frame, receivedAt) => listener.onFrame(frame, receivedAt),
    onEvent: (event) => listener.onEvent(event),
    onStatus: (status) => listener.onStatus(status),
    onWarning: (text) => listener.onWarning?.(text),
  };
}
