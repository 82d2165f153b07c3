import { CR, LF, SPACE } from "../../framing/bytes";

const BLANK = /\s/;
const HEX = /^(?:[0-9A-Fa-f]{2})+$/;

/**
 * Decodes an octet string that is sent as hex digits (DSMR 5.0.2, 6.4: Sn). Returns undefined if the text is not hex or
 * its octets are not all printable: meters send plain text in its place.
 */
export function decodeOctets(text: string): string | undefined {
  const digits = BLANK.test(text) ? text.replaceAll(/\s/g, "") : text;
  return HEX.test(digits) ? printableText(Buffer.from(digits, "hex")) : undefined;
}

/** Whether a text message says nothing: empty, blank, or 0xFF alone, as plain bytes or in hex. */
export function isNoMessage(text: string): boolean {
  return /^(?:\s|\xff|FF|ff|\0)*$/.test(text);
}

const [DELETE, FIRST_LATIN1] = [0x7f, 0xa0];

/** Text in ASCII, UTF-8 or Latin-1; undefined if an octet is a control character other than a line end. */
function printableText(octets: Buffer): string | undefined {
  let isAscii = true;
  let isLatin1 = true;
  for (const octet of octets) {
    if ((octet < SPACE && octet !== LF && octet !== CR) || octet === DELETE) return undefined;
    if (octet > DELETE) isAscii = false;
    if (octet > DELETE && octet < FIRST_LATIN1) isLatin1 = false;
  }
  if (isAscii) return octets.toString("latin1");
  return utf8(octets) ?? (isLatin1 ? octets.toString("latin1") : undefined);
}

const STRICT = new TextDecoder("utf-8", { fatal: true });

function utf8(octets: Buffer): string | undefined {
  try {
    return STRICT.decode(octets);
  } catch {
    return undefined;
  }
}
