import type { EditorNode } from "../../shared/validate.mjs";
import { field, textOf } from "../../shared/form.mjs";

/**
 * Shows the choices of a select as radio buttons, each with its explanation (`dsmr-parse.tip.<name>-<choice>`) below
 * it. The select stays, hidden, because Node-RED reads its value.
 */
export function showAsRadios(node: EditorNode, name: string): void {
  const select = field(name).hide();
  const choices = select
    .children()
    .toArray()
    .map((option) => radio(node, name, textOf($(option))));
  const group = $(`#dsmr-parse-${name}`).append(choices);
  const mark = () => {
    for (const input of group.find("input").toArray()) $(input).prop("checked", textOf($(input)) === textOf(select));
  };
  group.on("change", "input", (event) => {
    select.val(textOf($(event.currentTarget as HTMLElement)));
    select.trigger("change");
  });
  mark();
}

/** A radio button with its explanation. An unknown word, such as an environment variable, is shown as it is. */
function radio(node: EditorNode, name: string, choice: string): JQuery {
  const id = `dsmr-parse-${name}-${choice}`;
  const key = `dsmr-parse.tip.${name}-${choice}`;
  const line = node._(key);
  const known = line !== key;
  const label = known ? node._(`dsmr-parse.${name}.${choice}`) : choice;
  const input = $("<input>", { type: "radio", id, name: `dsmr-parse-${name}`, value: choice });
  const row = $("<div>", { class: "dsmr-parse-choice" }).append(input, $("<label>", { for: id }).text(label));
  if (!known) return row;
  input.attr("aria-describedby", `${id}-tip`);
  return row.append($("<div>", { class: "dsmr-parse-tip", id: `${id}-tip` }).text(line));
}
