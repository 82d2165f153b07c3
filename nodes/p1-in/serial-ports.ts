import type { NodeAPI } from "node-red";
import { listSerialPorts, type SerialPortInfo, type SerialPortList } from "../../lib/source/ports";
import { portBehind, runningP1Ins } from "./deployed";

/** The answer to `GET node-red-p1-dsmr/serial-ports`. */
export interface SerialPortsAnswer extends SerialPortList {
  readonly ports: readonly OfferedPort[];
}

export interface OfferedPort extends SerialPortInfo {
  /** Deployed p1-in nodes that are set to this port, under any of its names. */
  readonly usedBy: readonly { readonly id: string; readonly name: string; readonly path: string }[];
}

/** Serves the list of serial ports for the dialog: those of the computer that Node-RED runs on. */
export function serveSerialPorts(RED: NodeAPI): void {
  RED.httpAdmin.get("/node-red-p1-dsmr/serial-ports", RED.auth.needsPermission("p1-in.read"), (_request, response) => {
    offeredPorts(RED).then(
      (list) => response.set("Cache-Control", "no-store").json(list),
      () => response.status(500).json({ error: "the serial ports could not be listed" }),
    );
  });
}

async function offeredPorts(RED: NodeAPI): Promise<SerialPortsAnswer> {
  const { ports, reason } = await listSerialPorts();
  const users = await Promise.all(
    runningP1Ins(RED)
      .filter(({ settings }) => settings.connection === "serial" && settings.path !== "")
      .map(async ({ id, name = "", settings: { path } }) => ({ id, name, path, port: await portBehind(path) })),
  );
  const offered = ports.map(async (port) => {
    const behind = await portBehind(port.path);
    const usedBy = users.filter((user) => user.port === behind).map(({ id, name, path }) => ({ id, name, path }));
    return { ...port, usedBy };
  });
  return { ports: await Promise.all(offered), ...(reason !== undefined && { reason }) };
}
