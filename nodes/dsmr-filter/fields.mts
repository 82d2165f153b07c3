import { fieldByName } from "../../lib/telegram/catalogue";
import { groups } from "../../lib/selection/rows";
import { unitChoices } from "../../lib/selection/unit";
import { fieldByCode, fields } from "../../lib/telegram/catalogue";
import type { EditorNode } from "../shared/validate.mjs";

/** Wildcards worth a suggestion. */
const WILDCARDS = ["power_*", "energy_*", "voltage_*", "current_*"];

/** Fills the list of suggestions for a row's field: groups, wildcards, then every field of the catalogue. */
export function offerFields(node: EditorNode): void {
  const several = [
    ...groups.map((group) => suggestion(`group:${group}`, node._(`dsmr-filter.group.${group}`))),
    ...WILDCARDS.map((wildcard) => suggestion(wildcard, node._("dsmr-filter.group.wildcard"))),
  ];
  const each = fields.map(({ name, obis, unit, description }) =>
    suggestion(name, [obis, unit, description].filter(Boolean).join(" · ")),
  );
  $("#dsmr-filter-fields").append(...several, ...each);
}

/** The units that the field of a row can come out in, its own first; none where the catalogue does not know it. */
export function unitsOf(field: string): string[] {
  const known = fieldByName(field) ?? fieldByCode(field);
  return known && known.unit !== "" ? unitChoices(known.unit) : [];
}

function suggestion(value: string, label: string): JQuery {
  return $("<option>", { value, label });
}
