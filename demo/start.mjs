// The demo: runs Node-RED in this process with this package, a simulated meter and a dashboard.
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readOptions } from "./options.mjs";
import { userFolder } from "./user-folder.mjs";

const require = createRequire(import.meta.url);
const settings = fileURLToPath(new URL("settings.js", import.meta.url));
/** Node-RED and the dashboard must answer within this many seconds. Small computers are slow. */
const PATIENCE = 120;

try {
  await start(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

async function start({ port, fresh, user }) {
  await portIsFree(port);
  const folder = userFolder(user, fresh);
  const editor = `http://127.0.0.1:${port}/`;
  const dashboard = `${editor}dashboard/p1`;

  console.log(`Starting Node-RED; flows are kept in ${folder}`);
  // The full path of the flow file: Node-RED prefers a file of the same name in the current folder to the user
  // folder's.
  startNodeRed(["--settings", settings, "--userDir", folder, "--port", String(port), join(folder, "flows.json")]);
  await answers(editor);
  console.log(`\n  Editor     ${editor}`);
  await answers(dashboard);
  console.log(`  Dashboard  ${dashboard}\n\nCtrl-C ends it.`);
}

/** Runs Node-RED's command in this process, so that it handles Ctrl-C itself: it stops the flows and exits with 0. */
function startNodeRed(args) {
  const command = require.resolve("node-red/red.js");
  process.argv = [process.execPath, command, ...args];
  require(command);
}

function portIsFree(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => reject(new Error(sentence(error, port))));
    server.listen(port, "127.0.0.1", () => server.close(resolve));
  });
}

function sentence(error, port) {
  const other = 'take another with "npm start -- --port 1881"';
  if (error.code === "EADDRINUSE") return `Port ${port} is in use: stop the program that uses it, or ${other}.`;
  if (error.code === "EACCES") return `Port ${port} is not open to this user: ${other}.`;
  return `Port ${port} cannot be used (${error.message}): ${other}.`;
}

async function answers(address) {
  const end = Date.now() + PATIENCE * 1000;
  while (Date.now() < end) {
    const response = await fetch(address).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await wait(200);
  }
  throw new Error(
    `${address} does not answer. Start again with "npm start -- --fresh", which puts the demo's own flow back.`,
  );
}
