import type { Node, NodeAPI } from "node-red";
import type { Telegram } from "../../lib/telegram/types";

/** What `GET node-red-p1-dsmr/last/<type>/<id>` answers, always with status 200. */
export interface LastPayloadAnswer {
  /** Whether a node of that id and type runs: false before its first deploy, and if it or its flow is disabled. */
  deployed: boolean;
  /** The last telegram; null before the first. */
  payload: Telegram | null;
  /** Epoch ms; absent before the first telegram. */
  receivedAt?: number;
}

/** The last telegram of a node. */
export interface LastPayload {
  readonly payload: Telegram;
  /** Epoch ms. */
  readonly receivedAt: number;
}

/** Makes a node's last telegram ready for a dialog; undefined before the first. Must not throw. */
export type ReadLastPayload = () => LastPayload | undefined;

/** The running nodes of one type. They are asked for their last telegram only when a dialog wants it. */
export class LastPayloads {
  /** By id; the instances of a subflow share that of its template. */
  readonly #running = new Map<string, Set<ReadLastPayload>>();

  /** Adds a running node. Returns a function that removes it. */
  add(id: string, read: ReadLastPayload): () => void {
    const readers = this.#running.get(id) ?? new Set();
    this.#running.set(id, readers.add(read));
    return () => {
      readers.delete(read);
      if (readers.size === 0) this.#running.delete(id);
    };
  }

  /** The answer for any id at all; of several instances the one that received a telegram last. */
  answer(id: string): LastPayloadAnswer {
    const readers = this.#running.get(id);
    if (!readers) return { deployed: false, payload: null };
    const found = [...readers].map((read) => read()).filter((last) => last !== undefined);
    const [newest] = found.sort((one, other) => other.receivedAt - one.receivedAt);
    return { deployed: true, payload: null, ...newest };
  }
}

/**
 * Lets the dialogs of a node type ask for the last telegram of a running node; call it once, where the type is
 * registered. Returns a function for the type's nodes to call when they start: from then on `read` is called when a
 * dialog asks, until the node closes.
 */
export function serveLastPayloads(RED: NodeAPI, type: string): (node: Node, read: ReadLastPayload) => void {
  const payloads = new LastPayloads();
  const path = `/node-red-p1-dsmr/last/${type}/:id`;
  RED.httpAdmin.get(path, RED.auth.needsPermission(`${type}.read`), ({ params }, response) => {
    response.set("Cache-Control", "no-store");
    response.json(payloads.answer(String(params.id)));
  });
  return (node, read) => {
    node.on("close", payloads.add(idInEditor(node), read));
  };
}

/** The id that a node has in the editor: within an instance of a subflow that of the node in the template. */
function idInEditor(node: Node): string {
  const alias = (node as Node & { _alias?: unknown })._alias;
  return typeof alias === "string" ? alias : node.id;
}
