import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Versions by the name of what has them, in the order to show them. */
export type Versions = Readonly<Record<string, string>>;

/** The versions of this package, of `more` (Node-RED), of Node.js, of the system and of the driver of serial ports. */
export function versions(more: Versions = {}): Versions {
  return {
    "@p1-port/node-red-p1-dsmr": packageVersion(),
    ...more,
    "Node.js": process.versions.node,
    system: `${process.platform} ${process.arch}`,
    serialport: serialportVersion(),
  };
}

/** The version of the package that this file is in, built or not; "unknown" if no package.json has one. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = versionIn(join(folder, "package.json"));
    if (found !== undefined) return found;
    if (folder === dirname(folder)) return "unknown";
  }
}

/** Reads the version without loading the driver: its native binding may be the problem to report. */
function serialportVersion(): string {
  try {
    return versionIn(require.resolve("serialport/package.json")) ?? "unknown";
  } catch {
    return "not installed";
  }
}

function versionIn(file: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
