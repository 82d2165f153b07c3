import type { Frame } from "../framing/frame";
import { TelegramFramer } from "../framing/framer";
import type { ReaderOptions } from "./options";
import { TelegramReader } from "./reader";
import { TelegramError, type Telegram } from "./types";

/** Text as the bytes it was: one byte a character, or UTF-8 where a character is none. */
export function bytesOf(text: string): Buffer {
  // eslint-disable-next-line no-control-regex -- Latin-1 is exactly the characters up to U+00FF
  return Buffer.from(text, /^[\u0000-\u00ff]*$/.test(text) ? "latin1" : "utf8");
}

/**
 * Reads one telegram with a fresh reader: a frame, or the first telegram in a text or Buffer. `receivedAt` (epoch ms)
 * stands in where the telegram has no time of its own. Throws a `TelegramError` as `TelegramReader.read` does, with
 * the code `unreadable` where the input holds no telegram.
 */
export function parseTelegram(
  input: Frame | Uint8Array | string,
  options: ReaderOptions & { receivedAt?: number } = {},
): Telegram {
  const { receivedAt = Date.now(), ...readerOptions } = options;
  const frame = isFrame(input) ? input : firstFrame(input);
  return new TelegramReader(readerOptions).read(frame, receivedAt);
}

function isFrame(input: unknown): input is Frame {
  return typeof input === "object" && input !== null && "crc" in input && "bytes" in input;
}

function firstFrame(input: Uint8Array | string): Frame {
  const bytes = typeof input === "string" ? bytesOf(input) : input;
  // Called from JavaScript, with whatever a flow had.
  if (!((bytes as unknown) instanceof Uint8Array)) {
    throw new TelegramError("unreadable", "The input is neither text nor a Buffer.", "");
  }
  const framer = new TelegramFramer();
  const frames = [...framer.push(bytes), ...framer.flush()];
  const frame = frames.find(({ fault }) => fault === undefined) ?? frames[0];
  if (frame) return frame;
  const raw = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  throw new TelegramError(
    "unreadable",
    'The input holds no telegram: a "/" at the start of a line, then data lines.',
    raw,
  );
}
