import type { EditorNode } from "../shared/validate.mjs";
import { unitsOf } from "./fields.mjs";
import { dsmrFilterOptions, type RawRow, rawRow, rowProblemInDialog } from "./options";
import { rowReason } from "./row-reason.mjs";

type Cell = keyof RawRow;

const CELLS: readonly Cell[] = ["field", "rename", "unit", "aggregate", "deadband"];

/** Below this the list would show less than two rows, px. */
const LEAST_HEIGHT = 150;

/** Each row's list of units has an id of its own. */
let rowsMade = 0;

/** Makes the list of rows and puts in it what the node has. `shape` gives the shape chosen in the dialog. */
export function fillRows(node: EditorNode, shape: () => string): void {
  const list = listElement();
  list.editableList<RawRow>({
    addButton: node._("dsmr-filter.label.add"),
    header: header(node),
    removable: true,
    sortable: true,
    addItem: (row, _index, data) => addRow(node, row, rawRow(data), shape),
  });
  const rows: unknown[] = Array.isArray(node.fields) ? node.fields : [];
  list.editableList("addItems", rows.map(rawRow));
}

/** The rows as the dialog has them; those without a field are left out. */
export function readRows(): RawRow[] {
  return rowElements()
    .map(readRow)
    .filter(({ field }) => field !== "");
}

/** Shows of each row the cells that the pace uses. */
export function showCells(pace: string): void {
  const container = $(".dsmr-filter-rows");
  container.toggleClass("dsmr-filter-interval", pace === "interval");
  container.toggleClass("dsmr-filter-change", pace === "change");
}

/** Gives the list what the other rows of the dialog leave of its height, px; without one, of the height it had last. */
export function resizeRows(height?: number): void {
  const list = listElement();
  if (height !== undefined) list.data("height", height);
  const whole: unknown = list.data("height");
  if (typeof whole !== "number") return;
  const others = $("#dialog-form > div:not(.dsmr-filter-rows):visible").toArray();
  const used = others.reduce((sum, other) => sum + ($(other).outerHeight(true) ?? 0), 0);
  list.editableList("height", Math.max(LEAST_HEIGHT, whole - used));
}

function listElement(): JQuery {
  return $("#node-input-fields-list");
}

function rowElements(): JQuery[] {
  return listElement()
    .editableList("items")
    .toArray()
    .map((row) => $(row));
}

function readRow(row: JQuery): RawRow {
  const cells = CELLS.map((cell) => [cell, row.find(`.dsmr-filter-cell-${cell}`).val()]);
  return rawRow(Object.fromEntries(cells));
}

function header(node: EditorNode): JQuery {
  const titles = CELLS.map((cell) => $("<div>", { class: `dsmr-filter-${cell}` }).text(title(node, cell)));
  return $("<div>", { class: "dsmr-filter-row", "aria-hidden": "true" }).append(...titles);
}

function title(node: EditorNode, cell: Cell): string {
  return node._(`dsmr-filter.label.row-${cell}`);
}

function addRow(node: EditorNode, row: JQuery, data: RawRow, shape: () => string): void {
  const units = `dsmr-filter-units-${++rowsMade}`;
  const cells: Record<Cell, JQuery> = {
    field: input(node, "field", data).attr("list", "dsmr-filter-fields"),
    rename: input(node, "rename", data),
    unit: input(node, "unit", data).attr("list", units),
    aggregate: aggregateChoice(node, data.aggregate),
    deadband: input(node, "deadband", data).attr("inputmode", "decimal"),
  };
  const boxes = CELLS.map((cell) => $("<div>", { class: `dsmr-filter-${cell}` }).append(cells[cell]));
  row.addClass("dsmr-filter-row").append(...boxes, $("<datalist>", { id: units }));
  const check = () => {
    offerUnits(row, readRow(row).field);
    mark(node, row, shape());
  };
  row.on("input change", check);
  row.on("keydown", (event) => moveByKey(row, event));
  row.siblings("a").attr("aria-label", node._("dsmr-filter.label.remove"));
  check();
}

function input(node: EditorNode, cell: Cell, data: RawRow): JQuery {
  const label = title(node, cell);
  // As attributes: among the properties for a new element jQuery would take `autocomplete` for its widget of that name.
  const attributes = {
    type: "text",
    "aria-label": label,
    placeholder: label,
    autocomplete: "off",
    spellcheck: "false",
  };
  return $("<input>", { class: `dsmr-filter-cell-${cell}` })
    .attr(attributes)
    .val(data[cell]);
}

function aggregateChoice(node: EditorNode, value: string): JQuery {
  const words = ["", ...dsmrFilterOptions.aggregate.allowed.split(", ")];
  // A word that is no choice, such as an environment variable, stays a choice of its own.
  const choices = words.includes(value) ? words : [...words, value];
  const options = choices.map((word) => {
    const text = words.includes(word) ? node._(`dsmr-filter.aggregate.${word || "common"}`) : word;
    return $("<option>", { value: word }).text(text);
  });
  const select = $("<select>", { class: "dsmr-filter-cell-aggregate", "aria-label": title(node, "aggregate") });
  return select.append(...options).val(value);
}

function offerUnits(row: JQuery, field: string): void {
  const units = unitsOf(field);
  row
    .find("datalist")
    .empty()
    .append(...units.map((value) => $("<option>", { value })));
  row.find(".dsmr-filter-cell-unit").attr("placeholder", units[0] ?? "");
}

function mark(node: EditorNode, row: JQuery, shape: string): void {
  const problem = rowProblemInDialog(readRow(row), shape);
  const text = problem ? rowReason(node, problem) : "";
  const field = row.find(".dsmr-filter-cell-field");
  field
    .toggleClass("input-error", text !== "")
    .attr("title", text)
    .attr("aria-invalid", String(text !== ""));
}

/** Alt with an arrow key moves a row, as dragging does. */
function moveByKey(row: JQuery, event: JQuery.TriggeredEvent): void {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const item = row.closest("li");
  if (event.key === "ArrowUp") item.prev().before(item);
  else item.next().after(item);
  $(event.target as HTMLElement).trigger("focus");
}
