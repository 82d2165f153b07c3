import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { peersFolder } from "./measured/peer";
import { entry, type ReaderName } from "./measured/readers";

/** The readers that can be measured here, with their versions, and those that cannot. */
export interface Peers {
  readonly present: readonly ReaderName[];
  readonly missing: readonly ReaderName[];
}

/** Installs the peers of bench/package.json where they are not there yet and may be. */
export function installPeers(names: readonly ReaderName[], install: boolean): Peers {
  const isPresent = (name: ReaderName): boolean => versionOf(name) !== undefined;
  if (install && !names.every(isPresent)) {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const args = ["ci", "--prefix", peersFolder, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    // Where that fails, what is missing is named in the tables.
    spawnSync(npm, args, { stdio: ["ignore", "ignore", "inherit"] });
  }
  return { present: names.filter(isPresent), missing: names.filter((name) => !isPresent(name)) };
}

/** A peer's version, "" for what is no peer; undefined where it is not installed. */
export function versionOf(name: ReaderName): string | undefined {
  const { peer } = entry(name);
  if (peer === undefined) return "";
  const file = join(peersFolder, "node_modules", peer, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : undefined;
}
