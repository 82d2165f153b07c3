import { showChoices } from "../shared/dialog.mjs";
import type { EditorNode } from "../shared/validate.mjs";
import { validator } from "../shared/validate.mjs";
import { showFaults } from "./dialog/faults.mjs";
import { openFolds } from "./dialog/folds.mjs";
import { choice, claimDialog, type CredentialName, field, text } from "./dialog/form.mjs";
import { watchKeys, wrongKey } from "./dialog/keys.mjs";
import { offerPorts } from "./dialog/port-picker.mjs";
import { showProblems } from "./dialog/problems.mjs";
import { offerReport } from "./dialog/report.mjs";
import { ConnectionTestButton } from "./dialog/connection-test-button.mjs";
import type { P1InOptionName } from "./options";
import { p1InOptions, p1InProblem } from "./options";

const options = p1InOptions;

type Properties = { name?: string } & Record<P1InOptionName, string | number>;
type Credentials = Record<CredentialName, string>;

/** The test button of the open dialog. */
let connectionTest: ConnectionTestButton | undefined;

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
    claimDialog(node);
    for (const name of ["connection", "line", "profile", "aad"]) {
      field(name).on("change", showRowsInUse);
    }
    showRowsInUse();
    // An empty field means the default, which is shown in it.
    for (const name of ["baudRate", "timeout", "relayPort", "relayAddress"] as const) {
      field(name).attr("placeholder", String(options[name].fallback));
    }
    showFaults(node);
    showProblems(node);
    watchKeys(node);
    openFolds(node);
    offerPorts(node);
    offerReport(node);
    connectionTest = new ConnectionTestButton(node);
  },
  oneditsave: endConnectionTest,
  oneditcancel: endConnectionTest,
  oneditdelete: endConnectionTest,
});

/**
 * Shows the rows in use. `data-when` holds a row's conditions, all of which must hold: "connection=serial line=custom".
 */
function showRowsInUse(): void {
  $("#p1-in-rows [data-when]").each((_, row) => {
    const conditions = ($(row).attr("data-when") ?? "").split(" ").map((condition) => condition.split("="));
    $(row).toggle(conditions.every(([name = "", value]) => field(name).val() === value));
  });
}

function endConnectionTest(): void {
  connectionTest?.close();
  connectionTest = undefined;
}

/** Node-RED has no validators for credentials: a wrong key marks the choice "Additional data" beside it. */
function property<T extends string | number>(
  name: P1InOptionName,
  value: T,
): { value: T; validate: (value: string) => boolean } {
  const check = (node: EditorNode, raw: unknown) =>
    p1InProblem(name, raw, choice(node)) ?? (name === "aad" ? wrongKey(node) : undefined);
  return { value, validate: validator("p1-in", check) };
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
