import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultName } from "../../../lib/source/simulator/faults";
import type { SimulatedMeterOptions } from "../../../lib/source/simulator/options";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import type { Line } from "./house";
import type { Message, NodeRed } from "./node-red";
import type { Owner } from "./owner";

/** A telegram that was sent whole. */
export interface Sent {
  /** As a reader has it: without the last line end. */
  readonly text: string;
  /** Epoch ms. */
  readonly time: number;
}

/**
 * A simulated meter whose clock runs as fast as the test wants: each telegram is a second of its own, so that none is
 * like another. Keeps all that it sent, to compare with what came out.
 */
export class FastMeter {
  readonly sent: Sent[] = [];
  /** Spoiled telegrams that were sent, by what was done to them. */
  readonly damaged = new Map<FaultName, number>();
  readonly #meter: SimulatedMeter;
  readonly #line: Line;
  readonly #places = new Map<string, number>();
  #stop: AbortController | undefined;
  #running: Promise<void> | undefined;

  constructor(owner: Owner, line: Line, options: SimulatedMeterOptions = {}) {
    this.#line = line;
    this.#meter = new SimulatedMeter({ period: 1, ...options });
    owner.owns(() => this.stop());
  }

  /** Sends a telegram every `pause` ms. */
  start(pause = 50): void {
    const stop = new AbortController();
    this.#stop = stop;
    this.#running = (async () => {
      while (!stop.signal.aborted) {
        await this.send();
        await wait(pause, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    })();
  }

  /** Ends behind a whole telegram. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    await this.#running;
    this.#running = undefined;
  }

  /** Sends the next telegram, or what its faults made of it; gives whether the line is to be broken off behind it. */
  async send(): Promise<{ spoiled: boolean; reset: boolean }> {
    const { time } = this.#meter;
    const { bytes, telegram, fault, reset } = this.#meter.tick();
    if (telegram === "whole") this.#keep(time);
    if (telegram === "damaged") this.damaged.set(fault!, (this.damaged.get(fault!) ?? 0) + 1);
    if (bytes.length > 0) await this.#line.write(bytes);
    return { spoiled: telegram !== "whole", reset };
  }

  /** The first half of the next telegram, of which no more is to come. */
  half(): Buffer {
    const bytes = this.#meter.next();
    return bytes.subarray(0, bytes.length / 2);
  }

  /** Waits until a telegram came out at the tap that is sent from now on; fails after `within` ms. */
  async flows(nodeRed: NodeRed, within: number, tap = "telegram"): Promise<void> {
    const from = this.sent.length;
    const mark = nodeRed.mark;
    await nodeRed.next(tap, (msg) => this.place(msg) >= from, { mark, timeout: within });
  }

  /** Waits until the last telegram that was sent came out at the tap. */
  async arrives(nodeRed: NodeRed, tap = "telegram"): Promise<void> {
    const last = this.sent.length - 1;
    await nodeRed.next(tap, (msg) => this.place(msg) === last);
  }

  /** Which of the telegrams sent the message is; -1 where it is none of them. */
  place(msg: Message): number {
    return this.#places.get(rawOf(msg)) ?? -1;
  }

  /** Fails where a message is not one of the telegrams sent, has another time, or comes twice or out of order; gives their places. */
  check(messages: readonly Message[]): number[] {
    let last = -1;
    return messages.map((msg) => {
      const place = this.place(msg);
      assert.ok(place >= 0, `a telegram was delivered that was not sent:\n${rawOf(msg)}`);
      assert.equal(msg.timestamp, this.sent[place]!.time, "time of a telegram");
      assert.ok(place > last, `telegram ${place} was delivered after telegram ${last}`);
      last = place;
      return place;
    });
  }

  /** As `check`; fails also where one of the telegrams sent from place `from` on was not delivered. */
  checkComplete(messages: readonly Message[], from = 0, to = this.sent.length): void {
    const delivered = new Set(this.check(messages));
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    const missing = places.filter((place) => !delivered.has(place));
    assert.deepEqual(missing, [], `telegrams from ${from} to ${to} that were not delivered`);
  }

  #keep(time: number): void {
    const text = this.#meter.at(time).toString("latin1").trimEnd();
    assert.ok(!this.#places.has(text), "the simulated meter sent the same telegram twice");
    this.#places.set(text, this.sent.length);
    this.sent.push({ text, time });
  }
}

/** The text of the telegram, where the parse node gives it. */
function rawOf({ payload }: Message): string {
  return (payload as { raw?: string } | undefined)?.raw ?? "";
}
