import { CR, IAC, isHexDigit, LF, NUL, telnetCommandLength } from "./bytes";
import { crc16, crc16x25, crcText } from "./crc";
import type { Crc } from "./frame";

/** What `checkCrc` found. */
interface CheckedCrc {
  readonly crc: Crc;
  /** The bytes as the meter sent them, if the CRC fits only without what a relay added. */
  readonly cleaned?: Buffer;
}

/**
 * Checks the CRC printed behind a telegram's "!". `body` is the telegram from "/" through "!". Tried in this order:
 * 1. the bytes as received;
 * 2. without telnet commands and NULs, which relays add;
 * 3. text without any CR, with CR LF in place of each LF, or of each LF LF: a terminal that is not in raw mode turns the
 *    CR into an LF, too.
 */
export function checkCrc(body: Buffer, printed: string): CheckedCrc {
  if (printed === "") return { crc: { status: "absent" } };
  const wanted = hexNumber(printed);
  const valid: Crc = { status: "valid", received: printed, computed: crcText(wanted) };
  if (fits(body, wanted)) return { crc: valid };

  if (body.includes(NUL) || body.includes(IAC)) {
    const cleaned = withoutRelayBytes(body);
    if (fits(cleaned, wanted)) return { crc: valid, cleaned };
  }
  if (body.includes(CR)) return { crc: invalid(printed, body) };
  const restored = withCrLf(body, "\n");
  if (fits(restored, wanted) || fits(withCrLf(body, "\n\n"), wanted)) return { crc: valid };
  return { crc: invalid(printed, restored) };
}

function invalid(printed: string, body: Buffer): Crc {
  return { status: "invalid", received: printed, computed: crcText(crc16(body)) };
}

/** The number that one to four hex digits print; -1 for anything else. */
function hexNumber(printed: string): number {
  for (let i = 0; i < printed.length; i++) if (!isHexDigit(printed.charCodeAt(i))) return -1;
  return Number.parseInt(printed, 16);
}

function fits(body: Buffer, wanted: number): boolean {
  return crc16(body) === wanted || (isHolley(body) && crc16x25(body) === wanted);
}

function isHolley(body: Buffer): boolean {
  return body.toString("latin1", 0, 4) === "/HLY";
}

/** A copy with CR LF in place of each `lineEnd`. */
export function withCrLf(body: Buffer, lineEnd: "\n" | "\n\n"): Buffer {
  return Buffer.from(body.toString("latin1").replaceAll(lineEnd, "\r\n"), "latin1");
}

/** A copy without NULs and telnet commands (RFC 854). IAC IAC is one byte 0xFF of data. */
function withoutRelayBytes(body: Buffer): Buffer {
  const out = Buffer.alloc(body.length);
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
    if (command === 0xfa) i = subnegotiationEnd(body, i);
    else i += telnetCommandLength(command) - 1;
  }
  return out.subarray(0, length);
}

/** The index of the last byte of the subnegotiation at `start`, IAC SB ... IAC SE; of its SB if it has no end on its line. */
function subnegotiationEnd(body: Buffer, start: number): number {
  for (let i = start + 2; i + 1 < body.length; i++) {
    if (body[i] === IAC && body[i + 1] === 0xf0) return i + 1;
    if (body[i] === LF) break;
  }
  return start + 1;
}
