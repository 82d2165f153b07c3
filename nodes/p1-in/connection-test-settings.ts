import type { Node, NodeAPI } from "node-red";
import { isEnvironmentVariable, type RawOptions } from "../shared/options";
import type { DialogBody } from "./dialog-body";
import { type P1InReading, readP1In, STORED_CREDENTIAL } from "./options";

/** The settings a dialog asks to be tried, as they would be if it was deployed: variables and stored keys filled in. */
export function connectionTestSettings(RED: NodeAPI, body: DialogBody): P1InReading {
  const scope = scopeOf(RED, body);
  const filledIn = (raw: RawOptions): RawOptions =>
    Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, filled(RED, scope, value)]));
  return readP1In(filledIn(body.settings), filledIn(withStoredKeys(RED, body)));
}

/** A stored key is only given back to the node it belongs to, and only to a p1-in. */
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

/** A node whose environment is that of the one in the dialog: itself, or another of its flow. */
function scopeOf(RED: NodeAPI, { id, z }: DialogBody): Node | undefined {
  const neighbours: string[] = [];
  RED.nodes.eachNode((node: { id: string; z?: string }) => {
    if ((node.z ?? "") === z) neighbours.push(node.id);
  });
  return [id, ...neighbours].map((one) => RED.nodes.getNode(one) as Node | null).find((node) => node !== null);
}

/** As Node-RED fills in variables before it makes a node: one that is not set stays as it is. */
function filled(RED: NodeAPI, scope: Node | undefined, value: unknown): unknown {
  if (typeof value !== "string" || !isEnvironmentVariable(value)) return value;
  const name = value.trim().slice(2, -1);
  // Without a node, which the typings demand, the process's own environment is asked.
  const { getSetting } = RED.util as unknown as { getSetting: (of: Node | undefined, name: string) => unknown };
  return getSetting(scope, name) ?? value;
}
