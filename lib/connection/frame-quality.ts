import type { Frame } from "../framing/frame";

/** What a frame says about the line it came over. */
export type FrameQuality =
  /** A good telegram: a CRC that fits, or none and a whole telegram. */
  | "good"
  /** None ended it, as with meters that send no "!": good if it is no exception. */
  | "no-end"
  /** A telegram by its looks whose CRC or key is wrong: the line settings are right. */
  | "damaged"
  | "none";

/** A data line's start (IEC 62056-61: A-B:C.D.E), also with the colons some meters print for dots. */
const OBIS_LINE = /^[ \t]*\d{1,3}-\d{1,3}:\d{1,3}[.:]\d{1,3}/m;

/** Judges the line by a frame, to learn its settings and period; whether it is to be believed is the parser's to say. */
export function frameQuality(frame: Frame): FrameQuality {
  if (frame.fault) return frame.fault === "decrypt" ? "damaged" : "none";
  if (frame.crc.status === "valid") return "good";
  if (!OBIS_LINE.test(frame.bytes.toString("latin1"))) return "none";
  if (frame.crc.status === "invalid") return "damaged";
  return frame.ended ? "good" : "no-end";
}
