import type { Node, NodeMessage, NodeStatus } from "node-red";
import type { TestFlowsItem } from "node-red-node-test-helper";
import type { Telegram } from "../../lib/telegram/types";
import type { HealthEvent } from "../../nodes/dsmr-parse/health";
import { assertTelegram } from "../support/schema";
import { helper } from "./support";

export type FlowNode = TestFlowsItem & Record<string, unknown>;

/** A dsmr-parse and what it sends to: `<id>-telegram` and `<id>-health`. */
export function parser(id: string, properties: Record<string, unknown> = {}): FlowNode[] {
  return [
    { id, type: "dsmr-parse", z: "tab", x: 0, y: 0, ...properties, wires: [[`${id}-telegram`], [`${id}-health`]] },
    { id: `${id}-telegram`, type: "helper", z: "tab", x: 0, y: 0 },
    { id: `${id}-health`, type: "helper", z: "tab", x: 0, y: 0 },
  ];
}

export const tab: FlowNode = { id: "tab", type: "tab", label: "test" };

type TelegramMessage = NodeMessage & { payload: Telegram; timestamp: number };

/** Everything a parser sent, from now on. */
export class Sent {
  readonly #telegrams: TelegramMessage[] = [];
  #checked = 0;
  readonly health: (NodeMessage & { payload: HealthEvent })[] = [];

  constructor(id: string) {
    helper.getNode(`${id}-telegram`).on("input", (msg) => this.#telegrams.push(msg as TelegramMessage));
    helper.getNode(`${id}-health`).on("input", (msg) => this.health.push(msg as (typeof this.health)[number]));
  }

  /** The messages of the first output; fails where a payload is not what the shipped schema says. */
  get telegrams(): TelegramMessage[] {
    while (this.#checked < this.#telegrams.length) assertTelegram(this.#telegrams[this.#checked++]!.payload);
    return this.#telegrams;
  }

  get events(): string[] {
    return this.health.map(({ payload }) => payload.event);
  }

  get powers(): (number | undefined)[] {
    return this.telegrams.map(({ payload }) => payload.values.power_delivered);
  }
}

/** The statuses a node has set since flows were loaded. */
export function statuses(id: string): string[] {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is a spy on all nodes, looked at and not called
  const spy = helper.getNode(id).status as unknown as { args: [NodeStatus][]; thisValues: Node[] };
  return spy.args
    .filter((_, call) => spy.thisValues[call]?.id === id)
    .map(([{ fill, shape, text }]) => `${fill} ${shape} ${text}`);
}

/** What a node has logged as a warning since flows were loaded. */
export function warnings(id: string): string[] {
  const lines = helper.log().args.map(([line]) => line as { id?: string; level: number; msg: string });
  return lines.filter((line) => line.id === id && line.level === WARN).map(({ msg }) => msg);
}

/** Node-RED's log level. */
const WARN = 30;

/** How an input message ended: with the error given to done(), or with nothing. */
export function receive(id: string, msg: NodeMessage): Promise<Error | undefined> {
  const node = helper.getNode(id) as Node & { _complete(msg: NodeMessage, error?: Error): void };
  return new Promise((resolve) => {
    const complete = node._complete.bind(node);
    node._complete = (done, error) => {
      node._complete = complete;
      complete(done, error);
      resolve(error);
    };
    node.receive(msg);
  });
}
