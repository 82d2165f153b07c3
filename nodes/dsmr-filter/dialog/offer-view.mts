import type { EditorNode } from "../../shared/validate.mjs";
import type { Offer } from "./offers";
import type { Words } from "./search";
import { valueText } from "./words.mjs";

/** The elements of a list box with these offers, a group for each kind. An option has its offer as `data("offer")`. */
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
    $("<span>", { class: "dsmr-filter-offer-value" }).text(valueOf(node, offer)),
    chosenMark(node),
    plus(node),
  );
  const description = kind === "free" ? node._("dsmr-filter.about.free") : words(offer).description;
  const about = $("<div>", { class: "dsmr-filter-about" }).text([code, description].filter(Boolean).join(" · "));
  return $("<div>", { role: "option", class: "dsmr-filter-offer", "aria-selected": "false" })
    .append(top, about)
    .data("offer", offer);
}

/** The value in the telegram, else the field's unit; for a group or wildcard the number of fields it picks. */
function valueOf(node: EditorNode, { kind, value, unit, count }: Offer): string {
  if (kind === "several") return count === undefined ? "" : node._("dsmr-filter.about.count", { count });
  return value === undefined ? unit : valueText(value, unit);
}

function chosenMark(node: EditorNode): JQuery {
  return $("<span>", { class: "dsmr-filter-offer-chosen" }).append(
    $("<i>", { class: "fa fa-check", "aria-hidden": "true" }),
    $("<span>", { class: "dsmr-filter-unseen" }).text(node._("dsmr-filter.about.chosen")),
  );
}

/** The plus sign, for the mouse; by keyboard the option itself is chosen. */
function plus(node: EditorNode): JQuery {
  const title = node._("dsmr-filter.label.add");
  return $("<i>", { class: "fa fa-plus dsmr-filter-offer-add", "aria-hidden": "true" }).attr({ title });
}

/** What the mouse drags; the list that it is dropped in adds it as an item. */
export function draggedOffer(field: string): JQuery {
  return $("<li>", { class: "dsmr-filter-dragged" }).text(field).data("field", field);
}
