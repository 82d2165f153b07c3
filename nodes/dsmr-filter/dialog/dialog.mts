import type { Telegram } from "../../../lib/telegram/types";
import { field, textOf } from "../../shared/form.mjs";
import type { EditorNode } from "../../shared/validate.mjs";
import { dsmrFilterOptions } from "../options";
import { announcer } from "./announcer.mjs";
import { makeChoices } from "./choices.mjs";
import { makeChosen, readRows } from "./chosen.mjs";
import { type LastTelegram, lastTelegram } from "./last-telegram.mjs";
import { makePreview } from "./preview-box.mjs";
import { sampleTelegram } from "./sample";
import { wallTime } from "./words.mjs";

/** Sets up the dialog when it opens: its two lists, the fields for pace and shape, and the preview. */
export function openDialog(node: EditorNode): void {
  let last: Telegram | undefined;
  const say = announcer(node);

  const preview = makePreview(node, () => ({ properties: propertiesNow(node), telegram: last ?? sampleTelegram }));
  const chosen = makeChosen(node, {
    shape: () => textOf(field("shape")),
    telegram: () => last,
    say,
    changed: () => update(),
  });
  const choices = makeChoices(node, { add: chosen.add, dropIn: chosen.list, say });
  const update = () => {
    choices.markChosen(readRows().map(({ field }) => field));
    chosen.refresh();
    preview();
  };

  const show = (found: LastTelegram | undefined) => {
    last = found?.telegram;
    choices.show(last);
    showOrigin(node, found);
    update();
  };
  const origin = $("#dsmr-filter-origin");
  const look = async () => {
    const found = await lastTelegram(node);
    // The dialog may have been closed in the meantime.
    if (origin[0]?.isConnected) show(found);
  };

  for (const name of ["every", "deadband", "heartbeat"] as const) {
    field(name).attr("placeholder", String(dsmrFilterOptions[name].fallback));
  }
  field("pace").on("change", () => showInUse(node));
  field("shape").on("change", () => showInUse(node));
  $("#dsmr-filter-settings").on("input change", update);
  $("#dsmr-filter-look").on("click", () => void look());
  showInUse(node);
  show(undefined);
  origin.text("");
  void look();
}

/** The node's properties as they are in the dialog now. */
function propertiesNow(node: EditorNode): Record<string, unknown> {
  const rows = readRows();
  const fields = typeof node.fields === "string" && rows.length === 0 ? node.fields : rows;
  const others = Object.keys(dsmrFilterOptions).map((name) => [name, textOf(field(name))]);
  return { ...(Object.fromEntries(others) as object), fields };
}

/** Shows which telegram the values and the preview come from. */
function showOrigin(node: EditorNode, found: LastTelegram | undefined): void {
  const key = found ? `seen-in-${found.seenIn}` : "sample";
  const time = found ? wallTime(found.telegram.timestamp) : "";
  $("#dsmr-filter-origin").text(node._(`dsmr-filter.origin.${key}`, { time }));
}

/** Shows the fields that the chosen pace and shape use, and hides the others. */
function showInUse(node: EditorNode): void {
  const pace = textOf(field("pace"));
  const shape = textOf(field("shape"));
  for (const row of $("[data-pace]").toArray()) $(row).toggle($(row).data("pace") === pace);
  for (const row of $("[data-shape]").toArray()) $(row).toggle($(row).data("shape") === shape);
  $("#dsmr-filter-chosen").attr("data-uses", pace);
  const topic = shape === "messages" ? "prefix" : "topic";
  $("#dsmr-filter-topic-label").text(node._(`dsmr-filter.label.${topic}`));
  field("topic").attr("placeholder", node._(`dsmr-filter.placeholder.${topic}`));
}
