import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What runs where; in the order to show it. */
export type Versions = Readonly<Record<string, string>>;

/** The versions of this package, of what it runs on, and of its serial ports' driver; `more` stands among them (Node-RED's). */
export function versions(more: Versions = {}): Versions {
  return {
    "@p1-port/node-red-p1-dsmr": packageVersion(),
    ...more,
    "Node.js": process.versions.node,
    system: `${process.platform} ${process.arch}`,
    serialport: serialportVersion(),
  };
}

/** The version of the package this file is in, built or not. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = versionIn(join(folder, "package.json"));
    if (found !== undefined) return found;
    if (folder === dirname(folder)) return "unknown";
  }
}

/** Does not load it: its native binding may be broken, which is then the thing to report. */
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
