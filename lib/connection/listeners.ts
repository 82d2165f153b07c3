import type { Frame } from "../framing/frame";
import type { ConnectionEvent, ConnectionListener, ConnectionStatus } from "./types";

/** The listeners of a connection: each is told everything in order, whatever the others do. */
export class Listeners {
  readonly #all = new Set<ConnectionListener>();
  readonly #failed: (cause: unknown) => void;

  /** `failed` is told what a listener threw. */
  constructor(failed: (cause: unknown) => void) {
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
    this.#guarded(() => own.onStatus(status));
    return () => void this.#all.delete(own);
  }

  frame(frame: Frame, receivedAt: number): void {
    this.#each((listener) => listener.onFrame(frame, receivedAt));
  }

  event(event: ConnectionEvent): void {
    this.#each((listener) => listener.onEvent(event));
  }

  status(status: ConnectionStatus): void {
    this.#each((listener) => listener.onStatus(status));
  }

  warning(text: string): void {
    this.#each((listener) => listener.onWarning?.(text));
  }

  /** A listener that is removed meanwhile is not told, one that is added is not told twice. */
  #each(tell: (listener: ConnectionListener) => void): void {
    for (const listener of [...this.#all]) {
      if (this.#all.has(listener)) this.#guarded(() => tell(listener));
    }
  }

  #guarded(tell: () => void): void {
    try {
      tell();
    } catch (cause) {
      this.#failed(cause);
    }
  }
}
