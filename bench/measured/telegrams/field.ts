import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TelegramFramer } from "../../../lib/framing/framer";
import { parseTelegram } from "../../../lib/telegram/parse";

/** Larger files hold streams, or no telegrams at all. */
const LARGEST = 16_384;

/** The telegrams in a folder's text files: those of files that hold exactly one telegram, and a good one. */
export function fieldTelegrams(folder: string): Buffer[] {
  const telegrams = readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => readFileSync(join(folder, file)))
    .filter((bytes) => bytes.length <= LARGEST && holdsOne(bytes));
  if (telegrams.length === 0) throw new Error(`There is no telegram in the .txt files of ${folder}`);
  return telegrams;
}

function holdsOne(bytes: Buffer): boolean {
  const framer = new TelegramFramer();
  const frames = [...framer.push(bytes), ...framer.flush()];
  if (frames.length !== 1 || !frames[0]!.ended) return false;
  try {
    return parseTelegram(frames[0]!).crc.status !== "invalid";
  } catch {
    return false;
  }
}
