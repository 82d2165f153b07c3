import type { Telegram } from "../../../lib/telegram/types";
import { describeField } from "../../shared/describe.mjs";
import type { EditorNode } from "../../shared/validate.mjs";
import { telegramRows, type TelegramRow } from "./telegram-rows";

/** Longer values are cut in their cell, and shown whole as its title. */
const LONGEST = 120;

/** Shows a telegram's rows. Existing rows are reused, so that a selection and the scroll position survive an update. */
export function showTable(node: EditorNode, telegram: Telegram): void {
  const body = $("#dsmr-parse-live-rows");
  const before = new Map(
    body
      .children()
      .toArray()
      .map((row) => [$(row).data("key") as string, $(row)]),
  );
  const rows = telegramRows(telegram);
  const shown = rows.map((row) => fill(node, before.get(row.key) ?? emptyRow(row.key), row));
  const same = shown.length === before.size && rows.every(({ key }, at) => body.children().eq(at).data("key") === key);
  if (!same) {
    body.children().detach();
    body.append(shown);
  }
}

function emptyRow(key: string): JQuery {
  const cells = ["name", "obis", "value", "unit", "about"].map((cell) => $("<td>", { class: `dsmr-parse-${cell}` }));
  return $("<tr>").data("key", key).append(cells);
}

function fill(node: EditorNode, row: JQuery, { name, obis, value, isNumber, unit }: TelegramRow): JQuery {
  const about = name === "" ? "" : describeField(node, name);
  [name, obis, value, unit, about].forEach((text, at) => setText(row.children().eq(at), text));
  row.children().eq(2).toggleClass("dsmr-parse-number", isNumber);
  // A text value without unit and description is shown across all three columns.
  return row.toggleClass("dsmr-parse-text", !isNumber && unit === "" && about === "");
}

function setText(cell: JQuery, text: string): void {
  if (cell.data("text") === text) return;
  const long = text.length > LONGEST;
  cell.data("text", text).text(long ? `${text.slice(0, LONGEST)}…` : text);
  cell.attr("title", long ? text : null);
}
