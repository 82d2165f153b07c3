import { crc16, crc16x25, crcText } from "../framing/crc";
import type { Crc } from "../framing/frame";
import { BANG, CR, isHexDigit } from "../framing/bytes";
import { checkCrc } from "../framing/checksum";
import { likeCase } from "./octets";

/** The ways a CRC is taken over the bytes from "/" through "!" (see framing/checksum). */
const COVERS: readonly ((body: Buffer) => number)[] = [
  crc16,
  crc16x25,
  (body) => crc16(withCrLf(body, "\n")),
  (body) => crc16(withCrLf(body, "\n\n")),
];

/** A telegram with its CRC written anew. */
export interface Sealed {
  readonly bytes: Buffer;
  readonly crc: Crc;
}

/**
 * Writes the CRC of a masked telegram. One that was right is right again; a wrong one is wrong by the same bits as
 * before, since a CRC is linear, and so tells nothing of what was masked. As many digits as there were, in their case.
 */
export function seal(original: Buffer, masked: Buffer, crc: Crc): Sealed {
  const printed = crc.received ?? "";
  const bang = original.lastIndexOf(BANG);
  if (bang < 0 || !/^[0-9A-Fa-f]{1,4}$/.test(printed)) return { bytes: masked, crc };
  const before = original.subarray(0, bang + 1);
  const body = masked.subarray(0, bang + 1);
  const received = Number.parseInt(printed, 16);
  const cover = coverOf(before, crc.status === "valid" ? received : undefined);
  let value = received ^ cover(before) ^ cover(body);
  if (crc.status === "valid") return written(masked, bang, printedLike(value, printed, false), body);
  // A CRC that was cut short, or one in 65,536: it must not be right by chance.
  while (checkCrc(body, printedLike(value, printed, true)).crc.status === "valid") value = (value + 1) & 0xffff;
  return written(masked, bang, printedLike(value, printed, true), body);
}

function coverOf(body: Buffer, received: number | undefined): (body: Buffer) => number {
  const fitting = received === undefined ? undefined : COVERS.find((cover) => cover(body) === received);
  return fitting ?? (body.includes(CR) ? crc16 : COVERS[2]!);
}

function withCrLf(body: Buffer, lineEnd: string): Buffer {
  return Buffer.from(body.toString("latin1").replaceAll(lineEnd, "\r\n"), "latin1");
}

/** A meter that leaves out leading zeros prints more digits where there are none; `cut` keeps to the digits there were. */
function printedLike(value: number, printed: string, cut: boolean): string {
  const digits = crcText(value).replace(/^0+/, "").padStart(printed.length, "0");
  return likeCase(cut ? digits.slice(-printed.length) : digits, printed);
}

/** Puts the digits where the old ones stood, whatever relay bytes stand between them. */
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
