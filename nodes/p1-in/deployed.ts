import { realpath } from "node:fs/promises";
import type { NodeAPI } from "node-red";
import { isConnected } from "../../lib/connection/types";
import type { P1InSettings } from "./options";
import { asP1In, type P1InNode } from "./p1-in-node";

/** The p1-in nodes that are running. */
export function runningP1Ins(RED: NodeAPI): P1InNode[] {
  const ids: string[] = [];
  RED.nodes.eachNode(({ id, type }) => {
    if (type === "p1-in") ids.push(id);
  });
  return ids.map((id) => asP1In(RED.nodes.getNode(id))).filter((node) => node !== undefined);
}

/**
 * The node that has the port or host of these settings open; undefined if none has, and for a simulated meter, which
 * any number of nodes can use.
 */
export async function holderOf(settings: P1InSettings, nodes: readonly P1InNode[]): Promise<P1InNode | undefined> {
  const wanted = await targetOf(settings);
  if (wanted === undefined) return undefined;
  const open = nodes.filter((node) => isConnected(node.connectionStatus()?.state ?? "closed"));
  const targets = await Promise.all(open.map((node) => targetOf(node.settings)));
  return open[targets.indexOf(wanted)];
}

/** The real path of a serial port, which is the same for all of its names, such as those under /dev/serial/by-id. */
export async function portBehind(path: string): Promise<string> {
  // On Windows the name of a port is not a path of a file.
  if (process.platform === "win32") return path.toUpperCase();
  return realpath(path).catch(() => path);
}

/** A text that is the same for settings that need the same port or host; undefined for a simulated meter. */
async function targetOf({ connection, path, host, port }: P1InSettings): Promise<string | undefined> {
  if (connection === "serial") return `serial ${await portBehind(path)}`;
  return connection === "tcp" ? `tcp ${host.toLowerCase()} ${port}` : undefined;
}
