import { sentence } from "../texts/texts";
import { copyOf, kept, type Laid } from "./copy";
import type { DecryptionKeys } from "./decrypt";
import type { CipherHint, Crc, Frame } from "./frame";
import { CR, isLetter, isMostlyText, LF, SLASH, SPACE } from "./marks";
import { repeatsRegister } from "./repeated";
import { isHeaderLine } from "./starts";

const ABSENT: Crc = { status: "absent" };

/** The head of a telegram whose rest never came: a copy for its receiver to keep. */
export function cutFrame(bytes: Buffer): Frame {
  return {
    bytes,
    crc: ABSENT,
    ended: false,
    fault: "cut",
    hint: "A telegram broke off before its end. If this happens often, another program reads the same port, or the cable or network is unreliable.",
  };
}

/** A telegram that found no end within the cap. */
export function tooLongFrame(bytes: Buffer): Frame {
  return {
    bytes: copyOf(bytes),
    crc: ABSENT,
    ended: false,
    fault: "too-long",
    hint: "A telegram had no end within 16 KiB. Check the speed and parity of the line, and that this is a P1 port.",
  };
}

/**
 * The copy of a telegram without a matching CRC: as it is where it may pass, a fault where it shows a cut. `inner` are the
 * places in it where another one may begin.
 */
export function unprovenFrame(
  copy: Laid,
  inner: readonly number[],
  { crc, ended }: Pick<Frame, "crc" | "ended">,
): Frame {
  const isCut = crc.status === "absent" && showsCut(copy, inner);
  return isCut ? cutFrame(kept(copy)) : { bytes: kept(copy, lengthWithoutLineEnd(copy)), crc, ended };
}

/**
 * Without a CRC to tell, a data line in the header's place, a second header or a repeated register shows that bytes
 * were lost, or two telegrams ran into one.
 */
function showsCut(copy: Laid, inner: readonly number[]): boolean {
  const { memory, at, length } = copy;
  if (!isHeaderLine(memory.bytes, at, at + length)) return true;
  return inner.some((start) => isHeaderLine(memory.bytes, at + start, at + length)) || repeatsRegister(copy);
}

/** A fault for what stands between a "/" and an end line without an OBIS line, where it shows a cipher. */
export function encipheredOrNone(bytes: Buffer): Frame | undefined {
  return looksEnciphered(bytes) ? encipheredFrame(bytes) : undefined;
}

/** Fewer bytes than these do not show whether they are a cipher. */
const LEAST_ENCIPHERED = 64;
/** So many show it. */
const SHOWING = 256;

/** A header in clear with a cipher behind it, as some Polish meters send. */
function looksEnciphered(bytes: Buffer): boolean {
  return (
    bytes.length >= LEAST_ENCIPHERED && hasSoundHeader(bytes) && !isMostlyText(bytes, Math.min(bytes.length, SHOWING))
  );
}

/** The shortest and longest identification behind the FLAG code. */
const [SHORTEST_HEADER, LONGEST_HEADER] = [2, 48];
const FLAG_LETTERS = 3;

/**
 * Whether a whole header line of printable characters stands there: random bytes of an inverted line, or one at a wrong
 * speed, have none.
 */
function hasSoundHeader(bytes: Buffer): boolean {
  for (let i = 1; i <= FLAG_LETTERS; i++) if (!isLetter(bytes[i]!)) return false;
  const from = 1 + FLAG_LETTERS;
  let to = from;
  while (to - from <= LONGEST_HEADER && bytes[to]! >= SPACE && bytes[to]! <= 0x7e) to++;
  const length = to - from;
  const isLong = length >= SHORTEST_HEADER && length <= LONGEST_HEADER;
  return bytes[0] === SLASH && isLong && bytes[to] === CR && bytes[to + 1] === LF;
}

function encipheredFrame(bytes: Buffer): Frame {
  const hintCode = "cipher-unknown";
  return { bytes: copyOf(bytes), crc: ABSENT, ended: false, fault: "decrypt", hint: hintOf(hintCode), hintCode };
}

function lengthWithoutLineEnd({ memory: { bytes }, at, length }: Laid): number {
  let end = at + length;
  while (end > at && (bytes[end - 1] === LF || bytes[end - 1] === CR || bytes[end - 1] === 0)) end--;
  return end - at;
}

/** A cipher frame that could not be opened. */
export function closedFrame(bytes: Buffer, keys: DecryptionKeys): Frame {
  const hintCode = closedHint(keys);
  const hint = hintOf(hintCode);
  return { bytes: copyOf(bytes), crc: ABSENT, ended: false, encrypted: true, fault: "decrypt", hint, hintCode };
}

function closedHint({ key, authentication, withAad, isDemo }: DecryptionKeys): CipherHint {
  if (isDemo) return "key-needed";
  if (!key) return "key-form";
  return withAad && !authentication ? "authentication-key-form" : "key-wrong";
}

/** Garbage may ask for one hint every few bytes: each is put together once. */
const hints = new Map<CipherHint, string>();

function hintOf(code: CipherHint): string {
  const known = hints.get(code);
  if (known !== undefined) return known;
  const { text } = sentence(code);
  const hint = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  hints.set(code, hint);
  return hint;
}
