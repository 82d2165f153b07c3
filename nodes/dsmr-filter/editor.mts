import { showChoices } from "../shared/dialog.mjs";
import type { EditorNode } from "../shared/validate.mjs";
import { editorTexts, reasoningValidator, validator } from "../shared/validate.mjs";
import { openDialog } from "./dialog/dialog.mjs";
import { resizeDialog } from "./dialog/layout.mjs";
import { savedRows } from "./dialog/saved-rows.mjs";
import { faultText } from "./fault-text";
import type { DsmrFilterOptionName, RawRow } from "./options";
import { dsmrFilterOptions, dsmrFilterProblem, rawRow, rowProblemInDialog } from "./options";

const options = dsmrFilterOptions;

type Properties = { name?: string; fields: RawRow[] } & Record<DsmrFilterOptionName, string | number>;

RED.nodes.registerType<Properties>("dsmr-filter", {
  category: "P1 meter",
  color: "#F3C55B",
  defaults: {
    name: { value: "" },
    fields: { value: [], validate: reasoningValidator(rowsReason) },
    pace: property("pace", options.pace.fallback),
    every: property("every", options.every.fallback),
    aggregate: property("aggregate", options.aggregate.fallback),
    deadband: property("deadband", options.deadband.fallback),
    heartbeat: property("heartbeat", options.heartbeat.fallback),
    shape: property("shape", options.shape.fallback),
    topic: { value: "" },
    measurement: { value: "" },
  },
  inputs: 1,
  outputs: 1,
  icon: "dsmr-filter.svg",
  label() {
    return this.name === undefined || this.name === "" ? "dsmr-filter" : this.name;
  },
  labelStyle() {
    return this.name ? "node_label_italic" : "";
  },
  inputLabels() {
    return (this as unknown as EditorNode)._("dsmr-filter.port.input");
  },
  outputLabels() {
    return (this as unknown as EditorNode)._("dsmr-filter.port.output");
  },
  oneditprepare() {
    const node = this as unknown as EditorNode;
    showChoices(node, options, "node-input");
    openDialog(node);
  },
  oneditsave() {
    this.fields = savedRows(this.fields);
  },
  oneditresize(size) {
    resizeDialog(size);
  },
});

function property<T extends string | number>(
  name: DsmrFilterOptionName,
  value: T,
): { value: T; validate: (value: string) => boolean } {
  return { value, validate: validator("dsmr-filter", (_, raw) => dsmrFilterProblem(name, raw)) };
}

function rowsReason(node: EditorNode, value: unknown): true | string {
  if (!Array.isArray(value)) return true;
  const problems = value.map((row) => rowProblemInDialog(rawRow(row), node.shape));
  const problem = problems.find((one) => one !== undefined);
  return problem === undefined || faultText(problem, editorTexts(node));
}
