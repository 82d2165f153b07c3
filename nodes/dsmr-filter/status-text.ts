import type { NodeStatus } from "node-red";
import type { SelectedField } from "../../lib/selection/types";
import type { Translate } from "../../lib/texts/texts";
import type { LazyStatus } from "../shared/paced-status";
import type { Filtered } from "./filter";

/** Most fields and rows named in a status, and most characters of a text among them. */
const MOST_NAMED = 3;
const LONGEST_TEXT = 20;

/** Until the first telegram; the editor translates the text. */
export const waitingStatus: NodeStatus = { fill: "grey", shape: "ring", text: "dsmr-filter.status.waiting" };

/** The values in short; where rows found nothing in any telegram yet, their names. `translate`: the server's language. */
export function filteredStatus({ fields, unmatched }: Filtered, translate: Translate): LazyStatus {
  // The few that are named, since a status waits for its turn: a whole telegram would be held with it.
  const named = fields.slice(0, MOST_NAMED);
  const count = fields.length;
  return () => {
    if (unmatched.length > 0) {
      const text = translate("dsmr-filter.status.unmatched", { fields: firstOf(unmatched, unmatched.length, ", ") });
      return { fill: "yellow", shape: "ring", text };
    }
    if (count === 0) return { fill: "yellow", shape: "ring", text: "dsmr-filter.status.nothing" };
    return { fill: "green", shape: "dot", text: firstOf(named.map(inShort), count, " · ") };
  };
}

function inShort({ name, value, unit }: SelectedField): string {
  const shown = typeof value === "string" && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  return `${name} ${shown}${unit && ` ${unit}`}`;
}

/** The first of `count` texts. */
function firstOf(texts: readonly string[], count: number, separator: string): string {
  const rest = count - MOST_NAMED;
  return texts.slice(0, MOST_NAMED).join(separator) + (rest > 0 ? `${separator}+${rest}` : "");
}
