import { dsmrParseProblem } from "../options";
import type { EditorNode } from "../../shared/validate.mjs";
import { field, textOf } from "../../shared/form.mjs";
import { matchingZones } from "./zone-names";

/** The limit of the list; there are a little more than 400 zones. */
const MOST = 600;

/**
 * Offers the browser's time zones while one is typed, and a button for its own: the browser is more often in the
 * meter's zone than the server, which in a container has UTC. Any other zone can be typed.
 */
export function offerZones(node: EditorNode): void {
  const input = field("zone");
  const zones = Intl.supportedValuesOf("timeZone");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isZone = (name: string) => dsmrParseProblem("zone", name) === undefined;
  input.autoComplete({
    minLength: 0,
    search: (typed, done) => done(matchingZones(zones, typed, isZone, MOST).map((value) => ({ value, label: value }))),
  });
  input.on("keydown", (event) => {
    // With these keys the list fills in its first entry but emits no event, so a mark of a wrong zone would stay.
    if (event.key === "Enter" || event.key === "Tab") input.trigger("change");
  });
  $("#dsmr-parse-zone-own")
    .text(node._("dsmr-parse.zone.own", { zone: own }))
    .toggle(isZone(own))
    .on("click", () => {
      if (textOf(input) !== own) input.val(own).trigger("change");
    });
}
