import type { Device, Problem, Telegram } from "../../../lib/telegram/types";
import type { EditorNode } from "../../shared/validate.mjs";

/** Shows what a telegram holds besides its values. `receivedAt` in epoch ms, shown in the browser's time zone. */
export function showSummary(node: EditorNode, telegram: Telegram, receivedAt: number): void {
  const { meter, timestamp, crc, devices, message, problems = [] } = telegram;
  const parts: [name: string, lines: string[]][] = [
    ["received", [new Date(receivedAt).toLocaleString()]],
    ["time", [timestamp]],
    ["meter", [joined(meter.header, meter.id)]],
    [
      "crc",
      [node._(`dsmr-parse.live.crc-${crc.status}`, { received: crc.received ?? "", computed: crc.computed ?? "" })],
    ],
    ["devices", devices.map((device) => deviceLine(node, device))],
    ["message", message === undefined ? [] : [message]],
    ["problems", problems.map(problemLine)],
  ];
  const shown = parts.filter(([, lines]) => lines.length > 0);
  const list = shown.flatMap(([name, lines]) => [
    $("<dt>").text(node._(`dsmr-parse.live.${name}`)),
    ...lines.map((line) => $("<dd>").text(line)),
  ]);
  $("#dsmr-parse-live-summary").empty().append(list);
}

function deviceLine(node: EditorNode, { channel, medium, id, value, unit, timestamp, status }: Device): string {
  const reading = value === undefined ? undefined : [String(value), unit].filter(Boolean).join(" ");
  return joined(
    node._("dsmr-parse.live.channel", { channel }),
    node._(`dsmr-parse.medium.${medium}`),
    id,
    reading,
    timestamp,
    node._(`dsmr-parse.device.${status}`),
  );
}

function problemLine({ obis, problem, raw }: Problem): string {
  return joined(obis, problem, raw);
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}
