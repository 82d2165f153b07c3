import { createRequire } from "node:module";
import { join } from "node:path";

/** Where the peers are installed: bench/package.json's folder, of which the bench tells the processes it starts. */
export const peersFolder = process.env.P1_BENCH_PEERS ?? join(__dirname, "..");
// Not named `require`: Node.js would take the compiled file for an ES module.
const requireHere = createRequire(join(peersFolder, "package.json"));

/** A peer's module, and what it is given in place of modules that it requires. */
export function requirePeer(name: string, instead: Readonly<Record<string, unknown>> = {}): unknown {
  for (const [replaced, exports] of Object.entries(instead)) {
    const path = requireHere.resolve(replaced);
    requireHere(path);
    requireHere.cache[path]!.exports = exports;
  }
  return requireHere(name);
}
