import { decimalIn } from "../telegram/numbers/decimal";
import { groupOf, timeOf } from "../telegram/objects/group";
import { decodeOctets, isNoMessage } from "../telegram/objects/octets";
import { bytesOf } from "../telegram/parse";
import type { Masker, MaskStyle } from "./masker";

/**
 * Masks a text of a telegram (Latin-1). If it is hex that decodes to text, that text is masked and encoded again, so that
 * an id has one mask in hex and in plain text. A reader takes the mask for the same kind of value as the text.
 */
export function maskText(masker: Masker, text: string, letters: MaskStyle["letters"] = "hexadecimal"): string {
  const decoded = decodeOctets(text);
  return decoded === undefined ? maskPlain(masker, text, letters) : maskHex(masker, text, decoded, letters);
}

function maskHex(masker: Masker, hex: string, decoded: string, letters: MaskStyle["letters"]): string {
  const digits = hex.replaceAll(/\s/g, "");
  const encoding = Buffer.from(decoded, "utf8").length * 2 === digits.length ? "utf8" : "latin1";
  const encode = (text: string) => likeCase(Buffer.from(text, encoding).toString("hex"), digits);
  // Checks the plain text, too, so that both have the same mask.
  const [inHex, inText] = [readAs(digits), readAs(decoded)];
  const fits = (text: string) => readAs(encode(text)) === inHex && readAs(text) === inText;
  const masked = masker.mask(decoded, { letters: letters!, fits });
  if (masked === decoded) return hex;
  const octets = encode(masked);
  let at = 0;
  return hex.replaceAll(/\S/g, () => octets[at++]!);
}

/** Masks text that is not hex. Raw UTF-8 is masked by its characters, not by its bytes. */
function maskPlain(masker: Masker, text: string, letters: MaskStyle["letters"]): string {
  const wanted = readAs(text);
  const utf8 = asUtf8(text);
  const raw = (masked: string) => (utf8 === undefined ? masked : Buffer.from(masked, "utf8").toString("latin1"));
  // Behind a "!" the framer looks for hex digits: none may come or go.
  const style = text.includes("!") ? "hexadecimal" : letters!;
  return raw(masker.mask(utf8 ?? text, { letters: style, fits: (masked) => readAs(raw(masked)) === wanted }));
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

/** Names what a reader takes a text for. */
function readAs(text: string): string {
  const group = groupOf(bytesOf(text).toString("latin1"));
  const { bytes, from, to, unit } = group;
  const isTime = unit === undefined && timeOf(group) !== undefined;
  const isNumber = unit === undefined && decimalIn(bytes, from, to) !== undefined;
  const decodes = decodeOctets(text) !== undefined;
  return `${decodes} ${isNoMessage(text)} ${isTime} ${isNumber} ${unit?.printed ?? ""}`;
}

/** Writes hex digits in the letter case of `model`, place by place; in upper case if a place has no letter. */
export function likeCase(hex: string, model: string): string {
  if (!/[a-f]/.test(model)) return hex.toUpperCase();
  if (!/[A-F]/.test(model)) return hex.toLowerCase();
  return hex.replaceAll(/./g, (digit, at: number) => {
    const place = model[at] ?? "";
    return /[a-f]/.test(place) ? digit.toLowerCase() : digit.toUpperCase();
  });
}
