import { laid, sealedCopy } from "./copy";
import { crcText } from "./crc";
import { crcAt } from "./end-line";
import { unprovenFrame } from "./faulty";
import { sealedFrame, type Frame } from "./frame";
import { CR, holdsCode, LF, MAX_TELEGRAM } from "./marks";
import { isAfterParenthesis } from "./starts";

const NONE: readonly number[] = [];

/** A frame, and where in the chunk it ends. */
export interface WholeFrame {
  readonly frame: Frame;
  readonly next: number;
}

/**
 * The telegram that stands whole in a chunk, from the "/" at `from` to the end line whose "!" is at `bang`, as nearly all
 * that come at once do: its last line is closed, and the CRC right, or absent; then the frame may be a cut one. `isAlone`
 * says that no further "/" stands in it. Undefined where that cannot be told at a glance.
 */
export function wholeFrame(bytes: Uint8Array, from: number, bang: number, isAlone: boolean): WholeFrame | undefined {
  if (!isAfterParenthesis(bytes, bang)) return undefined;
  const end = bang + 1;
  const behind = bytes[end];
  if (behind !== CR && behind !== LF) return sealedAt(bytes, from, end);
  return isAlone && end - from <= MAX_TELEGRAM ? bareAt(bytes, from, end) : undefined;
}

/** The telegram from `from` to before `end`, without a CRC. */
function bareAt(bytes: Uint8Array, from: number, end: number): WholeFrame | undefined {
  const copy = laid(bytes, from, end);
  // In the copy, since looking for its codes in the chunk could go through all of that.
  if (!holdsCode(copy.memory, copy.at, copy.at + copy.length)) return undefined;
  return { frame: unprovenFrame(copy, NONE, { crc: { status: "absent" }, ended: true }), next: end };
}

const CRC_DIGITS = 4;

/** The telegram from `from` to before `end`, with its CRC behind that. */
function sealedAt(bytes: Uint8Array, from: number, end: number): WholeFrame | undefined {
  const next = end + CRC_DIGITS;
  // One of them more may be collected.
  if (next - from > MAX_TELEGRAM + 1 || next > bytes.length) return undefined;
  const crc = crcAt(bytes, end);
  const copy = crc === undefined ? undefined : sealedCopy(bytes, from, next, end - from, crc);
  return copy && { frame: sealedFrame(copy, crcText(crc!)), next };
}
