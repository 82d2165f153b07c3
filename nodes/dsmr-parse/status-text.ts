import type { NodeStatus } from "node-red";
import type { ConnectionStatus } from "../../lib/connection/types";
import type { Meter, Telegram, TelegramErrorCode } from "../../lib/telegram/types";

/** Where neither a meter nor the input is used yet; the editor translates the text. */
export const unusedStatus: NodeStatus = { fill: "grey", shape: "ring", text: "dsmr-parse.status.unused" };

export function problemStatus(problem: string): NodeStatus {
  return { fill: "red", shape: "dot", text: problem };
}

/** What a connection's state looks like under a node; nothing before it opens, and while telegrams say more. */
export function connectionStatus({ state, to, hint, seconds }: ConnectionStatus): NodeStatus | undefined {
  switch (state) {
    case "receiving":
      return undefined;
    case "opening":
      return { fill: "yellow", shape: "ring", text: `connecting to ${to}` };
    case "waiting":
      return { fill: "yellow", shape: "ring", text: hint || `waiting for a telegram from ${to}` };
    case "silent":
      return { fill: "yellow", shape: "dot", text: `no data for ${seconds ?? 0} s: ${hint}` };
    case "backing-off":
      return { fill: "red", shape: "dot", text: `not connected: ${hint}` };
    case "closed":
      return hint ? { fill: "red", shape: "dot", text: `not connected: ${hint}` } : undefined;
  }
}

/** "DSMR 5.0 · 1.193 kW". */
export function telegramStatus({ meter, values, crc }: Telegram): NodeStatus {
  const power = values.power_net ?? values.power_delivered;
  const parts = [generation(meter), ...(power === undefined ? [] : [`${power.toFixed(3)} kW`])];
  if (crc.status === "invalid") return { fill: "yellow", shape: "dot", text: [...parts, "wrong CRC"].join(" · ") };
  return { fill: "green", shape: "dot", text: parts.join(" · ") };
}

export function rejectedStatus(reason: TelegramErrorCode): NodeStatus {
  return { fill: "yellow", shape: "dot", text: `rejected: ${rejectedWords[reason]}` };
}

/** A status is short; the whole sentence goes to the health output. */
const rejectedWords: Record<TelegramErrorCode, string> = {
  crc: "wrong CRC",
  "no-crc": "no CRC",
  cut: "cut off",
  "too-long": "too long",
  unreadable: "unreadable",
  decrypt: "cannot be decrypted",
};

/** The standard the meter speaks, by its version line: two digits are n.n, of Belgium's five the first two count. */
export function generation({ version = "", manufacturer }: Meter): string {
  if (version === "P") return "DSMR 5.0";
  if (/^\d\d(\d{3})?$/.test(version)) return `DSMR ${version.charAt(0)}.${version.charAt(1)}`;
  return manufacturer ?? "P1";
}
