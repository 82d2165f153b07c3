import type { Telegram } from "../../../lib/telegram/types";
import { askLastPayload } from "../../shared/ask-last-payload.mjs";
import type { EditorNode } from "../../shared/validate.mjs";
import { isTelegram } from "../is-telegram";
import { parsersBefore, type WireSource } from "./upstream";

/** A telegram, and the node it comes from: this one, or a dsmr-parse before it. */
export interface LastTelegram {
  readonly telegram: Telegram;
  readonly seenIn: "filter" | "parse";
}

/** Asks the server for the last telegram of this node, else of the nearest dsmr-parse before it that has one. */
export async function lastTelegram(node: EditorNode): Promise<LastTelegram | undefined> {
  const own = await lastOf("dsmr-filter", node.id);
  if (own) return { telegram: own, seenIn: "filter" };
  for (const id of parsersBefore(node.id, sourcesOf)) {
    const telegram = await lastOf("dsmr-parse", id);
    if (telegram) return { telegram, seenIn: "parse" };
  }
  return undefined;
}

async function lastOf(type: "dsmr-filter" | "dsmr-parse", id: string): Promise<Telegram | undefined> {
  const payload = (await askLastPayload(type, id))?.payload;
  return isTelegram(payload) ? payload : undefined;
}

interface FlowNode {
  readonly id: string;
  readonly type: string;
  /** Of a link node: the ids of the link nodes at its other ends. */
  readonly links?: readonly string[];
}

interface Wire {
  readonly source: FlowNode;
  readonly sourcePort: number;
}

/** Where the wires into a node come from; links count as wires. */
function sourcesOf(id: string): WireSource[] {
  const target = RED.nodes.node(id) as FlowNode | null;
  if (!target) return [];
  const wires = RED.nodes.filterLinks({ target }) as Wire[];
  const linked = target.type === "link in" ? (target.links ?? []) : [];
  return [
    ...wires.map(({ source, sourcePort }) => ({ id: source.id, type: source.type, output: sourcePort })),
    ...linked.map((link) => ({ id: link, type: "link out", output: 0 })),
  ];
}
