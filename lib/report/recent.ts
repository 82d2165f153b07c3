import type { Frame, FrameFault } from "../framing/frame";
import type { ConnectionEvent, ConnectionListener } from "../connection/types";

/** A frame and when it was received (epoch ms). `number` counts the frames from 1. */
export interface Received {
  readonly number: number;
  readonly frame: Frame;
  readonly receivedAt: number;
}

/** What happened, and when (ISO 8601). */
export interface Happening {
  readonly timestamp: string;
  readonly event: string;
  readonly text: string;
}

/** Frames are counted by their CRC status, or by why they are no telegram. */
export type FrameStatus = Frame["crc"]["status"] | FrameFault;

const MOST_EVENTS = 20;

/**
 * Keeps what a problem report needs of a connection: the last good and the last rejected frames, how many there were of
 * each status, and the last events. Listening costs next to nothing: it keeps references to a few frames, no copies.
 */
export class Recent implements ConnectionListener {
  readonly counts: Partial<Record<FrameStatus, number>> = {};
  readonly #most: { readonly good: number; readonly rejected: number };
  readonly #now: () => number;
  #count = 0;
  readonly #good: Received[] = [];
  readonly #rejected: Received[] = [];
  readonly #events: Happening[] = [];

  /** `most`: how many frames are kept; `now`: epoch ms. */
  constructor(most = { good: 2, rejected: 3 }, now: () => number = Date.now) {
    this.#most = most;
    this.#now = now;
  }

  /** The frames kept, oldest first. */
  get frames(): Received[] {
    return [...this.#good, ...this.#rejected].sort((a, b) => a.number - b.number);
  }

  /** The events and warnings kept, oldest first. */
  get events(): readonly Happening[] {
    return this.#events;
  }

  onFrame(frame: Frame, receivedAt: number): void {
    const status = frame.fault ?? frame.crc.status;
    this.counts[status] = (this.counts[status] ?? 0) + 1;
    const received = { number: ++this.#count, frame, receivedAt };
    if (isGood(frame)) keep(this.#good, received, this.#most.good);
    else keep(this.#rejected, received, this.#most.rejected);
  }

  onEvent({ timestamp, event, text }: ConnectionEvent): void {
    keep(this.#events, { timestamp, event, text }, MOST_EVENTS);
  }

  onStatus(): void {
    // A report asks the connection for its status.
  }

  onWarning(text: string): void {
    keep(this.#events, { timestamp: new Date(this.#now()).toISOString(), event: "warning", text }, MOST_EVENTS);
  }
}

/** Whether a frame may be a telegram to a reader that requires the CRC. */
export function isGood({ fault, crc }: Frame): boolean {
  return fault === undefined && crc.status !== "invalid";
}

function keep<T>(list: T[], item: T, most: number): void {
  list.push(item);
  if (list.length > most) list.shift();
}
