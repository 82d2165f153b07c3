import type { NodeAPI } from "node-red";
import { problemReport, type ReportInput, type Setting } from "../../lib/report/report";
import { versions } from "../../lib/report/versions";
import type { OptionProblem, RawOptions } from "../shared/options";
import { problemSentence } from "../shared/texts";
import { readDialogBody, readId } from "./dialog-body";
import { optionsInUse, type P1InSettings, readP1In } from "./options";
import { asP1In, type P1InNode } from "./p1-in-node";

const PATH = "/node-red-p1-dsmr/report";

/**
 * Serves the dialog's problem report. POST { id } answers { report }, Markdown of at most 64 KiB, about a running node.
 * For a node that is not running, { id, z, settings, credentials } from the dialog make a report without telegrams.
 * The permission to read is enough: a report opens and changes nothing, and what it shows is masked.
 */
export function serveReports(RED: NodeAPI): void {
  RED.httpAdmin.post(PATH, RED.auth.needsPermission("p1-in.read"), (request, response) => {
    response.set("Cache-Control", "no-store");
    reportFor(RED, request.body).then(
      (report) => {
        if (report === undefined)
          response.status(400).json({ error: "send { id } of a p1-in, or { settings } of one" });
        else response.json({ report });
      },
      () => response.status(500).json({ error: "the report could not be made" }),
    );
  });
}

async function reportFor(RED: NodeAPI, body: unknown): Promise<string | undefined> {
  const node = runningNode(RED, body);
  const subject = node ? ofNode(node) : ofDialog(body);
  if (subject === undefined) return undefined;
  const nodeRed = { "Node-RED": await versionOf(RED) };
  return problemReport({ now: Date.now(), versions: versions(nodeRed), ...subject });
}

/** Node-RED's version. Runtimes that tests make have none. */
async function versionOf(RED: NodeAPI): Promise<string> {
  const { version } = RED as Partial<NodeAPI>;
  return version ? await version() : "unknown";
}

type Subject = Omit<ReportInput, "now" | "versions">;

function runningNode(RED: NodeAPI, body: unknown): P1InNode | undefined {
  const id = readId(body);
  return id === "" ? undefined : asP1In(RED.nodes.getNode(id));
}

function ofNode(node: P1InNode): Subject {
  const { fault, settings, counters, recent } = node;
  const status = node.connectionStatus();
  return {
    settings: shownSettings(settings),
    ...(fault && { problem: problemOf(fault) }),
    ...(status && { status }),
    ...(counters && { counters }),
    ...(recent && { recent }),
  };
}

/** The settings in the dialog. Variables are not filled in: who may read a report may not always read variables. */
function ofDialog(body: unknown): Subject | undefined {
  const asked = readDialogBody(body);
  if (!asked) return undefined;
  const { settings, fault } = readP1In(asked.settings, {});
  const deployed: Setting = { name: "deployed", value: "no" };
  return {
    settings: [deployed, ...shownSettings(settings, asked.credentials)],
    ...(fault && { problem: problemOf(fault) }),
  };
}

const HOSTS: readonly string[] = ["host", "relayAddress"];

/** The settings in use. For keys and a pasted telegram only whether they are set. */
function shownSettings(settings: P1InSettings, credentials: RawOptions = settings): Setting[] {
  const shown = optionsInUse(settings).map((name): Setting => {
    const value = String(settings[name] ?? "");
    if (name === "telegram") return { name, value: isSet(value) };
    if (name === "path") return { name, value, kind: "path" };
    return HOSTS.includes(name) ? { name, value, kind: "host" } : { name, value };
  });
  const keys = (["decryptionKey", "authenticationKey"] as const).map((name) => ({
    name,
    value: isSet(credentials[name]),
  }));
  return [...shown, ...keys];
}

function isSet(value: unknown): string {
  return value === "" || value === undefined ? "not set" : "set";
}

/** The problem as a sentence without the wrong value, which may be anything, also the value of a variable. */
function problemOf(fault: OptionProblem): string {
  return problemSentence({ ...fault, value: fault.fault === "environment" ? fault.value : "..." });
}
