import type { Frame } from "../framing/frame";
import { isMostlyText } from "../framing/bytes";
import { decodeOctets } from "../telegram/octets";
import { placeLines, type PlacedLine, type Stretch } from "./lines";
import { maskBody, type BodyRule } from "./mask-line";
import type { Masker } from "./masker";
import { maskText } from "./octets";
import { ruleOf } from "./rules";
import { seal } from "./seal";

/** "/", the maker's three letters and the baud-rate character: no meter has its serial there. */
const HEADER_MARK = 5;
/** Shorter ids are found in headers by chance. */
const SHORTEST_ID = 6;
const MOST_IDS = 100;
const SERIAL = /\d{6}/;

/** Whether a frame is text, which can be masked; a cipher, or noise that looks like a telegram, is not. */
export function isMaskable(frame: Frame): boolean {
  return frame.fault !== "decrypt" && isMostlyText(frame.bytes);
}

/**
 * The frame with its identifiers, serials, texts and whatever else may name somebody masked, and its CRC written anew:
 * right where it was right, wrong where it was wrong. Measured values, times, line ends, length and odd bytes stay,
 * so that whatever is wrong with it still is. `ids` (see `idsIn`) are masked in the header, too. Takes any bytes and
 * throws nothing; linear in them.
 */
export function maskFrame(frame: Frame, masker: Masker, ids: readonly string[] = idsIn([frame])): Frame {
  const text = frame.bytes.toString("latin1");
  const { header, lines } = placeLines(text, endOf(frame, text));
  const damaged = frame.fault !== undefined || frame.crc.status === "invalid";
  const masked = Buffer.from(frame.bytes);
  write(masked, [header], maskHeader(text.slice(header.start, header.end), masker, ids));
  for (const line of lines) {
    const rule: BodyRule = line.obis ? ruleOf(line.obis) : "stray";
    write(masked, line.stretches, maskBody(masker, bodyOf(line, text), rule, damaged));
  }
  return { ...frame, ...(frame.ended ? seal(frame.bytes, masked, frame.crc) : { bytes: masked }) };
}

/**
 * The identifiers that these frames carry, as printed and decoded: meters may repeat them in their header. Left out are
 * those with many digits in a row, for those digits are masked in any header, and the letters before them are a model.
 */
export function idsIn(frames: readonly Frame[]): string[] {
  const ids = new Set<string>();
  for (const frame of frames.filter(isMaskable)) {
    const text = frame.bytes.toString("latin1");
    for (const line of placeLines(text, endOf(frame, text)).lines) {
      if (!line.obis || ruleOf(line.obis) !== "identifier") continue;
      const printed = bodyOf(line, text)
        .replaceAll(/^\s*\(|\)\s*$/g, "")
        .trim();
      for (const id of [printed, decodeOctets(printed)?.trim() ?? ""]) {
        if (id.length >= SHORTEST_ID && !SERIAL.test(id) && ids.size < MOST_IDS) ids.add(id);
      }
    }
  }
  return [...ids].sort((a, b) => b.length - a.length);
}

/** Where the end line begins. */
function endOf(frame: Frame, text: string): number {
  const bang = frame.ended ? text.lastIndexOf("!") : -1;
  return bang < 0 ? text.length : bang;
}

function bodyOf({ stretches }: PlacedLine, text: string): string {
  return stretches.map(({ start, end }) => text.slice(start, end)).join("");
}

function maskHeader(header: string, masker: Masker, ids: readonly string[]): string {
  return header.slice(0, HEADER_MARK) + maskAround(header.slice(HEADER_MARK), masker, ids);
}

/** Ids that stand in the header get the mask they have elsewhere. */
function maskAround(text: string, masker: Masker, ids: readonly string[]): string {
  const found = ids.findIndex((id) => text.includes(id));
  if (found < 0) return maskBody(masker, text, "header", false);
  const id = ids[found]!;
  const others = ids.slice(found + 1);
  return text
    .split(id)
    .map((part) => maskAround(part, masker, others))
    .join(maskText(masker, id));
}

/** Writes text of the same length where these stretches stand. */
function write(bytes: Buffer, stretches: readonly Stretch[], text: string): void {
  let at = 0;
  for (const { start, end } of stretches) {
    bytes.write(text.slice(at, at + end - start), start, "latin1");
    at += end - start;
  }
}
