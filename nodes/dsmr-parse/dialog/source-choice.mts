import type { EditorNode } from "../../shared/validate.mjs";
import { field, textOf } from "../../shared/form.mjs";

/** What Node-RED has as the value of "none" in a choice of config nodes. */
const NONE = "_ADD_";

/** Names the choice "no meter" in the list of meters, and says under it where telegrams come from. */
export function explainSource(node: EditorNode): void {
  const select = field("source");
  const show = () => {
    select.find(`option[value="${NONE}"]`).text(node._("dsmr-parse.source.none"));
    const key = textOf(select) === NONE ? "source-none" : "source-meter";
    $("#dsmr-parse-source-tip").text(node._(`dsmr-parse.tip.${key}`));
  };
  keepMissing(node, select);
  select.attr("aria-describedby", "dsmr-parse-source-tip");
  // Node-RED fills the list anew when a meter was added or changed, and says so by this event.
  select.on("change", show);
  show();
}

/** A meter that is gone stays chosen until another is: closing the dialog must not change the node. */
function keepMissing(node: EditorNode, select: JQuery): void {
  const { source } = node;
  if (typeof source !== "string" || source === "" || select.val() === source) return;
  const text = node._("dsmr-parse.source.missing", { id: source });
  select.append($("<option>", { value: source }).text(text)).val(source);
}

/** Why the chosen meter cannot be used, in the editor's language; true where it can. */
export function sourceProblem(node: EditorNode, id: unknown): true | string {
  if (typeof id !== "string" || id === "" || id === NONE) return true;
  const meter = RED.nodes.node(id) as { valid?: boolean; d?: boolean } | null;
  if (meter === null) return node._("dsmr-parse.invalid.source-missing");
  if (meter.d === true) return node._("dsmr-parse.invalid.source-disabled");
  return meter.valid === false ? node._("dsmr-parse.invalid.source-wrong") : true;
}
