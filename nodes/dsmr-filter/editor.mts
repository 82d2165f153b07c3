import { showChoices } from "../shared/dialog.mjs";
import type { EditorNode } from "../shared/validate.mjs";
import { validator } from "../shared/validate.mjs";
import { offerFields } from "./fields.mjs";
import type { DsmrFilterOptionName, RawRow } from "./options";
import { dsmrFilterOptions, dsmrFilterProblem, rawRow, rowProblemInDialog } from "./options";
import { rowReason } from "./row-reason.mjs";
import { fillRows, readRows, resizeRows, showCells } from "./rows.mjs";

const options = dsmrFilterOptions;

type Properties = { name?: string; fields: RawRow[] } & Record<DsmrFilterOptionName, string | number>;

RED.nodes.registerType<Properties>("dsmr-filter", {
  category: "P1 meter",
  color: "#F3C55B",
  defaults: {
    name: { value: "" },
    fields: { value: [], validate: rowsValidator() },
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
    for (const name of ["every", "deadband", "heartbeat"] as const) {
      field(name).attr("placeholder", String(options[name].fallback));
    }
    offerFields(node);
    fillRows(node, () => chosen("shape"));
    field("pace").on("change", () => showInUse(node));
    field("shape").on("change", () => showInUse(node));
    showInUse(node);
  },
  oneditsave() {
    const rows = readRows();
    // A list from an environment variable has no rows here, and stays unless some are added.
    if (Array.isArray(this.fields) || rows.length > 0) this.fields = rows;
  },
  oneditresize(size) {
    resizeRows(size.height);
  },
});

function property<T extends string | number>(
  name: DsmrFilterOptionName,
  value: T,
): { value: T; validate: (value: string) => boolean } {
  return { value, validate: validator("dsmr-filter", (_, raw) => dsmrFilterProblem(name, raw)) };
}

function rowsValidator(): (value: string) => boolean {
  // Node-RED takes a text as the reason, but only from a validator with two parameters; its typings know neither.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- counted, not used
  const validate = function (this: EditorNode, value: unknown, options: unknown): boolean | string {
    if (!Array.isArray(value)) return true;
    const problems = value.map((row) => rowProblemInDialog(rawRow(row), this.shape));
    const problem = problems.find((one) => one !== undefined);
    return problem === undefined || rowReason(this, problem);
  };
  return validate as unknown as (value: string) => boolean;
}

function field(name: string): JQuery {
  return $(`#node-input-${name}`);
}

function chosen(name: "pace" | "shape"): string {
  const value = field(name).val();
  return typeof value === "string" ? value : "";
}

/** Shows what the chosen pace and shape use, with a line that says what each means. */
function showInUse(node: EditorNode): void {
  const pace = chosen("pace");
  const shape = chosen("shape");
  for (const row of $("[data-pace]").toArray()) $(row).toggle($(row).data("pace") === pace);
  for (const row of $("[data-shape]").toArray()) $(row).toggle($(row).data("shape") === shape);
  for (const [name, value] of Object.entries({ pace, shape })) {
    const known = value !== "" && dsmrFilterOptions[name as "pace" | "shape"].allowed.split(", ").includes(value);
    $(`#dsmr-filter-${name}-tip`).text(known ? node._(`dsmr-filter.tip.${name}-${value}`) : "");
  }
  const topic = shape === "messages" ? "prefix" : "topic";
  $("#dsmr-filter-topic-label").text(node._(`dsmr-filter.label.${topic}`));
  field("topic").attr("placeholder", node._(`dsmr-filter.placeholder.${topic}`));
  showCells(pace);
  resizeRows();
}
