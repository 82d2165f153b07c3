import { type EditorNode, editorTexts } from "../shared/validate.mjs";
import { faultText } from "./fault-text";
import type { DsmrFilterFault } from "./options";

/** Why a row, or the node, cannot be used, in the editor's language. */
export function rowReason(node: EditorNode, fault: DsmrFilterFault): string {
  return faultText(fault, editorTexts(node));
}
