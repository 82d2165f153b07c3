import { crc16, crc16x25, crcText } from "../framing/crc";
import type { Crc } from "../framing/frame";
import { BANG, CR, isHexDigit } from "../framing/bytes";
import { checkCrc, withCrLf } from "../framing/checksum";
import { likeCase } from "./mask-text";

/** Computes the CRC of a telegram's bytes from "/" through "!". */
type Checksum = (body: Buffer) => number;

/** The CRCs that the framer accepts: as the bytes stand, Holley's, and with CR LF restored. */
const CHECKSUMS: readonly Checksum[] = [crc16, crc16x25, withLf, (body) => crc16(withCrLf(body, "\n\n"))];

/** A telegram with a new CRC. */
interface Sealed {
  readonly bytes: Buffer;
  readonly crc: Crc;
}

/**
 * Writes the CRC of a masked telegram, with as many digits as `original` has, in their letter case. A CRC that was right
 * is right again. One that was wrong is wrong by the same bits as before (a CRC is linear), and so says nothing of what
 * was masked.
 */
export function seal(original: Buffer, masked: Buffer, crc: Crc): Sealed {
  const printed = crc.received ?? "";
  const bang = original.lastIndexOf(BANG);
  if (bang < 0 || !/^[0-9A-Fa-f]{1,4}$/.test(printed)) return { bytes: masked, crc };
  const before = original.subarray(0, bang + 1);
  const body = masked.subarray(0, bang + 1);
  const received = Number.parseInt(printed, 16);
  const checksum = checksumOf(before, crc.status === "valid" ? received : undefined);
  let value = received ^ checksum(before) ^ checksum(body);
  if (crc.status === "valid") return written(masked, bang, printedLike(value, printed, false), body);
  // A CRC that was cut short, or one in 65,536, would be right by chance.
  while (checkCrc(body, printedLike(value, printed, true)).crc.status === "valid") value = (value + 1) & 0xffff;
  return written(masked, bang, printedLike(value, printed, true), body);
}

/** The checksum that gives `received` (undefined if none does), or else the one that a telegram with these line ends has. */
function checksumOf(body: Buffer, received: number | undefined): Checksum {
  const fitting = received === undefined ? undefined : CHECKSUMS.find((checksum) => checksum(body) === received);
  return fitting ?? (body.includes(CR) ? crc16 : withLf);
}

function withLf(body: Buffer): number {
  return crc16(withCrLf(body, "\n"));
}

/** Prints at least as many digits as there were: a meter may leave out leading zeros. `cut` prints exactly as many. */
function printedLike(value: number, printed: string, cut: boolean): string {
  const digits = crcText(value).replace(/^0+/, "").padStart(printed.length, "0");
  return likeCase(cut ? digits.slice(-printed.length) : digits, printed);
}

/** Puts the digits in the places of the old ones, between which a relay may have put bytes. */
function written(masked: Buffer, bang: number, digits: string, body: Buffer): Sealed {
  const places: number[] = [];
  for (let at = bang + 1; at < masked.length; at++) if (isHexDigit(masked[at]!)) places.push(at);
  const first = places[0]!;
  const more = digits.length - places.length;
  const bytes = Buffer.concat([masked.subarray(0, first), Buffer.alloc(Math.max(0, more)), masked.subarray(first)]);
  for (let i = 0; i < more; i++) bytes[first + i] = digits.charCodeAt(i);
  const rest = more > 0 ? digits.slice(more) : digits;
  for (let i = 0; i < rest.length; i++) bytes[places[i]! + Math.max(0, more)] = rest.charCodeAt(i);
  return { bytes, crc: checkCrc(body, digits).crc };
}
