import type { EditorNode } from "../../shared/validate.mjs";
import { field, textOf } from "../../shared/form.mjs";

/** The value that Node-RED gives to "none" in a select of config nodes. */
const NONE = "_ADD_";

/** Renames the choice "none" in the list of meters, and explains below it where telegrams come from. */
export function explainSource(node: EditorNode): void {
  const select = field("source");
  const show = () => {
    select.find(`option[value="${NONE}"]`).text(node._("dsmr-parse.source.none"));
    const key = textOf(select) === NONE ? "source-none" : "source-meter";
    $("#dsmr-parse-source-tip").text(node._(`dsmr-parse.tip.${key}`));
  };
  keepMissing(node, select);
  select.attr("aria-describedby", "dsmr-parse-source-tip");
  // Node-RED emits this event also when it has rebuilt the list because a meter was added or changed.
  select.on("change", show);
  show();
}

/** Keeps a meter that no longer exists chosen: opening and closing the dialog must not change the node. */
function keepMissing(node: EditorNode, select: JQuery): void {
  const { source } = node;
  if (typeof source !== "string" || source === "" || select.val() === source) return;
  const text = node._("dsmr-parse.source.missing", { id: source });
  select.append($("<option>", { value: source }).text(text)).val(source);
}

/** Why the chosen meter cannot be used, in the editor's language; true if it can. */
export function sourceProblem(node: EditorNode, id: unknown): true | string {
  if (typeof id !== "string" || id === "" || id === NONE) return true;
  const meter = RED.nodes.node(id) as { valid?: boolean; d?: boolean } | null;
  if (meter === null) return node._("dsmr-parse.invalid.source-missing");
  if (meter.d === true) return node._("dsmr-parse.invalid.source-disabled");
  return meter.valid === false ? node._("dsmr-parse.invalid.source-wrong") : true;
}
