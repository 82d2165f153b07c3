import { faultNames, readFaults } from "../../lib/source/simulator/faults";
import { readOption } from "../shared/options";
import type { EditorNode } from "../shared/validate.mjs";
import { showChoices } from "../shared/dialog.mjs";
import { reason, validator } from "../shared/validate.mjs";
import type { P1InChoice, P1InOptionName } from "./options";
import { p1InCredentials, p1InOptions, p1InProblem } from "./options";

const options = p1InOptions;

/** What a dialog holds for a credential that is stored already. */
const storedCredential = "__PWRD__";

type Properties = { name?: string } & Record<P1InOptionName, string | number>;
type Credentials = Record<keyof typeof p1InCredentials, string>;

RED.nodes.registerType<Properties, Credentials>("p1-in", {
  category: "config",
  defaults: {
    name: { value: "" },
    connection: property("connection", options.connection.fallback),
    path: property("path", ""),
    line: property("line", options.line.fallback),
    baudRate: property("baudRate", options.baudRate.fallback),
    dataBits: property("dataBits", options.dataBits.fallback),
    parity: property("parity", options.parity.fallback),
    stopBits: property("stopBits", options.stopBits.fallback),
    dataRequest: property("dataRequest", options.dataRequest.fallback),
    host: property("host", ""),
    port: property("port", ""),
    timeout: property("timeout", options.timeout.fallback),
    relayPort: property("relayPort", options.relayPort.fallback),
    relayAddress: property("relayAddress", options.relayAddress.fallback),
    aad: property("aad", options.aad.fallback),
    profile: property("profile", options.profile.fallback),
    period: property("period", ""),
    telegram: property("telegram", ""),
    faults: property("faults", options.faults.fallback),
  },
  credentials: {
    decryptionKey: { type: "password" },
    authenticationKey: { type: "password" },
  },
  label() {
    const node = this as unknown as EditorNode;
    return text(node.name) || address(node) || "p1-in";
  },
  labelStyle() {
    return this.name ? "node_label_italic" : "";
  },
  oneditprepare() {
    const node = this as unknown as EditorNode;
    showChoices(node, options, "node-config-input");
    field("connection").data("node", node.id);
    for (const name of ["connection", "line", "profile", "aad"]) {
      field(name).on("change", showRowsInUse);
    }
    showRowsInUse();
    for (const name of ["decryptionKey", "authenticationKey"] as const) {
      field(name).on("input change", () => markKey(node, name));
    }
    // Empty means the profile's or the program's own; what that is stands in the box.
    for (const name of ["baudRate", "timeout", "relayPort", "relayAddress"] as const) {
      field(name).attr("placeholder", String(options[name].fallback));
    }
    showFaults(node);
    suggestPorts(node);
  },
});

function property<T extends string | number>(
  name: P1InOptionName,
  value: T,
): { value: T; validate: (value: string) => boolean } {
  return { value, validate: validator("p1-in", (node, raw) => p1InProblem(name, raw, choice(node))) };
}

function field(name: string): JQuery {
  return $(`#node-config-input-${name}`);
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The choices that decide which rows matter: those in the open dialog of this very node, else the node's own. */
function choice(node: EditorNode): P1InChoice {
  const current = (name: "connection" | "line" | "profile"): string =>
    text(isOpen(node) ? field(name).val() : node[name]) || options[name].fallback;
  return { connection: current("connection"), line: current("line"), profile: current("profile") };
}

function isOpen(node: EditorNode): boolean {
  return field("connection").length > 0 && field("connection").data("node") === node.id;
}

function address(node: EditorNode): string {
  switch (text(node.connection)) {
    case "tcp":
      return node.host ? `${text(node.host)}:${text(node.port)}` : "";
    case "simulator":
      return `${node._("p1-in.connection.simulator")} (${text(node.profile) || options.profile.fallback})`;
    default:
      return text(node.path);
  }
}

/** Each row says by `data-when` which choices it belongs to: "connection=serial line=custom" wants both. */
function showRowsInUse(): void {
  $("#p1-in-rows [data-when]").each((_, row) => {
    const conditions = ($(row).attr("data-when") ?? "").split(" ").map((condition) => condition.split("="));
    $(row).toggle(conditions.every(([name = "", value]) => field(name).val() === value));
  });
}

/** A box for each fault; together they are the words of the option. */
function showFaults(node: EditorNode): void {
  const chosen = readFaults(text(field("faults").val())).faults;
  const boxes = faultNames.map((value) => $("<input>", { type: "checkbox", value }).prop("checked", chosen.has(value)));
  const labels = boxes.map((box, index) =>
    $("<label>").append(box, document.createTextNode(node._(`p1-in.faults.${faultNames[index]!}`))),
  );
  $("#p1-in-faults")
    .empty()
    .append(...labels);
  $("#p1-in-faults").on("change", () => {
    const words = boxes.filter((box) => box.is(":checked")).map((box) => text(box.val()));
    field("faults").val(words.join(",") || "none");
    field("faults").trigger("change");
  });
}

/** Says under a key what is wrong with it; credentials have no validators of their own. */
function markKey(node: EditorNode, name: keyof typeof p1InCredentials): void {
  const value = text(field(name).val());
  const result = value === storedCredential ? undefined : readOption(name, p1InCredentials[name], value);
  const problem = result !== undefined && "problem" in result ? result.problem : undefined;
  field(name).toggleClass("input-error", problem !== undefined);
  $(`#p1-in-${name}-problem`).text(problem === undefined ? "" : reason(node, "p1-in", problem));
}

/** What the runtime answers to /node-red-p1-dsmr/serial-ports. */
interface PortsAnswer {
  ports: { path: string; manufacturer?: string; byId?: string }[];
  reason?: string;
}

/** Offers the serial ports of the computer Node-RED runs on; what is typed stays free. */
function suggestPorts(node: EditorNode): void {
  const note = $("#p1-in-ports");
  void $.getJSON("node-red-p1-dsmr/serial-ports")
    .then((answer: PortsAnswer) => {
      $("#p1-in-port-list").append(
        answer.ports.flatMap(({ path, manufacturer, byId }) =>
          [byId, path].filter((value) => value !== undefined).map((value) => portOption(value, manufacturer)),
        ),
      );
      note.text(answer.reason ?? node._("p1-in.ports.found", { ports: answer.ports.length }));
    })
    .catch(() => note.text(node._("p1-in.ports.unknown")));
}

function portOption(value: string, manufacturer: string | undefined): JQuery {
  return $("<option>", { value }).text(manufacturer ?? "");
}
