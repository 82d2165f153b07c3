import { fieldByCode, fieldByName } from "../../../lib/telegram/catalogue/catalogue";
import type { FieldValue } from "../../../lib/selection/types";
import { describeField } from "../../shared/describe.mjs";
import { isEnvironmentVariable } from "../../shared/options";
import type { EditorNode } from "../../shared/validate.mjs";
import type { Offer } from "./offers";

/** Most characters of a text value. */
const LONGEST_TEXT = 40;

/** Describes what a row asks for, in the editor's language; empty if nothing is known of it. */
export function descriptionOf(node: EditorNode, field: string): string {
  if (isEnvironmentVariable(field)) return node._("dsmr-filter.about.variable");
  if (field.startsWith("group:")) return groupText(node, field.slice("group:".length));
  if (field.includes("*") && !fieldByCode(field)) return node._("dsmr-filter.group.wildcard");
  const known = fieldByName(field) ?? fieldByCode(field);
  return known ? describeField(node, known.name) : "";
}

function groupText(node: EditorNode, group: string): string {
  const key = `dsmr-filter.group.${group}`;
  const text = node._(key);
  return text === key ? "" : text;
}

/** Returns a function for the words that an offer is searched by: its description, and other words that people use. */
export function wordsOf(node: EditorNode): (offer: Offer) => { description: string; keywords: string } {
  const delivered = node._("dsmr-filter.keywords.delivered");
  const returned = node._("dsmr-filter.keywords.returned");
  return ({ field, kind }) => ({
    description: descriptionOf(node, field) || (kind === "sent" ? node._("dsmr-filter.about.line") : ""),
    keywords: [/delivered|power_net/.test(field) && delivered, /returned|power_net/.test(field) && returned]
      .filter(Boolean)
      .join(" "),
  });
}

/** A value with its unit: "1.193 kW". */
export function valueText(value: FieldValue, unit: string): string {
  const text = String(value);
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return unit === "" ? shown : `${shown} ${unit}`;
}

/** The date and time of an ISO 8601 time, without its offset: "2026-01-15 12:00:00". */
export function wallTime(iso: string): string {
  return iso.slice(0, 19).replace("T", " ");
}
