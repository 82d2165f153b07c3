import type { Node, NodeAPI } from "node-red";
import { isEnvironmentVariable, type RawOptions } from "../shared/options";
import type { DialogBody } from "./dialog-body";
import { type P1InReading, readP1In, STORED_CREDENTIAL } from "./options";

/** The settings to test: those in the dialog, with variables and stored keys filled in as a deploy would. */
export function connectionTestSettings(RED: NodeAPI, body: DialogBody): P1InReading {
  const scope = scopeOf(RED, body);
  const filledIn = (raw: RawOptions): RawOptions =>
    Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, filled(RED, scope, value)]));
  return readP1In(filledIn(body.settings), filledIn(withStoredKeys(RED, body)));
}

/** Fills in stored keys: only those of the node in the dialog, and only if it is a p1-in. */
function withStoredKeys(RED: NodeAPI, { id, credentials }: DialogBody): RawOptions {
  const isP1In = id !== "" && typeOf(RED, id) === "p1-in";
  const stored = isP1In ? ((RED.nodes.getCredentials(id) as RawOptions | undefined) ?? {}) : {};
  return Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [name, value === STORED_CREDENTIAL ? stored[name] : value]),
  );
}

function typeOf(RED: NodeAPI, id: string): string | undefined {
  let found: string | undefined;
  RED.nodes.eachNode((node) => {
    if (node.id === id) found = node.type;
  });
  return found;
}

/** A node with the same environment variables as the one in the dialog: itself, or another node of its flow. */
function scopeOf(RED: NodeAPI, { id, z }: DialogBody): Node | undefined {
  const neighbours: string[] = [];
  RED.nodes.eachNode((node: { id: string; z?: string }) => {
    if ((node.z ?? "") === z) neighbours.push(node.id);
  });
  return [id, ...neighbours].map((one) => RED.nodes.getNode(one) as Node | null).find((node) => node !== null);
}

/** Fills in an environment variable, as Node-RED does before it makes a node. One that is not set stays as it is. */
function filled(RED: NodeAPI, scope: Node | undefined, value: unknown): unknown {
  if (typeof value !== "string" || !isEnvironmentVariable(value)) return value;
  const name = value.trim().slice(2, -1);
  // The typings demand a node; without one, Node-RED looks in the environment of its process.
  const { getSetting } = RED.util as unknown as { getSetting: (of: Node | undefined, name: string) => unknown };
  return getSetting(scope, name) ?? value;
}
