import type { Telegram } from "../../../lib/telegram/types";
import { textOf } from "../../shared/form.mjs";
import type { EditorNode } from "../../shared/validate.mjs";
import type { Say } from "./announcer.mjs";
import { draggedOffer, offerGroups } from "./offer-view.mjs";
import { allOffers, type Offer } from "./offers";
import { searchOffers } from "./search";
import { wordsOf } from "./words.mjs";

interface Choices {
  /** Shows the offers, with the values of a telegram if there is one. */
  readonly show: (telegram: Telegram | undefined) => void;
  /** Marks the offers of these fields as chosen. */
  readonly markChosen: (fields: readonly string[]) => void;
}

interface Uses {
  /** Adds a row for a field at the end of the list. */
  readonly add: (field: string) => void;
  /** The list that an offer can be dropped in. */
  readonly dropIn: JQuery;
  readonly say: Say;
}

/** How many offers Page Up and Page Down move by. */
const PAGE = 10;

/** Makes the list of offers, with its search: by mouse, or by keyboard as an ARIA list box. */
export function makeChoices(node: EditorNode, { add, dropIn, say }: Uses): Choices {
  const list = $("#dsmr-filter-offers");
  const search = $("#dsmr-filter-search");
  const words = wordsOf(node);
  let offers: Offer[] = [];
  let chosen: ReadonlySet<string> = new Set();
  let taken = "";

  const render = () => {
    const before = fieldOf(activeIn(list));
    const found = searchOffers(offers, textOf(search), words);
    list.empty().append(...offerGroups(node, found, words));
    const none = $("<div>", { class: "dsmr-filter-none" }).text(node._("dsmr-filter.none.found"));
    if (found.length === 0) list.append(none);
    const options = optionsIn(list);
    const same = options.filter((_, option) => fieldOf($(option)) === before);
    activate(list, same.length > 0 ? same.first() : options.first());
    options.draggable({
      helper: (event) => draggedOffer(fieldOf($(event.currentTarget as HTMLElement))),
      appendTo: "#dialog-form",
      connectToSortable: dropIn,
      distance: 5,
      scroll: false,
      zIndex: 100,
    });
    showChosen();
  };
  const showChosen = () => {
    for (const option of optionsIn(list).toArray()) {
      $(option).toggleClass("dsmr-filter-is-chosen", chosen.has(fieldOf($(option))));
    }
  };
  const searched = () => {
    render();
    activate(list, optionsIn(list).first());
    list.scrollTop(0);
    // After Enter in the search, the announcement of what was added must not be replaced.
    if (textOf(search).trim() !== taken) say("found", { count: optionsIn(list).length });
    taken = "";
  };

  useMouse(list, add);
  useKeys(list, add);
  search.searchBox({ delay: 100, change: searched });
  search.siblings(".red-ui-searchBox-clear").attr("aria-label", node._("dsmr-filter.label.clear"));
  search.on("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.trigger("focus");
    }
    const query = textOf(search).trim();
    if (event.key !== "Enter" || isCommand(event) || query === "") return;
    // The list is up to date only a moment after the last key, so search again.
    const found = searchOffers(offers, query, words);
    const best = found.find(({ field }) => field === query) ?? found[0];
    if (!best) return;
    taken = query;
    add(best.field);
  });

  return {
    show: (telegram) => {
      offers = allOffers(telegram);
      render();
    },
    markChosen: (fields) => {
      chosen = new Set(fields);
      showChosen();
    },
  };
}

function useMouse(list: JQuery, add: (field: string) => void): void {
  list.on("mousedown", "[role=option]", (event) => activate(list, $(event.currentTarget as HTMLElement)));
  list.on("click", "[role=option]", (event) => {
    list.trigger("focus");
    if (isPlus(event)) add(fieldOf($(event.currentTarget as HTMLElement)));
  });
  list.on("dblclick", "[role=option]", (event) => {
    // Two clicks on the plus sign have added two rows already.
    if (!isPlus(event)) add(fieldOf($(event.currentTarget as HTMLElement)));
  });
}

function isPlus({ target }: JQuery.TriggeredEvent): boolean {
  return $(target as HTMLElement).hasClass("dsmr-filter-offer-add");
}

function useKeys(list: JQuery, add: (field: string) => void): void {
  const step = (by: number) => {
    const options = optionsIn(list);
    const place = Math.max(0, Math.min(options.length - 1, options.index(activeIn(list)) + by));
    activate(list, options.eq(place));
    options[place]?.scrollIntoView({ block: "nearest" });
  };
  const choose = () => {
    const field = fieldOf(activeIn(list));
    if (field !== "") add(field);
  };
  const keys = new Map([
    ["ArrowDown", () => step(1)],
    ["ArrowUp", () => step(-1)],
    ["PageDown", () => step(PAGE)],
    ["PageUp", () => step(-PAGE)],
    ["Home", () => step(-Infinity)],
    ["End", () => step(Infinity)],
    ["Enter", choose],
    [" ", choose],
  ]);
  list.on("keydown", (event) => {
    const act = isCommand(event) ? undefined : keys.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function optionsIn(list: JQuery): JQuery {
  return list.find("[role=option]");
}

function activeIn(list: JQuery): JQuery {
  return optionsIn(list).filter("[aria-selected=true]");
}

/** Makes an option the active one of the list box; the focus stays on the list itself. */
function activate(list: JQuery, option: JQuery): void {
  activeIn(list).removeAttr("id").attr("aria-selected", "false");
  option.attr({ id: "dsmr-filter-active", "aria-selected": "true" });
  list.attr("aria-activedescendant", option.length > 0 ? "dsmr-filter-active" : null);
}

function fieldOf(option: JQuery): string {
  return (option.data("offer") as Offer | undefined)?.field ?? "";
}

/** Whether a key belongs to a command of the editor, such as Ctrl+Enter for Done. */
function isCommand({ ctrlKey, metaKey, altKey }: JQuery.TriggeredEvent): boolean {
  return ctrlKey === true || metaKey === true || altKey === true;
}
