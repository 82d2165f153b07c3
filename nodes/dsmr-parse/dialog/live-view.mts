import { askLastPayload } from "../../shared/ask-last-payload.mjs";
import { field, textOf } from "../../shared/form.mjs";
import type { LastPayloadAnswer } from "../../shared/last-payload";
import type { EditorNode } from "../../shared/validate.mjs";
import { showSummary } from "./telegram-summary.mjs";
import { showTable } from "./telegram-table.mjs";

/** While the view is open it is updated this often. */
const PERIOD_MS = 2000;

/** Shows the last telegram that the deployed node sent. Updates every 2 s while unfolded, until the dialog closes. */
export function watchLastTelegram(node: EditorNode): void {
  const view = $("#dsmr-parse-live");
  let timer: number | undefined;
  let round = 0;

  const look = async (mine: number) => {
    // Done, Cancel and Delete all remove the dialog from the page.
    if (!view[0]?.isConnected) return;
    const answer = await askLastPayload("dsmr-parse", node.id);
    if (mine !== round) return;
    show(node, answer);
    timer = window.setTimeout(() => void look(mine), PERIOD_MS);
  };

  view.on("toggle", () => {
    window.clearTimeout(timer);
    round++;
    if (view.prop("open") === true) void look(round);
  });
}

function show(node: EditorNode, answer: LastPayloadAnswer | undefined): void {
  const telegram = answer?.payload ?? undefined;
  const reason = telegram === undefined ? node._(`dsmr-parse.live.${whyNothing(answer)}`) : "";
  const note = $("#dsmr-parse-live-note");
  // A screen reader would read the same text again if it were set again.
  if (note.text() !== reason) note.text(reason);
  note.toggle(telegram === undefined);
  $("#dsmr-parse-live-telegram").toggle(telegram !== undefined);
  if (telegram === undefined) return;
  showSummary(node, telegram, answer?.receivedAt ?? 0);
  showTable(node, telegram);
}

function whyNothing(answer: LastPayloadAnswer | undefined): string {
  if (answer === undefined) return "unreachable";
  if (!answer.deployed) return "not-deployed";
  return textOf(field("source")) === "_ADD_" ? "nothing-at-input" : "nothing-from-meter";
}
