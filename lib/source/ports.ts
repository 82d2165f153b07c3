import { existsSync } from "node:fs";
import { join } from "node:path";
import { sentence, type Sentence } from "../texts/texts";
import type { SerialLoader } from "./serial";
import { bindingError } from "./serial-errors";

/** A serial port of this computer, to choose from. */
export interface SerialPortInfo {
  readonly path: string;
  /** The path under /dev/serial/by-id, which stays the same when ports are renumbered (Linux only). */
  readonly byId?: string;
  readonly manufacturer?: string;
  readonly serialNumber?: string;
}

export interface SerialPortList {
  readonly ports: readonly SerialPortInfo[];
  /** Why the ports cannot be listed. A path can still be typed. */
  readonly reason?: Sentence;
}

type ListedPort = Awaited<ReturnType<Awaited<ReturnType<SerialLoader>>["SerialPort"]["list"]>>[number];

const BY_ID = "/dev/serial/by-id";

/**
 * Lists the serial ports of this computer. Never rejects: if they cannot be listed, the list is empty, with a `reason`.
 */
export async function listSerialPorts(load: SerialLoader = () => import("serialport")): Promise<SerialPortList> {
  let list: () => Promise<ListedPort[]>;
  try {
    const { SerialPort } = await load();
    list = () => SerialPort.list();
  } catch (cause) {
    return { ports: [], reason: bindingError(cause) };
  }
  try {
    return { ports: (await list()).map(info) };
  } catch (cause) {
    return { ports: [], reason: notListed(cause) };
  }
}

function info(port: ListedPort): SerialPortInfo {
  const byId = process.platform === "linux" && port.pnpId ? join(BY_ID, port.pnpId) : undefined;
  return {
    path: port.path,
    ...(byId && existsSync(byId) && { byId }),
    ...(port.manufacturer && { manufacturer: port.manufacturer }),
    ...(port.serialNumber && { serialNumber: port.serialNumber }),
  };
}

function notListed(cause: unknown): Sentence {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.includes("udevadm") ? sentence("no-udevadm") : sentence("ports-unlisted", { message });
}
