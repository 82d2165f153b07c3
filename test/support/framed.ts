import assert from "node:assert/strict";
import type { Frame, FramerOptions } from "../../lib/framing/frame";
import { TelegramFramer } from "../../lib/framing/framer";
import { allOf, latin1 } from "./telegrams";

/** What a framer makes of an input: its frames, and how many bytes belonged to none. */
export interface Framed {
  frames: Frame[];
  noise: number;
}

/** What a framer makes of these chunks and the end of the input behind them. */
export function framedIn(chunks: readonly Uint8Array[], options: FramerOptions = {}): Framed {
  const framer = new TelegramFramer(options);
  const frames = chunks.flatMap((chunk) => framer.push(chunk));
  return { frames: [...frames, ...framer.flush()], noise: framer.noise };
}

/** What a framer makes of an input. Fails unless it is the same for the whole input and byte by byte. */
export function framed(input: string | Buffer, options: FramerOptions = {}): Framed {
  const bytes = typeof input === "string" ? latin1(input) : input;
  const whole = framedIn([bytes], options);
  const single = framedIn(
    Array.from(bytes, (byte) => Uint8Array.of(byte)),
    options,
  );
  assert.deepEqual(comparable(single), comparable(whole), "byte by byte, and whole");
  return whole;
}

/** What is there to be compared. */
export function comparable({ frames, noise }: Framed): [object[], number] {
  return [allOf(frames), noise];
}

/** A frame in a word: its fault, or the status of its CRC; "open" without an end line. */
export function word({ fault, crc, ended, encrypted }: Frame): string {
  return fault ?? `${encrypted ? "encrypted " : ""}${crc.status}${ended ? "" : " open"}`;
}

/** An input's frames in words. */
export function words(input: string | Buffer, options: FramerOptions = {}): string[] {
  return framed(input, options).frames.map(word);
}
