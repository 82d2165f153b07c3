import type { NodeStatus } from "node-red";
import type { SelectedField } from "../../lib/selection/types";
import type { Translate } from "../../lib/texts/texts";
import type { LazyStatus } from "../shared/paced-status";
import type { Filtered } from "./filter";

/** Most fields, or rows, named in a status. */
const MOST_NAMED = 3;
/** Most characters of a text value. */
const LONGEST_TEXT = 20;

/** The status until the first telegram; the editor translates its text. */
export const waitingStatus: NodeStatus = { fill: "grey", shape: "ring", text: "dsmr-filter.status.waiting" };

/** The status after a telegram: its first values, or the rows that have found nothing so far; in the server's language. */
export function filteredStatus({ fields, unmatched }: Filtered, translate: Translate): LazyStatus {
  // Only these are kept while the status waits to be shown, not the whole telegram.
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

/** The first few of `count` texts, and how many more there are. */
function firstOf(texts: readonly string[], count: number, separator: string): string {
  const rest = count - MOST_NAMED;
  return texts.slice(0, MOST_NAMED).join(separator) + (rest > 0 ? `${separator}+${rest}` : "");
}
