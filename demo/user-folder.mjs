import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const example = at("../examples/2 - Power on a chart.json");

/** No credentials, encrypted with the secret in settings.js: without this file Node-RED begins with a warning. */
const noCredentials = '{"$":"08d7c9aa2ff1505053319cbed73c2371jks="}\n';

/** What Node-RED keeps of a flow; all that `--fresh` removes. */
const kept = ["flows.json", "flows_cred.json", ".flows.json.backup", ".flows_cred.json.backup", "context"];

/**
 * The demo's Node-RED user folder, with a flow in it: `asked`, else the first of a few that can be written to.
 * Throws an Error with a sentence where none can.
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
