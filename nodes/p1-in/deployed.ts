import { realpath } from "node:fs/promises";
import type { NodeAPI } from "node-red";
import { isConnected } from "../../lib/connection/types";
import type { P1InSettings } from "./options";
import { asP1In, type P1InNode } from "./p1-in-node";

/** The p1-in nodes that run now. */
export function runningP1Ins(RED: NodeAPI): P1InNode[] {
  const ids: string[] = [];
  RED.nodes.eachNode(({ id, type }) => {
    if (type === "p1-in") ids.push(id);
  });
  return ids.map((id) => asP1In(RED.nodes.getNode(id))).filter((node) => node !== undefined);
}

/** The node that holds the port or connection these settings ask for; nothing where it is free, or simulated. */
export async function holderOf(settings: P1InSettings, nodes: readonly P1InNode[]): Promise<P1InNode | undefined> {
  const wanted = await targetOf(settings);
  if (wanted === undefined) return undefined;
  const open = nodes.filter((node) => isConnected(node.connectionStatus()?.state ?? "closed"));
  const targets = await Promise.all(open.map((node) => targetOf(node.settings)));
  return open[targets.indexOf(wanted)];
}

/** Where a serial path leads: two names of one port are the same, as those under /dev/serial/by-id are. */
export async function portBehind(path: string): Promise<string> {
  // Names of Windows' ports are no files.
  if (process.platform === "win32") return path.toUpperCase();
  return realpath(path).catch(() => path);
}

/** What one reader at a time should have: the same text for the same port; nothing for a simulated meter. */
async function targetOf({ connection, path, host, port }: P1InSettings): Promise<string | undefined> {
  if (connection === "serial") return `serial ${await portBehind(path)}`;
  return connection === "tcp" ? `tcp ${host.toLowerCase()} ${port}` : undefined;
}
