import { isDecimal } from "../telegram/decimal";
import { readGroup } from "../telegram/group";
import { decodeOctets, isNoMessage } from "../telegram/octets";
import { readStamp } from "../telegram/stamp";
import type { Masker, MaskStyle } from "./masker";

/**
 * Masks the text of one group in a telegram (latin1): where it is hex that decodes to text, the text is masked and
 * encoded again, so that an id has one mask in hex and in plain text. What a parser takes it for stays the same.
 */
export function maskText(masker: Masker, text: string, letters: MaskStyle["letters"] = "hexadecimal"): string {
  const decoded = decodeOctets(text);
  return decoded === undefined ? maskPlain(masker, text, letters) : maskHex(masker, text, decoded, letters);
}

function maskHex(masker: Masker, hex: string, decoded: string, letters: MaskStyle["letters"]): string {
  const digits = hex.replaceAll(/\s/g, "");
  const encoding = Buffer.from(decoded, "utf8").length * 2 === digits.length ? "utf8" : "latin1";
  const encode = (text: string) => likeCase(Buffer.from(text, encoding).toString("hex"), digits);
  // Also as it would stand in plain text, so that both have the same mask.
  const [inHex, inText] = [form(digits), form(decoded)];
  const fits = (text: string) => form(encode(text)) === inHex && form(text) === inText;
  const masked = masker.mask(decoded, { letters: letters!, fits });
  if (masked === decoded) return hex;
  const octets = encode(masked);
  let at = 0;
  return hex.replaceAll(/\S/g, () => octets[at++]!);
}

/** Text that is no hex; raw UTF-8 is masked by its characters, not by its bytes. */
function maskPlain(masker: Masker, text: string, letters: MaskStyle["letters"]): string {
  const wanted = form(text);
  const utf8 = asUtf8(text);
  const raw = (masked: string) => (utf8 === undefined ? masked : Buffer.from(masked, "utf8").toString("latin1"));
  // Letters behind a "!" stay what they are to the framer: hex digits of an end line, or not.
  const style = text.includes("!") ? "hexadecimal" : letters!;
  return raw(masker.mask(utf8 ?? text, { letters: style, fits: (masked) => form(raw(masked)) === wanted }));
}

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function asUtf8(text: string): string | undefined {
  if (!/[\x80-\xff]/.test(text)) return undefined;
  try {
    return STRICT.decode(Buffer.from(text, "latin1"));
  } catch {
    return undefined;
  }
}

/** What a parser takes a text for; the same for its mask. */
function form(text: string): string {
  const { unit = "" } = readGroup(text);
  const decodes = decodeOctets(text) !== undefined;
  return `${decodes} ${isNoMessage(text)} ${readStamp(text) !== undefined} ${isDecimal(text.trim())} ${unit}`;
}

/** Hex digits in the letter case of `model`: place by place, and by the rest where a place has no letter. */
export function likeCase(hex: string, model: string): string {
  if (!/[a-f]/.test(model)) return hex.toUpperCase();
  if (!/[A-F]/.test(model)) return hex.toLowerCase();
  return hex.replaceAll(/./g, (digit, at: number) => {
    const place = model[at] ?? "";
    return /[a-f]/.test(place) ? digit.toLowerCase() : digit.toUpperCase();
  });
}
