import type { EditorNode } from "../shared/validate.mjs";
import { reason } from "../shared/validate.mjs";
import type { rowProblemInDialog } from "./options";

/** Why a row cannot be used, in the editor's language. */
export function rowReason(node: EditorNode, problem: NonNullable<ReturnType<typeof rowProblemInDialog>>): string {
  if ("option" in problem) return reason(node, "dsmr-filter", problem);
  const { fault, field, value, unit } = problem;
  return node._(`dsmr-filter.row.${fault}`, { field, value, unit });
}
