import { describe } from "../../lib/telegram/describe";
import { type EditorNode, editorTexts } from "./validate.mjs";

/**
 * What a field is, in the editor's language: "Voltage in phase L1, average". `name` is a key of a telegram's `values`
 * ("voltage_l1_average") or a row's name; what is no field of the catalogue is given back as it is.
 *
 * The words are those of `lib/texts/<language>.json`, which the build puts into the catalogue of every node.
 */
export function describeField(node: EditorNode, name: string): string {
  return describe(name, editorTexts(node));
}
