import type { OfferedPort } from "../serial-ports";

/** A node in the editor that is set to a serial port. */
export interface PortUser {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly path: string;
}

/** The node types that use a serial port, and the property that names the port. */
export const portProperties: Readonly<Record<string, string>> = { "p1-in": "path", "serial-port": "serialport" };

/**
 * The names of the nodes that use a port: those in the editor that name it, and those whose path is another name of the
 * port, as the server found for deployed nodes. `own`: the id of the node in the dialog, which is left out.
 */
export function usersOf(port: OfferedPort, inEditor: readonly PortUser[], own: string): string[] {
  const names = [port.path, port.byId];
  const deployed = port.usedBy.filter(({ id, path }) => inEditor.some((node) => node.id === id && node.path === path));
  return inEditor
    .filter(({ id, path }) => id !== own && (names.includes(path) || deployed.some((node) => node.id === id)))
    .map(({ id, name }) => name || id);
}

/** The listed port that a path names; undefined if none. */
export function portOf(path: string, ports: readonly OfferedPort[]): OfferedPort | undefined {
  return ports.find((port) => port.path === path || port.byId === path);
}

/** The ports with the typed text in their path or description. All ports if it is empty or the whole name of a port. */
export function matchingPorts(typed: string, ports: readonly OfferedPort[]): readonly OfferedPort[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "" || portOf(typed.trim(), ports)) return ports;
  return ports.filter(({ path, byId, manufacturer, serialNumber }) =>
    [path, byId, manufacturer, serialNumber].some((one) => one?.toLowerCase().includes(wanted)),
  );
}

/** The name to put into the field: the one that stays the same when ports are renumbered, if there is one. */
export function bestName({ path, byId }: OfferedPort): string {
  return byId ?? path;
}
