import type { Telegram } from "../../../lib/telegram/types";
import { type EditorNode, editorTexts } from "../../shared/validate.mjs";
import { faultText } from "../fault-text";
import { type RawRow, rawRow, rowProblemInDialog } from "../options";
import type { Say } from "./announcer.mjs";
import { cellOf, makeCells, readCells, showUnits } from "./cells.mjs";
import { foundBy, picksSeveral, unitsOf } from "./row-found";
import { descriptionOf, valueText } from "./words.mjs";

/** Most names shown of the fields that a row picks. */
const MOST_NAMED = 4;

interface Uses {
  /** The shape chosen in the dialog. */
  readonly shape: () => string;
  /** The last telegram; undefined if none came. */
  readonly telegram: () => Telegram | undefined;
  /** Called after rows were added, changed, moved or removed. */
  readonly changed: () => void;
  readonly say: Say;
}

export interface Chosen {
  /** The list itself, which offers can be dropped in. */
  readonly list: JQuery;
  /** Adds a row for a field at an index, by default at the end. */
  readonly add: (field: string, place?: number) => void;
  /** Updates every row: what it picks from the telegram, and what is wrong with it. */
  readonly refresh: () => void;
}

/** A method of the editor's list that its typings lack. */
interface Insertable {
  editableList: (method: "insertItemAt", data: RawRow, place: number) => void;
}

/** Makes the list of chosen rows and fills it with those of the node. */
export function makeChosen(node: EditorNode, uses: Uses): Chosen {
  const list = listElement();
  let rowsMade = 0;
  list.editableList<RawRow>({
    addButton: false,
    removable: true,
    sortable: true,
    scrollOnAdd: false,
    addItem: (row, _index, data) => fillRow(node, row, rawRow(data), `dsmr-filter-row-${++rowsMade}`, uses),
    removeItem: ({ field }) => removed(node, field, uses),
    sortItems: () => uses.changed(),
  });
  const rows: unknown[] = Array.isArray(node.fields) ? node.fields : [];
  list.editableList("addItems", rows.map(rawRow));

  const add = (field: string, place = rowElements().length) => {
    (list as unknown as Insertable).editableList("insertItemAt", rawRow({ field }), place);
    rowElements()[place]?.[0]?.scrollIntoView({ block: "nearest" });
    uses.say("added", { field, place: place + 1, count: rowElements().length });
    uses.changed();
  };
  list.on("sortreceive", (_event, dropped: unknown) => {
    const { helper } = dropped as { helper: JQuery };
    const place = helper.index();
    const field = String(helper.data("field"));
    helper.remove();
    add(field, place);
  });
  list.on("sortstop", (_event, moved: unknown) => {
    const { item } = moved as { item: JQuery };
    // An offer that was dropped here is no row: sortreceive has made one of it.
    if (item.children(".dsmr-filter-row").length > 0) sayPlace(item, uses.say);
  });
  list.on("keydown", "li", (event) => useKey(event, uses));
  list.on("click", ".dsmr-filter-what, .red-ui-editableList-item-handle", (event) => {
    $(event.target).closest("li").trigger("focus");
  });
  list.on("focusin", "li", (event) => makeStop($(event.currentTarget as HTMLElement)));

  const refresh = () => {
    const all = rowElements();
    for (const [index, row] of all.entries()) refreshRow(node, row, uses, { place: index + 1, count: all.length });
    if (list.children("[tabindex=0]").length === 0) makeStop(list.children().first());
    showEmpty(node, all.length);
  };
  return { list, add, refresh };
}

/** The rows that are in the dialog now, except those without a field. */
export function readRows(): RawRow[] {
  return rowElements()
    .filter((row) => !row.parent().hasClass("red-ui-editableList-item-deleting"))
    .map(readCells)
    .filter(({ field }) => field !== "");
}

function listElement(): JQuery {
  return $("#node-input-fields-list");
}

function rowElements(): JQuery[] {
  return (
    listElement()
      .editableList("items")
      .toArray()
      .map((row) => $(row))
      // During a drag the list also has items that are no rows: a placeholder, or the offer itself.
      .filter((row) => row.length > 0)
  );
}

/** Fills a new row; `id` is the prefix of the ids in it. */
function fillRow(node: EditorNode, row: JQuery, data: RawRow, id: string, uses: Uses): void {
  const reason = $("<div>", { class: "dsmr-filter-reason" });
  const what = $("<div>", { class: "dsmr-filter-what" }).append(
    $("<div>", { class: "dsmr-filter-field" }).text(data.field),
    $("<div>", { class: "dsmr-filter-about" }),
  );
  reason.attr("id", `${id}-reason`);
  row.addClass("dsmr-filter-row").append(what, makeCells(node, data, id), reason);
  row.data("cells", data);
  row.on("input change", () => uses.changed());
  row.siblings("a").attr("aria-label", node._("dsmr-filter.label.remove", { field: data.field }));
  row.siblings("i").attr("aria-hidden", "true");
}

