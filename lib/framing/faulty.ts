import { sentence } from "../texts/texts";
import type { DecryptionKeys } from "./decrypt";
import type { CipherHint, Crc, Frame } from "./frame";
import { hasObisLine, isMostlyText } from "./marks";
import { innerStarts, isHeaderLine } from "./starts";

const ABSENT: Crc = { status: "absent" };

/** The head of a telegram whose rest never came. */
export function cutFrame(bytes: Buffer): Frame {
  return {
    bytes: Buffer.from(bytes),
    crc: ABSENT,
    ended: false,
    fault: "cut",
    hint: "A telegram broke off before its end. If this happens often, another program reads the same port, or the cable or network is unreliable.",
  };
}

/** A telegram that found no end within the cap. */
export function tooLongFrame(bytes: Buffer): Frame {
  return {
    bytes: Buffer.from(bytes),
    crc: ABSENT,
    ended: false,
    fault: "too-long",
    hint: "A telegram had no end within 16 KiB. Check the speed and parity of the line, and that this is a P1 port.",
  };
}

/**
 * A frame without a matching CRC, which stands in `buffer` from `from` to before `to`: the telegram as it is where it
 * may pass, a fault where it shows a cut or a cipher, nothing where it holds no OBIS line.
 */
export function unclosedFrame(buffer: Buffer, from: number, to: number, ended: boolean, crc: Crc): Frame | undefined {
  const isTelegram = hasObisLine(buffer, from, to);
  if (!isTelegram && to - from < LEAST_ENCIPHERED) return undefined;
  const bytes = buffer.subarray(from, to);
  if (!isTelegram) return looksEnciphered(bytes) ? encipheredFrame(bytes) : undefined;
  if (crc.status === "absent" && showsCut(bytes)) return cutFrame(bytes);
  return { bytes: Buffer.from(withoutLastLineEnd(bytes)), crc, ended };
}

/** Codes that stand once in a telegram: active power, and the active energy registers. */
const ONCE = /^[ \t]*1-\d{1,3}:(?:1\.7\.0|1\.8\.\d{1,3})(?:[*.]\d{1,3})?\(/gm;

/**
 * Without a CRC to tell, a data line in the header's place, a second header or a repeated register shows that bytes
 * were lost, or two telegrams ran into one.
 */
function showsCut(bytes: Buffer): boolean {
  if (!isHeaderLine(bytes, 0, bytes.length)) return true;
  if (innerStarts(bytes, bytes.length).some((start) => isHeaderLine(bytes, start.at, bytes.length))) return true;
  const codes = bytes.toString("latin1").match(ONCE) ?? [];
  return new Set(codes.map((code) => code.trim())).size < codes.length;
}

/** Fewer bytes than these do not show whether they are a cipher. */
const LEAST_ENCIPHERED = 64;

/** A whole header line of printable characters: random bytes of an inverted line, or one at a wrong speed, have none. */
const SOUND_HEADER = /^\/[A-Za-z]{3}[\x20-\x7e]{2,48}\r\n/;

/** A header in clear with a cipher behind it, as some Polish meters send. */
function looksEnciphered(bytes: Buffer): boolean {
  return SOUND_HEADER.test(bytes.toString("latin1", 0, LEAST_ENCIPHERED)) && !isMostlyText(bytes);
}

function encipheredFrame(bytes: Buffer): Frame {
  return {
    bytes: Buffer.from(bytes),
    crc: ABSENT,
    ended: false,
    ...undecrypted("cipher-unknown"),
  };
}

function withoutLastLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d || bytes[end - 1] === 0)) end--;
  return bytes.subarray(0, end);
}

/** A cipher frame that could not be opened. */
export function closedFrame(bytes: Buffer, keys: DecryptionKeys): Frame {
  return {
    bytes: Buffer.from(bytes),
    crc: ABSENT,
    ended: false,
    encrypted: true,
    ...undecrypted(closedHint(keys)),
  };
}

function closedHint({ key, authentication, withAad, isDemo }: DecryptionKeys): CipherHint {
  if (isDemo) return "key-needed";
  if (!key) return "key-form";
  return withAad && !authentication ? "authentication-key-form" : "key-wrong";
}

/** Garbage may ask for one hint every few bytes: each is put together once. */
const hints = new Map<CipherHint, string>();

function undecrypted(code: CipherHint): Pick<Frame, "fault" | "hint" | "hintCode"> {
  const hint = hints.get(code) ?? hintOf(code);
  hints.set(code, hint);
  return { fault: "decrypt", hint, hintCode: code };
}

function hintOf(code: CipherHint): string {
  const { text } = sentence(code);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
