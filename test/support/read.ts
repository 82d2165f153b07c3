import { TelegramFramer } from "../../lib/framing/framer";
import type { ReaderOptions } from "../../lib/telegram/reader";
import { TelegramReader } from "../../lib/telegram/reader";
import type { Telegram } from "../../lib/telegram/types";
import { latin1, telegram } from "./telegrams";

/** Epoch ms of a receipt that no telegram's own time is near. */
export const RECEIVED = Date.UTC(2026, 0, 15, 12);

/** What a reader makes of each telegram in a text, in order. */
export function readAll(text: string, options: ReaderOptions = {}, receivedAt = RECEIVED): Telegram[] {
  const framer = new TelegramFramer();
  const reader = new TelegramReader(options);
  return [...framer.push(latin1(text)), ...framer.flush()].map((frame) => reader.read(frame, receivedAt));
}

/** What a reader makes of one telegram with these data lines and a right CRC. */
export function readLines(lines: readonly string[], options: ReaderOptions = {}, receivedAt = RECEIVED): Telegram {
  return readAll(telegram(lines), options, receivedAt)[0]!;
}
