// Rebuilds when a source file changes and restarts the demo. Takes the demo's options.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
/**
 * A build starts after this many ms without a change: editors write a file in several steps, and git many files at
 * once.
 */
const QUIET = 300;

let demo;
let building = false;
let again = false;
let timer;

for (const folder of ["lib", "nodes", "icons"]) watch(at(folder), { recursive: true }, changed);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stopDemo().then(() => process.exit()));
await rebuild();

function changed() {
  clearTimeout(timer);
  timer = setTimeout(() => void rebuild(), QUIET);
}

async function rebuild() {
  if (building) {
    again = true;
    return;
  }
  building = true;
  do {
    again = false;
    const built = (await ended(run("scripts/build.mjs"))) === 0;
    if (built) await restartDemo();
    else console.error("The build failed; the demo stays as it was. Waiting for a change.");
  } while (again);
  building = false;
}

async function restartDemo() {
  await stopDemo();
  demo = run("demo/start.mjs", process.argv.slice(2));
}

async function stopDemo() {
  if (demo?.exitCode !== null || demo.signalCode !== null) return;
  const end = ended(demo);
  demo.kill("SIGTERM");
  await end;
}

function run(script, args = []) {
  return spawn(process.execPath, [at(script), ...args], { stdio: "inherit" });
}

function ended(child) {
  return new Promise((resolve) => child.once("exit", resolve));
}
