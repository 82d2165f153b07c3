import { crc16, crc16x25, crcText } from "./crc";
import type { Crc } from "./frame";
import { CR, IAC, isHexDigit, LF, NUL } from "./marks";

/** A telegram's verdict, and its bytes as the meter sent them where a relay had added to them. */
export interface Verdict {
  readonly crc: Crc;
  /** Replaces the frame's bytes, where telnet sequences or NULs had to go before the CRC fitted. */
  readonly cleaned?: Buffer;
}

const HOLLEY = Buffer.from("/HLY", "latin1");

/**
 * Checks the CRC printed behind a telegram's "!": `bytes` begins with the body, from "/" through "!", of `length`
 * bytes. The bytes as they stand come first; then without what relays add; then, for text that holds no CR at all,
 * with the CR LF it must have had: one LF for each, or two where a terminal that is not in raw mode turned the CR into
 * an LF.
 */
export function judge(bytes: Buffer, printed: string, length = bytes.length): Verdict {
  if (printed === "") return { crc: { status: "absent" } };
  const wanted = hexNumber(printed);
  if (matches(bytes, length, wanted)) return { crc: fits(printed, wanted) };

  const body = bytes.subarray(0, length);
  if (body.includes(NUL) || body.includes(IAC)) {
    const cleaned = withoutRelayBytes(body);
    if (matches(cleaned, cleaned.length, wanted)) return { crc: fits(printed, wanted), cleaned };
  }
  if (body.includes(CR)) return { crc: { status: "invalid", received: printed, computed: crcText(crc16(body)) } };
  const restored = withCrLf(body, "\n");
  if (matches(restored, restored.length, wanted)) return { crc: fits(printed, wanted) };
  const doubled = withCrLf(body, "\n\n");
  if (matches(doubled, doubled.length, wanted)) return { crc: fits(printed, wanted) };
  return { crc: { status: "invalid", received: printed, computed: crcText(crc16(restored)) } };
}

/** The number that one to four hex digits print; -1 where there is anything else. */
function hexNumber(printed: string): number {
  for (let i = 0; i < printed.length; i++) if (!isHexDigit(printed.charCodeAt(i))) return -1;
  return Number.parseInt(printed, 16);
}

function fits(printed: string, wanted: number): Crc {
  return { status: "valid", received: printed, computed: crcText(wanted) };
}

function matches(bytes: Buffer, length: number, wanted: number): boolean {
  return crc16(bytes, 0, length) === wanted || (isHolley(bytes) && crc16x25(bytes, 0, length) === wanted);
}

function isHolley(bytes: Buffer): boolean {
  return HOLLEY.every((byte, i) => bytes[i] === byte);
}

function withCrLf(body: Buffer, lineEnd: "\n" | "\n\n"): Buffer {
  return Buffer.from(body.toString("latin1").replaceAll(lineEnd, "\r\n"), "latin1");
}

/** Takes out NULs and telnet commands (RFC 854: IAC IAC is one 0xFF of data). */
function withoutRelayBytes(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (byte === NUL) continue;
    if (byte !== IAC) {
      out[length++] = byte;
      continue;
    }
    const command = body[i + 1] ?? 0;
    if (command === IAC) out[length++] = IAC;
    if (command === 0xfa) i = endOfSubnegotiation(body, i);
    else i += command >= 0xfb && command <= 0xfe ? 2 : 1;
  }
  return out.subarray(0, length);
}

/** Index of the last byte of a subnegotiation that begins at `start`: IAC SB ... IAC SE. */
function endOfSubnegotiation(body: Buffer, start: number): number {
  for (let i = start + 2; i + 1 < body.length; i++) {
    if (body[i] === IAC && body[i + 1] === 0xf0) return i + 1;
    if (body[i] === LF) break;
  }
  return start + 1;
}
