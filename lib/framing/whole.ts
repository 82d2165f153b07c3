import { sealedCopy } from "./copy";
import { crcText } from "./crc";
import { crcAt } from "./end-line";
import { sealedFrame, type Frame } from "./frame";
import { isLineStart, MAX_TELEGRAM } from "./marks";
import { isAfterParenthesis } from "./starts";

/** The "!" and four digits. */
const END_LINE = 5;

/**
 * The telegram that stands whole in a chunk, from the "/" at `from` to the end line whose "!" is at `bang`, as nearly all
 * that come at once do: its last line is closed, and the CRC right. Undefined where that cannot be told at a glance.
 */
export function wholeFrame(bytes: Uint8Array, from: number, bang: number): Frame | undefined {
  const next = bang + END_LINE;
  // One of them more may be collected.
  if (next - from > MAX_TELEGRAM + 1 || next > bytes.length) return undefined;
  if (!isLineStart(bytes, bang, from) || !isAfterParenthesis(bytes, bang)) return undefined;
  const crc = crcAt(bytes, bang + 1);
  const copy = crc === undefined ? undefined : sealedCopy(bytes, from, next, bang + 1 - from, crc);
  return copy && sealedFrame(copy, crcText(crc!));
}
