import type { Message, NodeRed } from "./node-red";
import { telegram } from "./telegram";

/** Whatever takes bytes to the node under test. */
export interface Line {
  write(bytes: Uint8Array): Promise<void>;
}

/** `power_delivered` in a telegram's payload, kW. */
export function powerOf(msg: Message): number | undefined {
  return (msg.payload as { values?: Record<string, number> } | undefined)?.values?.power_delivered;
}

/** A meter at the test's end of a line. Each telegram has a power of its own, so that none is taken for another. */
export class House {
  /** kW */
  #power = 0.1;

  constructor(
    private readonly nodeRed: NodeRed,
    private readonly line: Line,
  ) {}

  /** Sends a telegram, again every half second, until it came out at the tap; gives the message. */
  async sendsUntilSeen(tap = "telegram"): Promise<Message> {
    this.#power = Math.round((this.#power + 0.001) * 1000) / 1000;
    const power = this.#power;
    const seen = this.nodeRed.next(tap, (msg) => powerOf(msg) === power, { mark: this.nodeRed.mark });
    const send = () => this.line.write(telegram({ delivered: power }));
    await send();
    const timer = setInterval(() => void send(), 500);
    try {
      return await seen;
    } finally {
      clearInterval(timer);
    }
  }
}
