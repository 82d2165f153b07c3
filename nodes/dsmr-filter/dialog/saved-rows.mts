import { type RawRow, rawRow } from "../options";
import { readRows } from "./chosen.mjs";

/**
 * The value of `fields` when the dialog closes. If nothing was changed it is the same list, so that Done alone does not
 * change the node. A text (an environment variable) stays unless rows were added.
 */
export function savedRows(before: RawRow[]): RawRow[] {
  const rows = readRows();
  const was: unknown = before;
  const unchanged = Array.isArray(was) ? isSame(was.map(rawRow), rows) : rows.length === 0;
  return unchanged ? before : rows;
}

function isSame(one: readonly RawRow[], other: readonly RawRow[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
