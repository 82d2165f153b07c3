/** A node at the end of the measured wire. It counts messages and reports what the process used for them. */
import type { Node, NodeAPI, NodeDef } from "node-red";
import { held } from "./gc";

/** A question of the bench: the cost of the next `count` messages, or the memory in use. */
export type Question = { readonly messages: number } | "memory";

export interface Arrived {
  /** CPU time of Node-RED since the question, s. */
  readonly cpuSeconds: number;
  /** When each message came, in ms of `process.hrtime`. */
  readonly times: readonly number[];
}

export interface Memory {
  /** Bytes that the process holds: now, and after a garbage collection. */
  readonly resident: number;
  readonly residentAfterGc: number;
  /** Bytes on the heap and in buffers, after a garbage collection. */
  readonly used: number;
}

export default function (RED: NodeAPI): void {
  let wanted = 0;
  let times: number[] = [];
  let before = process.cpuUsage();

  const ask = (question: Question): void => {
    if (question === "memory") {
      process.send!(memory());
    } else {
      wanted = question.messages;
      times = [];
      before = process.cpuUsage();
      process.send!("asked");
    }
  };

  const taken = (): void => {
    times.push(Number(process.hrtime.bigint()) / 1e6);
    if (times.length !== wanted) return;
    const { user, system } = process.cpuUsage(before);
    process.send!({ cpuSeconds: (user + system) / 1e6, times } satisfies Arrived);
  };

  function BenchSink(this: Node, definition: NodeDef & { quiet?: boolean }): void {
    RED.nodes.createNode(this, definition);
    this.on("input", (_msg, _send, done) => {
      if (!definition.quiet) taken();
      done();
    });
  }

  process.on("message", ask);
  RED.nodes.registerType("bench-sink", BenchSink);
}

function memory(): Memory {
  const resident = process.memoryUsage.rss();
  const used = held();
  return { resident, residentAfterGc: process.memoryUsage.rss(), used };
}
