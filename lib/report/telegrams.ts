import type { Frame } from "../framing/frame";
import { parseTelegram } from "../telegram/parse";
import { TelegramError } from "../telegram/types";
import { idsIn, isMaskable, maskFrame } from "./mask-telegram";
import type { Masker } from "./masker";
import { isGood, type Received } from "./recent";
import { frameSummary, telegramBlock } from "./show-frame";

const MOST_PROBLEMS = 5;
const NONE = "None was received.";
const PASTE =
  "Each block can be pasted into a simulated meter (p1-in: simulated, my own telegram) or saved to a file for `npx p1 parse FILE`; base64 goes through `base64 -d` first.";

/** For the line that counts the telegrams left out, in bytes. */
const RESERVE = 200;

/** The report's last section: the masked frames. If `room` (bytes) is short, the most important ones (see `byImportance`). */
export function telegramSection(frames: readonly Received[], masker: Masker, room: number): string {
  const title = "## Last telegrams";
  if (frames.length === 0) return `${title}\n\n${NONE}`;
  const ids = idsIn(frames.map(({ frame }) => frame));
  const entries = frames.map((received) => ({ received, entry: entryOf(received, masker, ids) }));
  let left = room - Buffer.byteLength(`${title}\n\n${PASTE}\n\n`) - RESERVE;
  const chosen = new Map<Received, string>();
  for (const { received, entry } of byImportance(entries)) {
    const text = [entry.whole, entry.withoutBytes].find((one) => Buffer.byteLength(one) + 2 <= left);
    if (text === undefined) continue;
    chosen.set(received, text);
    left -= Buffer.byteLength(text) + 2;
  }
  const texts = frames.map((received) => chosen.get(received)).filter((text) => text !== undefined);
  const missing = frames.length - texts.length;
  return [title, PASTE, ...texts, ...(missing > 0 ? [`${missing} more would make this report too long.`] : [])].join(
    "\n\n",
  );
}

/** A frame in Markdown. */
interface Entry {
  readonly whole: string;
  readonly withoutBytes: string;
}

/** The newest good frame, then the rejected ones, then the other good ones; newer ones first. */
function byImportance<T extends { received: Received }>(entries: readonly T[]): T[] {
  const newest = [...entries].reverse();
  const good = newest.filter(({ received }) => isGood(received.frame));
  const rejected = newest.filter(({ received }) => !isGood(received.frame));
  return [...good.slice(0, 1), ...rejected, ...good.slice(1)];
}

function entryOf({ frame, receivedAt }: Received, masker: Masker, ids: readonly string[]): Entry {
  const at = new Date(receivedAt).toISOString();
  if (!isMaskable(frame)) {
    const text = `### ${at}: ${frame.fault === "decrypt" ? "not decrypted" : "unreadable"}\n\n${frame.hint ?? ""} ${frameSummary(frame)}`;
    return { whole: text, withoutBytes: text };
  }
  const masked = maskFrame(frame, masker, ids);
  const { text, bytes } = telegramBlock(masked);
  const head = `### ${at}: ${titleOf(masked)}\n\n${readingOf(masked)}`;
  const withoutBytes = `${head}\n\n${text}`;
  const whole =
    bytes === undefined
      ? withoutBytes
      : `${withoutBytes}\n\nIts bytes, which a paste would change, in base64:\n\n${bytes}`;
  return { whole, withoutBytes };
}

function titleOf({ crc, fault, encrypted, ended }: Frame): string {
  const status = fault ?? { valid: "CRC valid", absent: "no CRC", invalid: "CRC wrong" }[crc.status];
  return `${status}${ended || fault ? "" : ", no end line"}${encrypted ? ", came encrypted" : ""}`;
}

/** What the reader says of the masked telegram. */
function readingOf(frame: Frame): string {
  const { bytes } = frame;
  const size = `${bytes.length} bytes`;
  try {
    const { values, devices, problems = [] } = parseTelegram(frame, { crc: "flag", receivedAt: 0 });
    const shown = problems.slice(0, MOST_PROBLEMS).map(({ obis, problem }) => `${obis ?? "a line"}: ${plain(problem)}`);
    const more = problems.length > shown.length ? `; ${problems.length - shown.length} more problems` : "";
    const counts = `${Object.keys(values).length} values, M-Bus devices: ${devices.length}`;
    return `${size}; ${counts}${shown.map((one) => `; ${one}`).join("")}${more}.${rejection(frame)}`;
  } catch (cause) {
    return `${size}. ${cause instanceof TelegramError ? cause.message : "It cannot be read."}`;
  }
}

/** Why a reader that requires the CRC, which is the default, rejects the frame. */
function rejection(frame: Frame): string {
  try {
    parseTelegram(frame, { receivedAt: 0 });
    return "";
  } catch (cause) {
    return cause instanceof TelegramError ? ` ${cause.message}` : "";
  }
}

/** A problem may quote the telegram: puts it on one line, without Markdown. */
function plain(sentence: string): string {
  return sentence
    .replaceAll(/[^\x20-\x7e]/g, "·")
    .replaceAll(/[`*_<>[\]]/g, "'")
    .replace(/\.$/, "")
    .slice(0, 200);
}
