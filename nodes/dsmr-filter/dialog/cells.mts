import type { EditorNode } from "../../shared/validate.mjs";
import { dsmrFilterOptions, type RawRow, rawRow } from "../options";
import { picksSeveral } from "./row-found";

type Cell = keyof RawRow;

/** Makes the cells of a row that can be edited: name, unit, aggregate and dead band. `id`: the prefix of ids in the row. */
export function makeCells(node: EditorNode, data: RawRow, id: string): JQuery {
  const units = `${id}-units`;
  const rename = input(node, "rename", data).attr("placeholder", node._("dsmr-filter.placeholder.rename"));
  // Several fields cannot share a name. A name that a flow file has all the same is shown, so that it can be removed.
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

/** The row as it is in the dialog now. */
export function readCells(row: JQuery): RawRow {
  const { field } = row.data("cells") as RawRow;
  const cells = (["rename", "unit", "aggregate", "deadband"] as const).map((cell) => [cell, cellOf(row, cell).val()]);
  return rawRow({ field, ...(Object.fromEntries(cells) as object) });
}

/** The element of a cell: an input or a list; for `field` a text. */
export function cellOf(row: JQuery, cell: string): JQuery {
  return row.find(cell === "field" ? ".dsmr-filter-field" : `.dsmr-filter-cell-${cell}`);
}

/** Suggests units for a row; the first of them is the field's own. */
export function showUnits(row: JQuery, units: readonly string[]): void {
  row
    .find("datalist")
    .empty()
    .append(...units.map((value) => $("<option>", { value })));
  cellOf(row, "unit").attr("placeholder", units[0] ?? "");
}

function input(node: EditorNode, cell: Cell, data: RawRow): JQuery {
  const label = title(node, cell, data);
  // Set by attr(): as a property of a new element, `autocomplete` would call the jQuery UI widget of that name.
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
  // A value that is no choice, such as an environment variable, is added to the list, so that it is kept.
  const choices = words.includes(value) ? words : [...words, value];
  const options = choices.map((word) => {
    const text = words.includes(word) ? node._(`dsmr-filter.aggregate.${word || "common"}`) : word;
    return $("<option>", { value: word }).text(text);
  });
  const label = title(node, "aggregate", data);
  const select = $("<select>", { class: "dsmr-filter-cell-aggregate", "aria-label": label, title: label });
  return select.append(...options).val(value);
}
