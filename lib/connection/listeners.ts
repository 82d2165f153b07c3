import type { Frame } from "../framing/frame";
import type { Clock } from "./system-clock";
import type { EventWithoutTime } from "./events";
import type { ConnectionEvent, ConnectionListener, ConnectionStatus } from "./types";

/**
 * The listeners of a connection. Each one is called for everything, in order. A listener that throws, or that adds or
 * removes listeners, does not disturb the others.
 */
export class Listeners {
  readonly #all = new Set<ConnectionListener>();
  /**
   * The listeners as an array that is replaced, never changed: a call reaches those that were present when it began.
   */
  #list: readonly ConnectionListener[] = [];
  readonly #clock: Clock;
  readonly #failed: (text: string) => void;
  #status: ConnectionStatus | undefined;
  #failure = "";

  /** `failed` receives a sentence when a listener throws; the same failure only once in a row. */
  constructor(clock: Clock, failed: (text: string) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Adds a listener and calls its `onStatus` with `status` at once. Returns the function that removes it. */
  add(listener: ConnectionListener, status: ConnectionStatus): () => void {
    // An object that is added twice counts as two listeners.
    const own: ConnectionListener = {
      onFrame: (frame, receivedAt) => listener.onFrame(frame, receivedAt),
      onEvent: (event) => listener.onEvent(event),
      onStatus: (now) => listener.onStatus(now),
      onWarning: (text) => listener.onWarning?.(text),
    };
    this.#all.add(own);
    this.#list = [...this.#all];
    this.#guarded(own, () => own.onStatus(status));
    return () => {
      this.#all.delete(own);
      this.#list = [...this.#all];
    };
  }

  frame(frame: Frame, receivedAt: number): void {
    this.#each((listener) => listener.onFrame(frame, receivedAt));
  }

  event(news: EventWithoutTime): void {
    const event: ConnectionEvent = { ...news, timestamp: new Date(this.#clock.now()).toISOString() };
    this.#each((listener) => listener.onEvent(event));
  }

  /** Passes a status on, unless it equals the last one. */
  status(status: ConnectionStatus): void {
    if (this.#status && sameStatus(this.#status, status)) return;
    this.#status = status;
    this.#each((listener) => listener.onStatus(status));
  }

  warning(text: string): void {
    this.#each((listener) => listener.onWarning?.(text));
  }

  /** Skips listeners that another listener removed meanwhile. */
  #each(call: (listener: ConnectionListener) => void): void {
    for (const listener of this.#list) {
      if (this.#all.has(listener)) this.#guarded(listener, call);
    }
  }

  /** Reports what a listener throws, but not once for every telegram. */
  #guarded(listener: ConnectionListener, call: (listener: ConnectionListener) => void): void {
    try {
      call(listener);
    } catch (cause) {
      const failure = cause instanceof Error ? cause.message : String(cause);
      if (failure === this.#failure) return;
      this.#failure = failure;
      this.#failed(`a listener of the P1 connection failed: ${failure}`);
    }
  }
}

function sameStatus(a: ConnectionStatus, b: ConnectionStatus): boolean {
  return a.state === b.state && a.to === b.to && a.hint === b.hint && a.seconds === b.seconds && a.line === b.line;
}
