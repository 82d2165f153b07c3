import type { Frame } from "../framing/frame";
import { isMostlyText, SLASH } from "../framing/bytes";
import { codeEnd } from "../telegram/lines/codes";
import { type DataLine, splitLines } from "../telegram/lines/split";
import { decodeOctets } from "../telegram/objects/octets";
import { type LineText, maskLineText, maskPlainText } from "./mask-line";
import { maskText } from "./mask-text";
import type { Masker } from "./masker";
import { ruleOf } from "./rules";
import { seal } from "./seal";

/** The length of "/", the maker's three letters and the baud-rate character: no meter has its serial there. */
const HEADER_MARK = 5;
/** Shorter ids are found in headers by chance. */
const SHORTEST_ID = 6;
const MOST_IDS = 100;
const SERIAL = /\d{6}/;

/** Whether a frame is text, which can be masked. An encrypted frame, or noise that looks like a telegram, is not. */
export function isMaskable(frame: Frame): boolean {
  return frame.fault !== "decrypt" && isMostlyText(frame.bytes);
}

/**
 * Returns the frame with its identifiers, serials, texts and whatever else may name somebody masked. Measured values,
 * times, line ends, odd bytes and the length stay, so that whatever is wrong with it still is. A new CRC is computed: right
 * if it was right, wrong if it was wrong. `ids` (see `idsIn`) are masked in the header, too. Takes any bytes and throws
 * nothing; the time it takes is linear in them.
 */
export function maskFrame(frame: Frame, masker: Masker, ids: readonly string[] = idsIn([frame])): Frame {
  const { bytes } = frame;
  const { header, lines, others } = splitLines(frame, Infinity);
  const damaged = frame.fault !== undefined || frame.crc.status === "invalid";
  const masked = Buffer.from(bytes);
  const headerEnd = header.length + (bytes[0] === SLASH ? 1 : 0);
  masked.write(maskHeader(bytes.toString("latin1", 0, headerEnd), masker, ids), "latin1");
  for (const parts of others) {
    const offsets = behindCode(bytes, parts);
    writeParts(masked, offsets, maskPlainText(masker, partsText(bytes, offsets), "stray", damaged));
  }
  for (const line of lines) {
    const offsets = behindCode(bytes, line.parts);
    writeParts(masked, offsets, maskLineText(masker, lineText(line), ruleOf(line.code), damaged));
  }
  return { ...frame, ...(frame.ended ? seal(bytes, masked, frame.crc) : { bytes: masked }) };
}

/**
 * The identifiers that these frames carry, as printed and decoded: meters may repeat them in their header. Ids with six
 * digits in a row are left out, since those digits are masked in any header, and the letters before them name a model.
 */
export function idsIn(frames: readonly Frame[]): string[] {
  const ids = new Set<string>();
  for (const frame of frames.filter(isMaskable)) {
    for (const line of splitLines(frame, Infinity).lines) {
      if (ruleOf(line.code) !== "identifier") continue;
      const printed = partsText(frame.bytes, behindCode(frame.bytes, line.parts))
        .replaceAll(/^\s*\(|\)\s*$/g, "")
        .trim();
      for (const id of [printed, decodeOctets(printed)?.trim() ?? ""]) {
        if (id.length >= SHORTEST_ID && !SERIAL.test(id) && ids.size < MOST_IDS) ids.add(id);
      }
    }
  }
  return [...ids].sort((a, b) => b.length - a.length);
}

/** The parts of a line without its code, if it has one. */
function behindCode(bytes: Buffer, parts: readonly number[]): number[] {
  const [start, end, ...rest] = parts as [number, number, ...number[]];
  return [Math.max(start, codeEnd(bytes, start, end)), end, ...rest];
}

function lineText({ bytes, groups, parts }: DataLine): LineText {
  const whole = parts.length === 2 ? parts : [0, bytes.length];
  const [from, to] = behindCode(bytes, whole) as [number, number];
  return { bytes, from, to, groups };
}

/** The text of parts, joined. */
function partsText(bytes: Buffer, parts: readonly number[]): string {
  let text = "";
  for (let i = 0; i < parts.length; i += 2) text += bytes.toString("latin1", parts[i], parts[i + 1]);
  return text;
}

/** Writes a text over parts of the same length in all. */
function writeParts(bytes: Buffer, parts: readonly number[], text: string): void {
  let at = 0;
  for (let i = 0; i < parts.length; i += 2) {
    const [from, to] = [parts[i]!, parts[i + 1]!];
    bytes.write(text.slice(at, at + to - from), from, "latin1");
    at += to - from;
  }
}

function maskHeader(header: string, masker: Masker, ids: readonly string[]): string {
  return header.slice(0, HEADER_MARK) + maskIds(header.slice(HEADER_MARK), masker, ids);
}

/** Masks ids in a header as they are masked elsewhere, and what stands around them as a header. */
function maskIds(text: string, masker: Masker, ids: readonly string[]): string {
  const found = ids.findIndex((id) => text.includes(id));
  if (found < 0) return maskPlainText(masker, text, "header", false);
  const id = ids[found]!;
  const others = ids.slice(found + 1);
  return text
    .split(id)
    .map((part) => maskIds(part, masker, others))
    .join(maskText(masker, id));
}
