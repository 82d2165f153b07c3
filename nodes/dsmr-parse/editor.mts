import type { EditorNode } from "../shared/validate.mjs";
import { showChoices } from "../shared/dialog.mjs";
import { validator } from "../shared/validate.mjs";
import type { DsmrParseOptionName } from "./options";
import { dsmrParseOptions, dsmrParseProblem } from "./options";

const options = dsmrParseOptions;

type Properties = { name?: string; source: string } & Record<DsmrParseOptionName, string | number | boolean>;

RED.nodes.registerType<Properties>("dsmr-parse", {
  category: "P1 meter",
  color: "#F3C55B",
  defaults: {
    name: { value: "" },
    source: { value: "", type: "p1-in", required: false },
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
    field("crc").on("change", () => explain(node, "crc"));
    field("framing").on("change", () => explain(node, "framing"));
    explain(node, "crc");
    explain(node, "framing");
    offerZones();
  },
});

function property<T extends string | number>(
  name: DsmrParseOptionName,
  value: T,
): { value: T; validate: (value: string) => boolean } {
  return { value, validate: validator("dsmr-parse", (_, raw) => dsmrParseProblem(name, raw)) };
}

function field(name: string): JQuery {
  return $(`#node-input-${name}`);
}

function labels(self: unknown): { input: string; outputs: string[] } {
  const node = self as EditorNode;
  return {
    input: node._("dsmr-parse.port.input"),
    outputs: [node._("dsmr-parse.port.telegram"), node._("dsmr-parse.port.health")],
  };
}

/** One line under a choice that says what it means. */
function explain(node: EditorNode, name: "crc" | "framing"): void {
  const value = field(name).val();
  const known = typeof value === "string" && value !== "";
  $(`#dsmr-parse-${name}-tip`).text(known ? node._(`dsmr-parse.tip.${name}-${value}`) : "");
}

/** The zones this browser knows, as suggestions; any other can be typed. */
function offerZones(): void {
  const zones = Intl.supportedValuesOf("timeZone").map((value) => $("<option>", { value }));
  $("#dsmr-parse-zones").append(...zones);
}
