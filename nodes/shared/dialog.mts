import type { OptionTable } from "./options";
import type { EditorNode } from "./validate.mjs";

/**
 * Fills the fields of a dialog that Node-RED leaves empty. A missing property shows its default. A value that is no
 * choice of its list, such as an environment variable, is added to the list, so that closing the dialog keeps it.
 */
export function showChoices(node: EditorNode, table: OptionTable, prefix: "node-input" | "node-config-input"): void {
  for (const [name, { fallback }] of Object.entries(table)) {
    const field = $(`#${prefix}-${name}`);
    const value = printed(node[name]) || printed(fallback);
    if (field.is(":checkbox")) field.prop("checked", value === "true");
    if (field.is("select")) choose(field, value);
  }
}

function printed(raw: unknown): string {
  return typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean" ? String(raw) : "";
}

function choose(select: JQuery, value: string): void {
  const known = select.children().toArray();
  if (!known.some((option) => $(option).val() === value)) select.append($("<option>", { value }).text(value));
  select.val(value);
}
