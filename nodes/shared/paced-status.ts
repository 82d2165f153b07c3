import type { NodeStatus } from "node-red";
import type { Clock } from "../../lib/connection/system-clock";
import { realClock } from "../../lib/connection/system-clock";

/** Least time between two statuses. */
const PACE_MS = 2000;

/** Makes a status when it is shown: its text may cost more than reading a telegram, and most are never shown. */
export type LazyStatus = () => NodeStatus;

/** The status of a node whose settings cannot be used; `problem` is a sentence in the server's language. */
export function problemStatus(problem: string): NodeStatus {
  return { fill: "red", shape: "dot", text: problem };
}

/** Sets a node's status only if it changed, and at most every 2 s. The last one asked for is always set in the end. */
export class PacedStatus {
  readonly #set: (status: NodeStatus) => void;
  readonly #clock: Clock;
  #shown = "";
  #wanted: LazyStatus | undefined;
  #timer: unknown;

  constructor(set: (status: NodeStatus) => void, clock: Clock = realClock) {
    this.#set = set;
    this.#clock = clock;
  }

  /** Shows a status now, or once 2 s have passed since the one before unless another is asked for until then. */
  show(status: LazyStatus): void {
    this.#wanted = status;
    if (this.#timer === undefined) this.#update();
  }

  /** Stops the timer. A status that is not yet set is dropped. */
  close(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wanted = undefined;
  }

  #update(): void {
    const wanted = this.#wanted?.();
    if (wanted === undefined) return;
    this.#wanted = undefined;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#update();
    }, PACE_MS);
    if (key(wanted) === this.#shown) return;
    this.#shown = key(wanted);
    this.#set(wanted);
  }
}

function key({ fill, shape, text }: NodeStatus): string {
  return JSON.stringify([fill, shape, text]);
}
