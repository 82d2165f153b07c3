import { sentence } from "../texts/texts";
import {
  CLOSING,
  hasObisLine,
  isHeaderMark,
  isLineEnd,
  isLineStart,
  isMostlyText,
  MAX_TELEGRAM,
  NUL,
  OPENING,
  SLASH,
} from "./bytes";
import { checkCrc } from "./checksum";
import type { CipherHint, Crc, Frame } from "./frame";

/** How the bytes of a frame ended. */
export interface Ending {
  /** The index of the "!"; without an end line the end of the bytes. */
  readonly at: number;
  /** The index behind the end line's CRC; without an end line the end of the bytes. */
  readonly next: number;
  /** The CRC as printed; empty if there is none. */
  readonly printed: string;
  /** False if there is no end line. */
  readonly ended: boolean;
}

/** A place inside a frame where another telegram may begin. */
interface InnerStart {
  readonly at: number;
  readonly isLineStart: boolean;
}

const ABSENT: Crc = { status: "absent" };

/** A frame is tried again from this many places at most, so that the cost stays linear. */
const MOST_STARTS = 8;

/** The last few places behind the first byte and before `to` where a header may begin, the last one first. */
export function innerStarts(bytes: Buffer, to: number): InnerStart[] {
  const starts: InnerStart[] = [];
  for (let at = bytes.lastIndexOf(SLASH, to - 1); at > 0; at = bytes.lastIndexOf(SLASH, at - 1)) {
    if (isHeaderMark(bytes, at, to)) starts.push({ at, isLineStart: isLineStart(bytes, at) });
    if (starts.length === MOST_STARTS) break;
  }
  return starts;
}

/** The telegram that `bytes` begin with, if the CRC of its end line is right. */
export function validFrame(bytes: Buffer, { at, next, printed }: Ending): Frame | undefined {
  if (printed === "") return undefined;
  const { crc, cleaned } = checkCrc(bytes.subarray(0, at + 1), printed);
  if (crc.status !== "valid") return undefined;
  const copy = cleaned
    ? Buffer.concat([cleaned, Buffer.from(printed, "latin1")])
    : Buffer.from(bytes.subarray(0, next));
  return { bytes: copy, crc, ended: true };
}

/**
 * Appends to `out` what `bytes`, from a "/" through their ending, hold without a valid CRC: a telegram behind the head
 * of another if its CRC is right; else what follows the last header line. Returns how many bytes are noise. A
 * `tentative` frame begins in mid-line, and counts only with a valid CRC.
 */
export function salvage(bytes: Buffer, ending: Ending, tentative: boolean, out: Frame[]): number {
  const starts = innerStarts(bytes, ending.at);
  for (const { at } of starts) {
    const frame = validFrame(bytes.subarray(at), behind(ending, at));
    if (!frame) continue;
    const noise = giveUp(bytes.subarray(0, at), tentative, out);
    out.push(frame);
    return noise;
  }
  const later = starts.find((start) => start.isLineStart && isHeaderLine(bytes, start.at, ending.at));
  if (!later) return tentative ? ending.next : keepUnproven(bytes, ending, out);
  const noise = giveUp(bytes.subarray(0, later.at), tentative, out);
  return noise + keepUnproven(bytes.subarray(later.at), behind(ending, later.at), out);
}

/** Appends the head of a telegram whose rest never came to `out` as a frame that was cut. Returns how many bytes are noise. */
export function giveUp(head: Buffer, tentative: boolean, out: Frame[]): number {
  if (tentative || !hasObisLine(head)) return head.length;
  out.push(cutFrame(head));
  return 0;
}

/** The same ending in the bytes from `start` on. */
function behind({ at, next, printed, ended }: Ending, start: number): Ending {
  return { at: at - start, next: next - start, printed, ended };
}

