import type { NodeMessage } from "node-red";
import { bytesOf } from "../../lib/telegram/parse";

/** The bytes of an incoming payload; undefined if it is neither text nor a Buffer. */
export function payloadBytes(payload: unknown): Buffer | undefined {
  if (Buffer.isBuffer(payload)) return payload;
  return typeof payload === "string" ? bytesOf(payload) : undefined;
}

/** The stream that a chunk belongs to: its TCP session, because clients of one server share a topic; else its topic. */
export function streamKey(msg: NodeMessage): string {
  const session = msg._session;
  const id = typeof session === "object" && session !== null && "id" in session ? session.id : undefined;
  if (typeof id === "string" || typeof id === "number") return `session ${id}`;
  return `topic ${incomingTopic(msg)}`;
}

export function incomingTopic(msg: NodeMessage): string {
  const topic: unknown = msg.topic;
  return typeof topic === "string" ? topic : "";
}

/** The `msg.topic` to send: the option, else the incoming topic, else the name of the p1-in, else "p1". */
export function outgoingTopic(option: string, incoming: string, sourceName: string): string {
  return option || incoming || sourceName || "p1";
}
