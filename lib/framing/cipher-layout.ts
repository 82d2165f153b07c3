import { MAX_TELEGRAM } from "./marks";

/** Where the parts of a cipher frame stand in its bytes. */
export interface CipherLayout {
  /** Security control: 0x30 encrypted and authenticated, 0x20 encrypted only. */
  readonly security: number;
  /** Offset of the security byte; the frame counter follows it. */
  readonly body: number;
  /** Length of the whole frame. */
  readonly length: number;
}

/** First byte of a cipher frame: general-glo-ciphering (IEC 62056-5-3). */
export const TAG = 0xdb;
const TITLE_LENGTH = 0x08;
/** Tag, title length, system title. */
const LENGTH_AT = 10;
/** Length of the security byte and the frame counter. */
export const PREFIX = 5;
/** Length of the authentication tag at the end. */
export const AUTHENTICATION_TAG = 12;

/** Reads the head of a cipher frame at `at`: its layout, "no" where there is none, "unknown" where bytes are missing. */
export function layoutAt(bytes: Buffer, at: number): CipherLayout | "no" | "unknown" {
  const next = bytes[at + 1];
  if (next === undefined) return "unknown";
  if (next !== TITLE_LENGTH) return "no";
  const form = bytes[at + LENGTH_AT];
  if (form === undefined) return "unknown";
  const digits = lengthDigits(form);
  if (digits === undefined) return "no";
  const body = LENGTH_AT + 1 + digits;
  if (at + body >= bytes.length) return "unknown";
  const security = bytes[at + body]!;
  if (security !== 0x30 && security !== 0x20) return "no";
  const counted = digits === 0 ? form : bytes.readUIntBE(at + LENGTH_AT + 1, digits);
  if (counted < PREFIX + AUTHENTICATION_TAG || counted > MAX_TELEGRAM) return "no";
  return { security, body, length: body + counted };
}

/** How many bytes of length follow the first (ISO/IEC 8825-1, 8.1.3); a Kaifa writes 00 for 82. */
function lengthDigits(form: number): number | undefined {
  if (form === 0x82 || form === 0x00) return 2;
  if (form === 0x81) return 1;
  return form < 0x80 ? 0 : undefined;
}
