import type { Frame } from "../framing/frame";
import { TelegramFramer } from "../framing/framer";
import { type ReaderOptions, TelegramReader } from "./reader";
import { TelegramError, type Telegram } from "./types";

/** The bytes of a text: one byte a character (Latin-1), or UTF-8 if a character does not fit one byte. */
export function bytesOf(text: string): Buffer {
  // eslint-disable-next-line no-control-regex -- Latin-1 is exactly the characters up to U+00FF
  return Buffer.from(text, /^[\u0000-\u00ff]*$/.test(text) ? "latin1" : "utf8");
}

/**
 * Reads one telegram with a fresh reader, which takes much longer than the telegram: for more than one, make a
 * `TelegramReader`. The input is a frame, or a text or Buffer that holds a telegram: the first sound
 * one is read. `receivedAt` (epoch ms, now by default) is the telegram's time if it has none of its own. Throws a
 * `TelegramError` as `TelegramReader.read` does, with the code `unreadable` if the input holds no telegram, and a
 * RangeError if the zone is not known.
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
  // A JavaScript caller may pass anything.
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
