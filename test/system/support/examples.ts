import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./folders";
import type { FlowNode } from "./node-red";

const folder = join(root, "examples");

/** Names of the examples, as the editor's Import dialog lists them. */
export const exampleNames = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length));

/** The nodes of an example, a copy to be changed at will. */
export function example(name: string): FlowNode[] {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as FlowNode[];
}

/** The node with that id. */
export function nodeOf(flows: readonly FlowNode[], id: string): FlowNode {
  const found = flows.find((node) => node.id === id);
  if (!found) throw new Error(`no node ${id}`);
  return found;
}

/** Flows in which whatever leaves an output of the node also goes to `tap-<name>`, for each name in order of the outputs. */
export function tapped(flows: readonly FlowNode[], id: string, ...taps: FlowNode[]): FlowNode[] {
  const copy = structuredClone(flows) as FlowNode[];
  const wires = nodeOf(copy, id).wires as string[][];
  taps.forEach((tap, output) => (wires[output] ??= []).push(tap.id));
  return [...copy, ...taps];
}
