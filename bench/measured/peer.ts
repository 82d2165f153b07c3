import { createRequire } from "node:module";
import { join } from "node:path";

/** The folder where the peers are installed, that of bench/package.json. The bench passes it to its processes. */
export const peersFolder = process.env.P1_BENCH_PEERS ?? join(__dirname, "..");
// Not named `require`: then Node.js would take the compiled file for an ES module.
const requireHere = createRequire(join(peersFolder, "package.json"));

/** Loads a module of a peer. `instead` replaces modules that it requires. */
export function requirePeer(name: string, instead: Readonly<Record<string, unknown>> = {}): unknown {
  for (const [replaced, exports] of Object.entries(instead)) {
    const path = requireHere.resolve(replaced);
    requireHere(path);
    requireHere.cache[path]!.exports = exports;
  }
  return requireHere(name);
}
