import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TextTable, type Translate, translator } from "../../lib/texts/texts";

const root = join(__dirname, "..", "..");

/** The types with labels and help. */
export const types = ["p1-in", "dsmr-parse", "dsmr-filter"] as const;

/** The files whose texts make a node's catalogue in a language, as the build joins them. */
export function textFiles(type: string, language: string): string[] {
  return [
    join(root, "nodes", type, "locales", language, `${type}.json`),
    join(root, "nodes/shared/texts", `${language}.json`),
    join(root, "lib/texts", `${language}.json`),
  ];
}

export function readTable(file: string): TextTable {
  return JSON.parse(readFileSync(file, "utf8")) as TextTable;
}

/** What Node-RED reads for a node in a language. */
export function catalogue(type: string, language = "en-US"): TextTable {
  return Object.assign({}, ...textFiles(type, language).map(readTable)) as TextTable;
}

/** The texts of all nodes in a language, as `RED._` gives them. */
export function nodeTexts(language = "en-US"): Translate {
  return translator(Object.assign({}, ...types.map((type) => catalogue(type, language))) as TextTable);
}
