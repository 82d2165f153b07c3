import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of the package this file is in, built or not. */
export function version(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = versionIn(join(folder, "package.json"));
    if (found !== undefined) return found;
    if (folder === dirname(folder)) return "unknown";
  }
}

function versionIn(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
