import type { Clock } from "../../lib/connection/system-clock";
import { realClock } from "../../lib/connection/system-clock";
import type { ConnectionEvent, ConnectionListener } from "../../lib/connection/types";

const LINGER_MS = 1000;

/** The part of a `P1Connection` that sharing it needs. */
export interface Shareable {
  open(): void;
  close(): Promise<void>;
  addListener(listener: ConnectionListener): () => void;
}

/**
 * One connection for any number of users: it opens with the first, and lingers a second after the last, so that a
 * deploy that changes the only user does not drop the line.
 */
export class SharedConnection {
  readonly #connection: Shareable;
  readonly #clock: Clock;
  #users = 0;
  #opening: NodeJS.Immediate | undefined;
  #linger: unknown;
  #closed = false;
  /** The event that led to the present state, for users that come later. */
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

  /** Adds a user and opens the connection with the first; gives what takes the user away, to be called once or more. */
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
   * A user that listens: it is heard the status at once, and soon the event that led to it. Gives what unsubscribes it.
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
    // A node cannot send in its constructor.
    const catchUp = setImmediate(() => {
      if (!heard && this.#last !== undefined) listener.onEvent(this.#last);
    });
    return () => {
      clearImmediate(catchUp);
      stopListening();
      release();
    };
  }

  /** Ends it for all users; resolves when the line is free. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopLingering();
    if (this.#opening !== undefined) clearImmediate(this.#opening);
    this.#stopWatching();
    await this.#connection.close();
  }

  /** Not at once: users subscribe in constructors, where nothing may be opened. */
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
