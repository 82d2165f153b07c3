import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../test/system/support/folders";
import type { Owner } from "../test/system/support/owner";

/**
 * Compiles the measured code into a temporary package, as the build does, and adds the bench's own node. The nodes have
 * no dialogs. `dist` is not touched. Returns the package's folder, which `owner` removes.
 */
export function compile(owner: Owner): string {
  const cache = join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "bench-"));
  owner.owns(() => rmSync(folder, { recursive: true, force: true }));
  const dist = join(folder, "dist");
  const tsc = require.resolve("typescript/bin/tsc");
  const args = [tsc, "-p", join(__dirname, "tsconfig.json"), "--outDir", dist];
  execFileSync(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  for (const type of readdirSync(join(dist, "nodes"))) {
    const locales = join("nodes", type, "locales");
    if (type !== "shared") cpSync(join(root, locales), join(dist, locales), { recursive: true });
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest(), null, 2));
  return folder;
}

/** The package.json of this package with one more node. */
function manifest(): unknown {
  const text = readFileSync(join(root, "package.json"), "utf8");
  const own = JSON.parse(text) as { "node-red": { nodes: Record<string, string> } };
  own["node-red"].nodes["bench-sink"] = "dist/bench/measured/bench-sink.js";
  return own;
}
