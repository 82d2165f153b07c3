import type { NodeStatus } from "node-red";
import type { Clock } from "../../lib/connection/clock";
import { realClock } from "../../lib/connection/clock";

const PACE_MS = 2000;

/** A status that is only made when it is shown: its text takes longer than many a telegram. */
export type LazyStatus = () => NodeStatus;

/** The status of a node whose settings cannot be used; `problem` in the server's language. */
export function problemStatus(problem: string): NodeStatus {
  return { fill: "red", shape: "dot", text: problem };
}

/** Sets a node's status only when it changed, and at most every 2 s; the last one asked for always gets there. */
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

  show(status: LazyStatus): void {
    this.#wanted = status;
    if (this.#timer === undefined) this.#update();
  }

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
