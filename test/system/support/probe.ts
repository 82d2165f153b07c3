import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { eventually } from "./eventually";
import type { FlowNode, NodeRed } from "./node-red";

/** What a Node-RED's process has in use. */
export interface Usage {
  /** Bytes on the heap and in buffers, after garbage was collected. */
  readonly memory: number;
  /** Node's own count of what is active, by kind: sockets, servers, timers. */
  readonly resources: Readonly<Record<string, number>>;
  /** Open files, ports and sockets, as Linux counts them. */
  readonly files: number;
}

const MB = 1024 * 1024;
/** Compiled code and caches that come with use; what leaks by the telegram or the deploy is far more. */
const MEMORY_SLACK = 8 * MB;
/** Sums that a log has still to write, and a status that has still to be shown. */
const TIMER_SLACK = 6;

const name = "probe";
let questions = 0;

/** A node that the functions here ask. */
export function probe(z: string): FlowNode {
  return { id: "probe", type: "test-probe", z, name, x: 100, y: 200, wires: [] };
}

export async function usage(nodeRed: NodeRed): Promise<Usage> {
  const topic = `question ${++questions}`;
  const answer = nodeRed.next(name, (msg) => msg.topic === topic, { mark: nodeRed.mark });
  nodeRed.feed(name, { topic });
  const { memory, resources } = (await answer).payload as Omit<Usage, "files">;
  const files = (await readdir(`/proc/${nodeRed.program.pid}/fd`)).length;
  return { memory, resources, files };
}

/** Makes the process fail in one of the ways that end a Node.js program. */
export function fail(nodeRed: NodeRed, how: "uncaughtException" | "unhandledRejection"): void {
  nodeRed.feed(name, { fail: how });
}

/** Waits until no more is in use than before; a connection to the admin API is kept for some seconds after its last call. */
export async function returnsTo(nodeRed: NodeRed, before: Usage): Promise<void> {
  await eventually(async () => {
    const now = await usage(nodeRed);
    const text = `in use before: ${JSON.stringify(before)}, now: ${JSON.stringify(now)}`;
    assert.ok(now.memory < before.memory + MEMORY_SLACK, `memory: ${text}`);
    assert.ok(now.files <= before.files, `open files: ${text}`);
    for (const [kind, count] of Object.entries(now.resources)) {
      const slack = kind === "Timeout" ? TIMER_SLACK : 0;
      if (isHandle(kind)) assert.ok(count <= (before.resources[kind] ?? 0) + slack, `${kind}: ${text}`);
    }
  }, 30_000);
}

/** Requests to the file system and the like come and go by themselves. */
function isHandle(kind: string): boolean {
  return kind === "Timeout" || kind.endsWith("Wrap");
}
