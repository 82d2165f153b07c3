import type { NodeStatus } from "node-red";
import type { ConnectionStatus } from "../../lib/connection/types";
import { generation } from "../../lib/telegram/meaning/meter";
import type { Meter, Telegram, TelegramErrorCode } from "../../lib/telegram/types";
import type { TextValues, Translate } from "../../lib/texts/texts";
import type { LazyStatus } from "../shared/paced-status";
import { shortHint } from "../shared/texts";

/** The status while neither a meter nor the input is used. The editor translates the text. */
export const unusedStatus: NodeStatus = { fill: "grey", shape: "ring", text: "dsmr-parse.status.unused" };

/**
 * The status under a node for a connection that brings no telegrams. Undefined before it opens, and while it receives:
 * then telegrams make the status. The text is short; the whole sentence goes to the health output and the log.
 * `translate` uses the server's language.
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

/** The status for a telegram: "DSMR 5.0 · 1.193 kW". `translate` uses the server's language. */
export function telegramStatus({ meter, values, crc }: Telegram, translate: Translate): LazyStatus {
  // Read now, because the flow may change the telegram before the status is shown.
  const { version, manufacturer } = meter;
  const power = values.power_net ?? values.power_delivered;
  const { status } = crc;
  return () => {
    const parts = [standard(version, manufacturer), ...(power === undefined ? [] : [`${power.toFixed(3)} kW`])];
    if (status !== "invalid") return { fill: "green", shape: "dot", text: parts.join(" · ") };
    return { fill: "yellow", shape: "dot", text: [...parts, translate("dsmr-parse.status.wrong-crc")].join(" · ") };
  };
}

/**
 * The status after a rejected telegram. The editor translates the text; the whole sentence goes to the health output.
 */
export function rejectedStatus(reason: TelegramErrorCode): NodeStatus {
  return { fill: "yellow", shape: "dot", text: `dsmr-parse.status.rejected-${reason}` };
}

/** The standard of a meter by its version line, "DSMR 5.0"; without one the manufacturer's code. */
export function standard(version: Meter["version"] = "", manufacturer: Meter["manufacturer"] = "P1"): string {
  const named = generation(version);
  return named === undefined ? manufacturer : `DSMR ${named.toFixed(1)}`;
}
