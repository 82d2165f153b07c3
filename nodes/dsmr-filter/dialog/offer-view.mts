import type { EditorNode } from "../../shared/validate.mjs";
import type { Offer } from "./offers";
import type { Words } from "./search";
import { valueText } from "./words.mjs";

/** The offers as a list box has them: a group of options for each kind. An option holds its offer as `data("offer")`. */
export function offerGroups(node: EditorNode, offers: readonly Offer[], words: Words): JQuery[] {
  return [...new Set(offers.map(({ kind }) => kind))].map((kind) => {
    const id = `dsmr-filter-section-${kind}`;
    const title = $("<div>", { class: "dsmr-filter-section", id }).text(node._(`dsmr-filter.section.${kind}`));
    const options = offers.filter((offer) => offer.kind === kind).map((offer) => offerOption(node, offer, words));
    return $("<div>", { role: "group", "aria-labelledby": id }).append(title, ...options);
  });
}

function offerOption(node: EditorNode, offer: Offer, words: Words): JQuery {
  const { field, code, kind } = offer;
  const top = $("<div>", { class: "dsmr-filter-offer-top" }).append(
    $("<span>", { class: "dsmr-filter-offer-field" }).text(field),
    $("<span>", { class: "dsmr-filter-offer-value" }).text(toldBy(node, offer)),
    chosenMark(node),
    plus(node),
  );
  const description = kind === "free" ? node._("dsmr-filter.about.free") : words(offer).description;
  const about = $("<div>", { class: "dsmr-filter-about" }).text([code, description].filter(Boolean).join(" · "));
  return $("<div>", { role: "option", class: "dsmr-filter-offer", "aria-selected": "false" })
    .append(top, about)
    .data("offer", offer);
}

/** The value in the telegram, else the unit it would have; of several fields how many they are. */
function toldBy(node: EditorNode, { kind, value, unit, count }: Offer): string {
  if (kind === "several") return count === undefined ? "" : node._("dsmr-filter.about.count", { count });
  return value === undefined ? unit : valueText(value, unit);
}

function chosenMark(node: EditorNode): JQuery {
  return $("<span>", { class: "dsmr-filter-offer-chosen" }).append(
    $("<i>", { class: "fa fa-check", "aria-hidden": "true" }),
    $("<span>", { class: "dsmr-filter-unseen" }).text(node._("dsmr-filter.about.chosen")),
  );
}

/** For the mouse; with the keyboard the option itself is chosen. */
function plus(node: EditorNode): JQuery {
  const title = node._("dsmr-filter.label.add");
  return $("<i>", { class: "fa fa-plus dsmr-filter-offer-add", "aria-hidden": "true" }).attr({ title });
}

/** What is seen under the mouse while an offer is dragged; the list it is dropped in takes it for a row. */
export function draggedOffer(field: string): JQuery {
  return $("<li>", { class: "dsmr-filter-dragged" }).text(field).data("field", field);
}
