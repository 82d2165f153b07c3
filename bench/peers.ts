import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { peersFolder } from "./measured/peer";
import { entry, type ReaderName } from "./measured/readers";

/** The readers that can be measured on this machine, with their versions, and those that cannot. */
export interface Peers {
  readonly present: readonly ReaderName[];
  readonly missing: readonly ReaderName[];
}

/** Installs the peers of bench/package.json if they are missing and may be installed. */
export function installPeers(names: readonly ReaderName[], install: boolean): Peers {
  const isPresent = (name: ReaderName): boolean => versionOf(name) !== undefined;
  if (install && !names.every(isPresent)) {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const args = ["ci", "--prefix", peersFolder, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    // If that fails, the tables name the missing peers.
    spawnSync(npm, args, { stdio: ["ignore", "ignore", "inherit"] });
  }
  return { present: names.filter(isPresent), missing: names.filter((name) => !isPresent(name)) };
}

/** The version of a peer; undefined if it is not installed. "" for a reader that is no npm package. */
export function versionOf(name: ReaderName): string | undefined {
  const { peer } = entry(name);
  if (peer === undefined) return "";
  const file = join(peersFolder, "node_modules", peer, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : undefined;
}
