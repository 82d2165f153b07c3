import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const example = at("../examples/2 - Power on a chart.json");

/**
 * An empty set of credentials, encrypted with the secret in settings.js. Without this file Node-RED warns at the start.
 */
const noCredentials = '{"$":"08d7c9aa2ff1505053319cbed73c2371jks="}\n';

/** The files in which Node-RED keeps a flow: `--fresh` removes them. */
const kept = ["flows.json", "flows_cred.json", ".flows.json.backup", ".flows_cred.json.backup", "context"];

/**
 * Returns Node-RED's user folder for the demo, with a flow in it: `asked`, else the first of three that can be written
 * to. Throws an Error with a sentence if none can.
 */
export function userFolder(asked, fresh) {
  const candidates = asked
    ? [resolve(asked)]
    : [at("user"), join(homedir(), ".node-red-p1-demo"), join(tmpdir(), "node-red-p1-demo")];
  const folder = candidates.find(isWritable);
  if (!folder)
    throw new Error(`Cannot write to ${candidates.join(", ")}: give a folder with "npm start -- --user FOLDER".`);
  if (fresh) kept.forEach((name) => rmSync(join(folder, name), { recursive: true, force: true }));
  const flows = join(folder, "flows.json");
  if (!existsSync(flows)) {
    copyFileSync(example, flows);
    writeFileSync(join(folder, "flows_cred.json"), noCredentials);
  }
  return folder;
}

function isWritable(folder) {
  const probe = join(folder, ".writable");
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, "");
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}
