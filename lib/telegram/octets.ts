const HEX = /^(?:[0-9A-Fa-f]{2})+$/;

/**
 * Decodes an octet string that is sent as hex digits (DSMR 5.0.2, 6.4: Sn). Gives undefined where the text is no hex
 * or the octets are not all printable: meters send plain text in its place.
 */
export function decodeOctets(text: string): string | undefined {
  const digits = text.replaceAll(/\s/g, "");
  if (!HEX.test(digits)) return undefined;
  const bytes = Buffer.from(digits, "hex");
  return isPrintable(bytes) ? decodeText(bytes) : undefined;
}

/** Whether a text message says nothing: empty, blank, or 0xFF alone, as plain bytes or in hex. */
export function isNoMessage(text: string): boolean {
  return /^(?:\s|\xff|FF|ff|\0)*$/.test(text);
}

/** Printable ASCII, or text beyond it that is sound UTF-8 or Latin-1; line ends count as text. */
function isPrintable(bytes: Buffer): boolean {
  if (bytes.some((byte) => (byte < 0x20 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f)) return false;
  return bytes.every((byte) => byte < 0x80 || byte >= 0xa0) || utf8(bytes) !== undefined;
}

function decodeText(bytes: Buffer): string {
  return utf8(bytes) ?? bytes.toString("latin1");
}

const STRICT = new TextDecoder("utf-8", { fatal: true });

function utf8(bytes: Buffer): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}
