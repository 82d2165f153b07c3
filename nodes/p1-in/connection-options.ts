import type { ConnectionOptions, ConnectionMemory } from "../../lib/connection/types";
import type { FramerOptions } from "../../lib/framing/frame";
import { SerialSource } from "../../lib/source/serial";
import { simulatorSource } from "../../lib/source/simulator/simulator";
import type { LineSettings, SourceFactory } from "../../lib/source/source";
import { TcpSource } from "../../lib/source/tcp";
import type { P1InSettings } from "./options";

/** Returns the connection's options for valid settings of a p1-in. The connection reads and writes `memory`. */
export function connectionOptions(settings: P1InSettings, memory: ConnectionMemory): ConnectionOptions {
  const { connection, timeout, relayPort, relayAddress } = settings;
  return {
    source: sources[connection](settings),
    ...(connection === "serial" && { line: lineSettingsOf(settings) }),
    timeout,
    framer: framerOptions(settings),
    ...(relayPort !== 0 && { relay: { port: relayPort, address: relayAddress } }),
    memory,
  };
}

/** Returns how to decrypt telegrams: those of the connection, and those at the inputs of the nodes that use it. */
export function framerOptions({ decryptionKey, authenticationKey, aad }: P1InSettings): FramerOptions {
  return { ...(decryptionKey && { decryptionKey }), ...(authenticationKey && { authenticationKey }), aad };
}

const sources: Record<P1InSettings["connection"], (settings: P1InSettings) => SourceFactory> = {
  serial:
    ({ path, dataRequest }) =>
    (line) =>
      new SerialSource({ path, line, dataRequest }),
  tcp:
    ({ host, port = 0 }) =>
    () =>
      new TcpSource({ host, port }),
  simulator: (settings) => {
    const { profile, period, telegram, faults } = settings;
    return simulatorSource({
      profile,
      faults,
      telegram,
      ...(period !== undefined && { period }),
      ...framerOptions(settings),
    });
  },
};

const fixedLineSettings: Record<Exclude<P1InSettings["line"], "auto" | "custom">, LineSettings> = {
  "115200-8N1": { baudRate: 115_200, dataBits: 8, parity: "none", stopBits: 1 },
  "9600-7E1": { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 },
  "115200-7E1": { baudRate: 115_200, dataBits: 7, parity: "even", stopBits: 1 },
  "9600-8N1": { baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1 },
};

function lineSettingsOf({ line, baudRate, dataBits, parity, stopBits }: P1InSettings): "auto" | LineSettings {
  if (line === "auto") return "auto";
  if (line !== "custom") return fixedLineSettings[line];
  return { baudRate, dataBits: dataBits === 7 ? 7 : 8, parity, stopBits: stopBits === 2 ? 2 : 1 };
}
