import type { Telegram } from "../../../lib/telegram/types";
import { askLastPayload } from "../../shared/ask-last-payload.mjs";
import type { EditorNode } from "../../shared/validate.mjs";
import { isTelegram } from "../is-telegram";
import { parsersBefore, type WireSource } from "./upstream";

/** A telegram that came, and where it was seen: in this node, or in a dsmr-parse before it. */
export interface LastTelegram {
  readonly telegram: Telegram;
  readonly seenIn: "filter" | "parse";
}

/** The last telegram that came to this node as it is deployed, else to the nearest dsmr-parse before it that had one. */
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
  // Without an answer the catalogue and the sample serve.
  const payload = (await askLastPayload(type, id))?.payload;
  return isTelegram(payload) ? payload : undefined;
}

interface FlowNode {
  readonly id: string;
  readonly type: string;
  /** Of a link node: the link nodes at its other ends. */
  readonly links?: readonly string[];
}

interface Wire {
  readonly source: FlowNode;
  readonly sourcePort: number;
}

/** Where the wires into a node come from, those of link nodes among them. */
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