/** Appends a frame without a valid CRC to `out` if it is a telegram, or shows that it is encrypted. Returns the noise. */
function keepUnproven(bytes: Buffer, { at, printed, ended }: Ending, out: Frame[]): number {
  if (hasObisLine(bytes)) {
    const { crc } = checkCrc(bytes.subarray(0, at + 1), printed);
    const isCut = crc.status === "absent" && showsCut(bytes, at);
    out.push(isCut ? cutFrame(bytes) : { bytes: withoutLineEnd(bytes), crc, ended });
    return 0;
  }
  if (!looksEncrypted(bytes)) return bytes.length;
  out.push({ ...decryptFault("cipher-unknown"), bytes: Buffer.from(bytes) });
  return 0;
}

/**
 * Without a CRC, a data line in the header's place, a second header or a repeated register shows that bytes were lost or
 * two telegrams ran into one.
 */
function showsCut(bytes: Buffer, end: number): boolean {
  if (!isHeaderLine(bytes, 0, bytes.length)) return true;
  return innerStarts(bytes, end).some(({ at }) => isHeaderLine(bytes, at, bytes.length)) || repeatsRegister(bytes);
}

/** Whether a whole header line stands at `at`. Text such as "(see a/bcd)" is none. */
function isHeaderLine(bytes: Buffer, at: number, to: number): boolean {
  for (let i = at; i < to; i++) {
    const byte = bytes[i]!;
    if (isLineEnd(byte)) return true;
    if (byte === OPENING || byte === CLOSING) return false;
  }
  return false;
}

/** Active power and active energy delivered, which stand once in a telegram, at the start of a line. */
const SINGLE_REGISTER = /[\r\n][ \t]*1-\d{1,3}:1\.(?:7\.0|8\.\d{1,3})(?:[*.]\d{1,3})?\(/g;

/** Whether a register that stands once in a telegram stands twice in `bytes`. */
function repeatsRegister(bytes: Buffer): boolean {
  const registers = bytes.toString("latin1").match(SINGLE_REGISTER) ?? [];
  return new Set(registers.map((register) => register.trim())).size < registers.length;
}

/** Fewer bytes do not show whether they are encrypted, and more are not looked at. */
const [LEAST_ENCRYPTED, MOST_LOOKED_AT] = [64, 256];
/** A header line of printable characters. What a connection at a wrong speed gives has none. */
const CLEAR_HEADER = /^\/[A-Za-z]{3}[ -~]{2,48}\r\n/;

/** Whether `bytes` are a header in clear with encrypted bytes behind it, as some Polish meters send. */
function looksEncrypted(bytes: Buffer): boolean {
  if (bytes.length < LEAST_ENCRYPTED) return false;
  const first = bytes.subarray(0, MOST_LOOKED_AT);
  return CLEAR_HEADER.test(first.toString("latin1")) && !isMostlyText(first);
}

function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (isLineEnd(bytes[end - 1]!) || bytes[end - 1] === NUL)) end--;
  return Buffer.from(bytes.subarray(0, end));
}

function cutFrame(bytes: Buffer): Frame {
  return {
    bytes: Buffer.from(bytes),
    crc: ABSENT,
    ended: false,
    fault: "cut",
    hint: "A telegram broke off before its end. If this happens often, another program reads the same port, or the cable or network is unreliable.",
  };
}

/** A telegram that has no end within the cap. */
export function tooLongFrame(bytes: Buffer): Frame {
  return {
    bytes: Buffer.from(bytes.subarray(0, MAX_TELEGRAM)),
    crc: ABSENT,
    ended: false,
    fault: "too-long",
    hint: "A telegram had no end within 16 KiB. Check the speed and parity of the line, and that this is a P1 port.",
  };
}

/** What a frame that cannot be decrypted says beside its bytes. */
export function decryptFault(hintCode: CipherHint): Omit<Frame, "bytes"> {
  const { text } = sentence(hintCode);
  const hint = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  return { crc: ABSENT, ended: false, fault: "decrypt", hint, hintCode };
}