function refreshRow(node: EditorNode, row: JQuery, uses: Uses, at: { place: number; count: number }): void {
  const raw = readCells(row);
  const telegram = uses.telegram();
  const found = telegram && foundBy(raw, telegram);
  const texts = [foundText(node, raw.field, found), descriptionOf(node, raw.field)];
  const about = texts.filter(Boolean).join(" · ");
  row.find(".dsmr-filter-about").text(about).attr("title", about);
  showUnits(row, unitsOf(raw.field, found));
  mark(node, row, raw, uses.shape());
  row.parent().attr("aria-label", node._("dsmr-filter.about.row", { field: raw.field, ...at }));
}

function foundText(node: EditorNode, field: string, found: ReturnType<typeof foundBy>): string {
  if (!found) return "";
  const [first] = found;
  if (!first) return node._("dsmr-filter.about.absent");
  if (!picksSeveral(field)) return valueText(first.value, first.unit);
  const names = found.slice(0, MOST_NAMED).map(({ name }) => name);
  const list = names.join(", ") + (found.length > names.length ? " …" : "");
  return `${node._("dsmr-filter.about.count", { count: found.length })} (${list})`;
}

/** The cell that each fault is marked in. */
const CELL_OF = {
  field: "field",
  rename: "rename",
  reserved: "rename",
  several: "rename",
  unit: "unit",
  "no-unit": "unit",
  "unit-of": "unit",
} as const;

/** Marks the cell that is wrong in a row and shows the reason below; clears both if all is well. */
function mark(node: EditorNode, row: JQuery, raw: RawRow, shape: string): void {
  const problem = rowProblemInDialog(raw, shape);
  const text = problem ? faultText(problem, editorTexts(node)) : "";
  const reason = row.find(".dsmr-filter-reason").text(text);
  reason.toggle(text !== "");
  row.find(".input-error").removeClass("input-error").removeAttr("aria-invalid aria-describedby");
  row
    .parent()
    .removeAttr("aria-describedby")
    .toggleClass("dsmr-filter-wrong", text !== "");
  if (!problem) return;
  const wrong = "option" in problem ? problem.option : CELL_OF[problem.fault];
  const describedBy = { "aria-describedby": reason.attr("id")! };
  cellOf(row, wrong)
    .addClass("input-error")
    .attr({ "aria-invalid": "true", ...describedBy });
  row.parent().attr(describedBy);
}

function showEmpty(node: EditorNode, rows: number): void {
  const variable = typeof node.fields === "string" ? node.fields : "";
  const text =
    variable === "" ? node._("dsmr-filter.none.chosen") : node._("dsmr-filter.none.variable", { value: variable });
  $("#dsmr-filter-empty")
    .text(text)
    .toggle(rows === 0);
}

function removed(node: EditorNode, field: string, { say, changed }: Uses): void {
  // The button that was pressed is gone with its row, and with it the focus.
  if (document.activeElement === document.body) focusRow(Number(listElement().data("place")));
  say("removed", { field, count: rowElements().length });
  changed();
}

/** Handles the keys of a row: arrows change the row, with Alt they move it; Delete and Backspace remove it. */
function useKey(event: JQuery.TriggeredEvent, uses: Uses): void {
  const item = $(event.currentTarget as HTMLElement);
  const onRow = event.target === event.currentTarget;
  const way = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (way !== 0 && event.altKey) {
    event.preventDefault();
    moveRow(item, way, uses);
  } else if (way !== 0 && onRow) {
    event.preventDefault();
    focusRow(item.index() + way);
  } else if ((event.key === "Delete" || event.key === "Backspace") && onRow) {
    event.preventDefault();
    event.stopPropagation();
    const place = item.index();
    listElement().editableList("removeItem", item.children(".dsmr-filter-row").data("data") as RawRow);
    focusRow(place);
  }
}

function moveRow(item: JQuery, way: number, { say, changed }: Uses): void {
  const other = way < 0 ? item.prev() : item.next();
  // Move the other row: an element that is moved loses the focus.
  if (way < 0) other.insertAfter(item);
  else other.insertBefore(item);
  item[0]?.scrollIntoView({ block: "nearest" });
  sayPlace(item, say);
  if (other.length > 0) changed();
}

function sayPlace(item: JQuery, say: Say): void {
  const field = readCells(item.children(".dsmr-filter-row")).field;
  say("moved", { field, place: item.index() + 1, count: item.siblings().length + 1 });
}

/** Moves the focus to the row at an index, or the nearest one; without rows, to the search. */
function focusRow(place: number): void {
  const rows = listElement().children();
  const row = rows.eq(Math.max(0, Math.min(rows.length - 1, place)));
  if (row.length > 0) row.trigger("focus");
  else $("#dsmr-filter-search").trigger("focus");
}

/** Makes a row the only one that the Tab key stops at. */
function makeStop(item: JQuery): void {
  listElement().children().attr("tabindex", "-1");
  item.attr("tabindex", "0");
  listElement().data("place", item.index());
}
