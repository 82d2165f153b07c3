import type { Frame } from "../framing/frame";

/** What a frame shows about the connection that it came over. */
export type FrameQuality =
  /** A whole telegram: its CRC is right, or it has no CRC. */
  | "good"
  /** A telegram without an end line ("!"). Some meters never send one: several in a row count as good. */
  | "no-end"
  /** Looks like a telegram, but its CRC is wrong or it cannot be decrypted. The line settings are right. */
  | "damaged"
  /** Not a telegram, or a part of one. */
  | "none";

/** The start of a data line: an OBIS code A-B:C.D.E (IEC 62056-61). Some meters print a colon in place of the dots. */
const OBIS_LINE = /^[ \t]*\d{1,3}-\d{1,3}:\d{1,3}[.:]\d{1,3}/m;

/**
 * Classifies a frame, to find line settings and period. Whether its values can be trusted is for the parser to decide.
 */
export function frameQuality(frame: Frame): FrameQuality {
  if (frame.fault) return frame.fault === "decrypt" ? "damaged" : "none";
  if (frame.crc.status === "valid") return "good";
  if (!OBIS_LINE.test(frame.bytes.toString("latin1"))) return "none";
  if (frame.crc.status === "invalid") return "damaged";
  return frame.ended ? "good" : "no-end";
}
