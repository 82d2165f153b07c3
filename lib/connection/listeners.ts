import type { Frame } from "../framing/frame";
import type { Clock } from "./system-clock";
import type { ConnectionEvent, ConnectionListener, ConnectionStatus } from "./types";

/** An event before it is stamped. */
export type EventWithoutTime = ConnectionEvent extends infer E
  ? E extends ConnectionEvent
    ? Omit<E, "timestamp">
    : never
  : never;

/** The listeners of a connection: each is told everything in order, whatever the others do. */
export class Listeners {
  readonly #all = new Set<ConnectionListener>();
  /** The same as a list that is never changed: what happens goes to those that were there then. */
  #list: readonly ConnectionListener[] = [];
  readonly #clock: Clock;
  readonly #failed: (text: string) => void;
  #status: ConnectionStatus | undefined;
  #failure = "";

  /** `failed` is told in a sentence what a listener threw. */
  constructor(clock: Clock, failed: (text: string) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Adds a listener and tells it `status` at once; gives what removes it. */
  add(listener: ConnectionListener, status: ConnectionStatus): () => void {
    // Each call is a listener of its own, also of the same object.
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

  /** Told only where it differs from the last. */
  status(status: ConnectionStatus): void {
    if (this.#status && sameStatus(this.#status, status)) return;
    this.#status = status;
    this.#each((listener) => listener.onStatus(status));
  }

  warning(text: string): void {
    this.#each((listener) => listener.onWarning?.(text));
  }

  /** A listener that is removed meanwhile is not told, one that is added is not told twice. */
  #each(call: (listener: ConnectionListener) => void): void {
    for (const listener of this.#list) {
      if (this.#all.has(listener)) this.#guarded(listener, call);
    }
  }

  /** A listener's mistake must be seen, but not a thousand times. */
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
