import type { NodeStatus } from "node-red";
import type { ConnectionStatus } from "../../lib/connection/types";
import { generation } from "../../lib/telegram/meter";
import type { Meter, Telegram, TelegramErrorCode } from "../../lib/telegram/types";
import type { TextValues, Translate } from "../../lib/texts/texts";
import type { LazyStatus } from "../shared/paced-status";
import { shortHint } from "../shared/texts";

/** Where neither a meter nor the input is used yet; the editor translates the text. */
export const unusedStatus: NodeStatus = { fill: "grey", shape: "ring", text: "dsmr-parse.status.unused" };

/**
 * What a connection's state looks like under a node; nothing before it opens, and while telegrams say more. A status is
 * short: the whole sentence goes to the health output and the log. `translate`: the server's language.
 */
export function connectionStatus(status: ConnectionStatus, translate: Translate): NodeStatus | undefined {
  const { state, to, hint, seconds = 0 } = status;
  const why = status.why ? shortHint(status.why, translate) : hint;
  const say = (key: string, values: TextValues) => translate(`dsmr-parse.status.${key}`, values);
  switch (state) {
    case "receiving":
      return undefined;
    case "opening":
      return { fill: "yellow", shape: "ring", text: say("connecting", { to }) };
    case "waiting":
      return { fill: "yellow", shape: "ring", text: why || say("waiting", { to }) };
    case "silent":
      return { fill: "yellow", shape: "dot", text: say("no-data", { seconds, why }) };
    case "backing-off":
      return { fill: "red", shape: "dot", text: say("not-connected", { why }) };
    case "closed":
      return why ? { fill: "red", shape: "dot", text: say("not-connected", { why }) } : undefined;
  }
}

/** "DSMR 5.0 · 1.193 kW". `translate`: the server's language. */
export function telegramStatus({ meter, values, crc }: Telegram, translate: Translate): LazyStatus {
  // Taken now: what the flow does with the message is not to change the status.
  const { version, manufacturer } = meter;
  const power = values.power_net ?? values.power_delivered;
  const { status } = crc;
  return () => {
    const parts = [standard(version, manufacturer), ...(power === undefined ? [] : [`${power.toFixed(3)} kW`])];
    if (status !== "invalid") return { fill: "green", shape: "dot", text: parts.join(" · ") };
    return { fill: "yellow", shape: "dot", text: [...parts, translate("dsmr-parse.status.wrong-crc")].join(" · ") };
  };
}

/** Short, for the whole sentence goes to the health output; the editor translates the text. */
export function rejectedStatus(reason: TelegramErrorCode): NodeStatus {
  return { fill: "yellow", shape: "dot", text: `dsmr-parse.status.rejected-${reason}` };
}

/** The standard the meter speaks, by its version line; without one the meter's maker. */
export function standard(version: Meter["version"] = "", manufacturer: Meter["manufacturer"] = "P1"): string {
  const named = generation(version);
  return named === undefined ? manufacturer : `DSMR ${named.toFixed(1)}`;
}
