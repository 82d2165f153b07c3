import type { OfferedPort } from "../serial-ports";

/** A node in the editor that may be set to a serial port. */
export interface PortUser {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly path: string;
}

/** The node types that hold a serial port, and the property that names it. */
export const portProperties: Readonly<Record<string, string>> = { "p1-in": "path", "serial-port": "serialport" };

/**
 * The names of the nodes that use a port: by what stands in the editor, and by what the server knows of deployed nodes
 * whose path is yet another name of the port. `own`: the id of the node in the dialog, which is none of them.
 */
export function usersOf(port: OfferedPort, inEditor: readonly PortUser[], own: string): string[] {
  const names = [port.path, port.byId];
  const deployed = port.usedBy.filter(({ id, path }) => inEditor.some((node) => node.id === id && node.path === path));
  return inEditor
    .filter(({ id, path }) => id !== own && (names.includes(path) || deployed.some((node) => node.id === id)))
    .map(({ id, name }) => name || id);
}

/** The port that a path names, by whatever name of it is listed. */
export function portOf(path: string, ports: readonly OfferedPort[]): OfferedPort | undefined {
  return ports.find((port) => port.path === path || port.byId === path);
}

/** The ports of which something reads like what was typed; all of them where that is a port's whole name, or nothing. */
export function matchingPorts(typed: string, ports: readonly OfferedPort[]): readonly OfferedPort[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "" || portOf(typed.trim(), ports)) return ports;
  return ports.filter(({ path, byId, manufacturer, serialNumber }) =>
    [path, byId, manufacturer, serialNumber].some((one) => one?.toLowerCase().includes(wanted)),
  );
}

/** What is put into the field: the name that stays the same when ports are renumbered, where there is one. */
export function bestName({ path, byId }: OfferedPort): string {
  return byId ?? path;
}
