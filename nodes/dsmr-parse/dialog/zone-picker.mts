import { dsmrParseProblem } from "../options";
import type { EditorNode } from "../../shared/validate.mjs";
import { field, textOf } from "../../shared/form.mjs";
import { matchingZones } from "./zone-names";

/** There are a bit more than 400 zones. */
const MOST = 600;

/**
 * Offers the zones this browser knows while one is typed, and a button for its own: who sits at the browser is near the
 * meter more often than the server is, which in a container has UTC. What is typed stays free.
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
    // The list puts the first in with these keys, and tells nobody: the mark of a wrong zone would stay.
    if (event.key === "Enter" || event.key === "Tab") input.trigger("change");
  });
  $("#dsmr-parse-zone-own")
    .text(node._("dsmr-parse.zone.own", { zone: own }))
    .toggle(isZone(own))
    .on("click", () => {
      if (textOf(input) !== own) input.val(own).trigger("change");
    });
}
