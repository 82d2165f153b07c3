import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "../../lib/framing/frame";
import { TelegramFramer } from "../../lib/framing/framer";

/** Telegrams of real meters, which are not part of this project. */
const folder = join(__dirname, "..", "..", "..", "shared", "telegrams");

export const corpusIsHere = existsSync(join(folder, "index.json"));
export const HOW_TO_GET_CORPUS = "put a collection of telegrams with its index.json into ../shared/telegrams";

/** What the collection's index says of one file. */
export interface CorpusFile {
  file: string;
  kind: "telegram" | "odd" | "stream" | "encrypted";
  country: string;
  crc_in_file: string | null;
  crc_computed: string | null;
  /** Null where the file has no CRC. */
  crc_valid: boolean | null;
  key?: string | undefined;
  auth_key?: string | null;
  aad?: string | null;
  plaintext_file?: string;
}

/** What a source's own tests say of one line: the unit as printed, times in UTC. */
export interface Expected {
  value: number | string | null;
  unit?: string;
  timestamp?: string;
}

/** The collection's files, none where it is not there. */
export function corpusFiles(kind?: CorpusFile["kind"]): CorpusFile[] {
  if (!corpusIsHere) return [];
  const files = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as CorpusFile[];
  return kind === undefined ? files : files.filter((one) => one.kind === kind);
}

export function corpusBytes(file: string): Buffer {
  return readFileSync(join(folder, file));
}

export function expectedOf(file: string): Record<string, Expected> | undefined {
  const path = join(folder, "expected", `${file}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, Expected>) : undefined;
}

/** The frames of a file, opened with the keys its index gives. */
export function corpusFrames({ file, key, auth_key: authenticationKey, aad }: CorpusFile): Frame[] {
  const framer = new TelegramFramer(
    key === undefined
      ? {}
      : { decryptionKey: key, authenticationKey: authenticationKey ?? "", aad: aad ? "own" : "none" },
  );
  return [...framer.push(corpusBytes(file)), ...framer.flush()];
}
