import { indexIn, MAX_TELEGRAM } from "./bytes";

/**
 * An encrypted frame (general-glo-ciphering, IEC 62056-5-3; Luxembourg E-Meter P1 specification 1.1.3, 3.2.5):
 * DB 08 <system title, 8 bytes> <length> <security byte> <frame counter, 4 bytes> <ciphertext> <tag, 12 bytes>.
 */
export interface CipherLayout {
  /** Security byte: 0x30 encrypted and authenticated, 0x20 encrypted only, without a tag. */
  readonly security: number;
  /** Index of the security byte in the frame. */
  readonly body: number;
  /** Length of the whole frame in bytes. */
  readonly length: number;
}

/** First byte of an encrypted frame. */
export const TAG = 0xdb;
const TITLE_LENGTH = 0x08;
/** Index of the length: behind the tag, the title's length and the title. */
const LENGTH_AT = 10;
/** Length of the security byte and the frame counter. */
export const PREFIX = 5;
/** Length of the authentication tag at the end. */
export const AUTHENTICATION_TAG = 12;
/** The security byte of a frame with a tag. */
export const AUTHENTICATED = 0x30;
const ENCRYPTED_ONLY = 0x20;

/** Reads the head of an encrypted frame at `at`: "no" if there is none, "unknown" if bytes are missing to tell. */
export function layoutAt(bytes: Buffer, at: number): CipherLayout | "no" | "unknown" {
  const titleLength = bytes[at + 1];
  if (titleLength === undefined) return "unknown";
  if (titleLength !== TITLE_LENGTH) return "no";
  const form = bytes[at + LENGTH_AT];
  if (form === undefined) return "unknown";
  const digits = lengthDigits(form);
  if (digits === undefined) return "no";
  const body = LENGTH_AT + 1 + digits;
  const security = bytes[at + body];
  if (security === undefined) return "unknown";
  if (security !== AUTHENTICATED && security !== ENCRYPTED_ONLY) return "no";
  const counted = digits === 0 ? form : bytes.readUIntBE(at + LENGTH_AT + 1, digits);
  if (counted < PREFIX + AUTHENTICATION_TAG || counted > MAX_TELEGRAM) return "no";
  return { security, body, length: body + counted };
}

/** How many bytes of length follow the first (ISO/IEC 8825-1, 8.1.3). A Kaifa writes 00 for 82. */
function lengthDigits(form: number): number | undefined {
  if (form === 0x82 || form === 0x00) return 2;
  if (form === 0x81) return 1;
  return form < 0x80 ? 0 : undefined;
}

/** A head, or what may be one if more bytes follow. */
export interface CipherHead {
  readonly at: number;
  readonly layout: CipherLayout | "unknown";
}

/** The first head in `bytes` from `from` on; undefined if there is none. With `final` no more bytes follow. */
export function nextHead(bytes: Buffer, from: number, final: boolean): CipherHead | undefined {
  for (let at = indexIn(bytes, TAG, from, bytes.length); at < bytes.length;) {
    const layout = layoutAt(bytes, at);
    if (layout !== "no" && !(final && layout === "unknown")) return { at, layout };
    at = indexIn(bytes, TAG, at + 1, bytes.length);
  }
  return undefined;
}
