import { layoutAt, TAG } from "../framing/cipher-frame";
import type { Frame } from "../framing/frame";
import { SLASH } from "../framing/bytes";

/**
 * What can be told in public of a frame that cannot be masked: lengths and kinds, none of its bytes. The system title
 * of a cipher frame holds the meter's serial, and who has the key could read the rest.
 */
export function frameSummary(frame: Frame): string {
  const { bytes } = frame;
  const layout = bytes[0] === TAG ? layoutAt(bytes, 0) : "no";
  const size = `${bytes.length} bytes`;
  if (typeof layout === "object") {
    const maker = /^[A-Z]{3}/.exec(bytes.toString("latin1", 2, 5))?.[0];
    const cover = layout.security === 0x30 ? "encrypted and authenticated" : "encrypted only";
    return (
      `A cipher frame of ${size} (its head announces ${layout.length}): system title ${maker ? `of ${maker}` : "without a maker"}, security byte ` +
      `0x${layout.security.toString(16)} (${cover}), length form 0x${bytes.toString("hex", 10, 11)}.`
    );
  }
  const start = bytes[0] === SLASH ? "that begin with a header in clear" : "without a header";
  return `${size} ${start}, ${share(bytes)} % of them no text.`;
}

/** Percent of bytes that are neither printable ASCII nor line ends. */
function share(bytes: Buffer): number {
  let odd = 0;
  for (const byte of bytes) if ((byte < 0x20 || byte > 0x7e) && byte !== 0x0a && byte !== 0x0d) odd++;
  return bytes.length === 0 ? 0 : Math.round((100 * odd) / bytes.length);
}
