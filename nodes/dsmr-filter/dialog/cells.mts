import type { EditorNode } from "../../shared/validate.mjs";
import { dsmrFilterOptions, type RawRow, rawRow } from "../options";
import { picksSeveral } from "./row-found";

type Cell = keyof RawRow;

/** The cells of a row that can be changed: its name and unit in the message, and what the pace uses of it. `id` is the row's. */
export function makeCells(node: EditorNode, data: RawRow, id: string): JQuery {
  const units = `${id}-units`;
  const rename = input(node, "rename", data).attr("placeholder", node._("dsmr-filter.placeholder.rename"));
  // One name cannot be that of several fields; what is wrong is shown all the same, to be put right.
  rename.toggle(!picksSeveral(data.field) || data.rename !== "");
  const unit = input(node, "unit", data).attr("list", units);
  const deadband = input(node, "deadband", data).attr({
    inputmode: "decimal",
    placeholder: node._("dsmr-filter.placeholder.row-deadband"),
  });
  return $("<div>", { class: "dsmr-filter-cells" }).append(
    rename,
    unit,
    aggregateChoice(node, data),
    deadband,
    $("<datalist>", { id: units }),
  );
}

/** The cells of a row as they stand. */
export function readCells(row: JQuery): RawRow {
  const { field } = row.data("cells") as RawRow;
  const cells = (["rename", "unit", "aggregate", "deadband"] as const).map((cell) => [cell, cellOf(row, cell).val()]);
  return rawRow({ field, ...(Object.fromEntries(cells) as object) });
}

/** The element of a row's cell; that of its field is a text. */
export function cellOf(row: JQuery, cell: string): JQuery {
  return row.find(cell === "field" ? ".dsmr-filter-field" : `.dsmr-filter-cell-${cell}`);
}

/** Offers the units that a row's fields can come out in, the first of them their own. */
export function showUnits(row: JQuery, units: readonly string[]): void {
  row
    .find("datalist")
    .empty()
    .append(...units.map((value) => $("<option>", { value })));
  cellOf(row, "unit").attr("placeholder", units[0] ?? "");
}

function input(node: EditorNode, cell: Cell, data: RawRow): JQuery {
  const label = title(node, cell, data);
  // As attributes: among the properties for a new element jQuery would take `autocomplete` for its widget of that name.
  const attributes = { type: "text", "aria-label": label, title: label, autocomplete: "off", spellcheck: "false" };
  return $("<input>", { class: `dsmr-filter-cell-${cell}` })
    .attr(attributes)
    .val(data[cell]);
}

function title(node: EditorNode, cell: Cell, { field }: RawRow): string {
  return node._(`dsmr-filter.label.row-${cell}`, { field });
}

function aggregateChoice(node: EditorNode, data: RawRow): JQuery {
  const value = data.aggregate;
  const words = ["", ...dsmrFilterOptions.aggregate.allowed.split(", ")];
  // A word that is no choice, such as an environment variable, stays a choice of its own.
  const choices = words.includes(value) ? words : [...words, value];
  const options = choices.map((word) => {
    const text = words.includes(word) ? node._(`dsmr-filter.aggregate.${word || "common"}`) : word;
    return $("<option>", { value: word }).text(text);
  });
  const label = title(node, "aggregate", data);
  const select = $("<select>", { class: "dsmr-filter-cell-aggregate", "aria-label": label, title: label });
  return select.append(...options).val(value);
}
