import { showChoices } from "../shared/dialog.mjs";
import { field, textOf } from "../shared/form.mjs";
import { readOption } from "../shared/options";
import type { EditorNode } from "../shared/validate.mjs";
import { reasoningValidator, validator } from "../shared/validate.mjs";
import { watchLastTelegram } from "./dialog/live-view.mjs";
import { showAsRadios } from "./dialog/radios.mjs";
import { explainSource, sourceProblem } from "./dialog/source-choice.mjs";
import { offerZones } from "./dialog/zone-picker.mjs";
import type { DsmrParseOptionName } from "./options";
import { dsmrParseOptions, dsmrParseProblem } from "./options";

const options = dsmrParseOptions;

type Properties = { name?: string; source: string } & Record<DsmrParseOptionName, string | number | boolean>;

RED.nodes.registerType<Properties>("dsmr-parse", {
  category: "P1 meter",
  color: "#F3C55B",
  defaults: {
    name: { value: "" },
    source: { value: "", type: "p1-in", required: false, validate: reasoningValidator(sourceProblem) },
    framing: property("framing", options.framing.fallback),
    crc: property("crc", options.crc.fallback),
    zone: property("zone", options.zone.fallback),
    clock: property("clock", options.clock.fallback),
    topic: { value: "" },
    objects: { value: options.objects.fallback },
    raw: { value: options.raw.fallback },
    guard: { value: options.guard.fallback },
    summary: property("summary", options.summary.fallback),
  },
  inputs: 1,
  outputs: 2,
  icon: "dsmr-parse.svg",
  label() {
    return this.name === undefined || this.name === "" ? "dsmr-parse" : this.name;
  },
  labelStyle() {
    return this.name ? "node_label_italic" : "";
  },
  inputLabels() {
    return labels(this).input;
  },
  outputLabels(index) {
    return labels(this).outputs[index];
  },
  oneditprepare() {
    const node = this as unknown as EditorNode;
    showChoices(node, options, "node-input");
    field("zone").attr("placeholder", options.zone.fallback);
    field("summary").attr("placeholder", String(options.summary.fallback));
    showAsRadios(node, "crc");
    explainSource(node);
    explain(node, "framing");
    explain(node, "clock");
    offerZones(node);
    $("#dsmr-parse-advanced").prop(
      "open",
      advanced.some((name) => !isDefault(node, name)),
    );
    watchLastTelegram(node);
  },
});

/** The options in the folded part, which opens if one of them is set. */
const advanced = ["clock", "topic", "objects", "raw", "guard", "summary"] as const;

function isDefault(node: EditorNode, name: DsmrParseOptionName): boolean {
  const result = readOption<unknown>(name, options[name], node[name]);
  return "value" in result && result.value === options[name].fallback;
}

function property<T extends string | number>(
  name: DsmrParseOptionName,
  value: T,
): { value: T; validate: (value: string) => boolean } {
  return { value, validate: validator("dsmr-parse", (_, raw) => dsmrParseProblem(name, raw)) };
}

function labels(self: unknown): { input: string; outputs: string[] } {
  const node = self as EditorNode;
  return {
    input: node._("dsmr-parse.port.input"),
    outputs: [node._("dsmr-parse.port.telegram"), node._("dsmr-parse.port.health")],
  };
}

/** Shows an explanation below a choice. */
function explain(node: EditorNode, name: "framing" | "clock"): void {
  const show = () => {
    const key = `dsmr-parse.tip.${name}-${textOf(field(name))}`;
    const line = node._(key);
    $(`#dsmr-parse-${name}-tip`).text(line === key ? "" : line);
  };
  field(name).on("change", show);
  show();
}
