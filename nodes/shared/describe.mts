import { describe } from "../../lib/telegram/catalogue/describe";
import { type EditorNode, editorTexts } from "./validate.mjs";

/**
 * Describes a field in the editor's language: "Voltage in phase L1, average" for "voltage_l1_average". Returns a name
 * that the catalogue of fields does not have unchanged.
 *
 * The words come from `lib/texts/<language>.json`; the build adds them to the texts of every node.
 */
export function describeField(node: EditorNode, name: string): string {
  return describe(name, editorTexts(node));
}
