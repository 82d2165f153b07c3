import { AUTHENTICATED, layoutAt, TAG } from "../framing/cipher-frame";
import type { Frame } from "../framing/frame";
import { TelegramFramer } from "../framing/framer";
import { isLineEnd, isPrintable, SLASH } from "../framing/bytes";

/** A masked telegram as Markdown. */
export interface TelegramBlock {
  /** A fenced block of text with line feeds. */
  readonly text: string;
  /** A fenced block of base64; absent if a pasted copy of the text is read the same. */
  readonly bytes?: string;
}

/** Characters of base64 in a line. */
const BASE64_LINE = 76;

/** Shows a masked telegram so that a pasted copy can be replayed. */
export function telegramBlock(frame: Frame): TelegramBlock {
  const text = printable(frame.bytes);
  const block = fenced(text);
  if (isReadTheSame(frame, text)) return { text: block };
  const base64 = frame.bytes.toString("base64").replaceAll(new RegExp(`.{${BASE64_LINE}}`, "g"), "$&\n");
  return { text: block, bytes: fenced(base64.trimEnd()) };
}

/** The text with line feeds as line ends, and control bytes, which no paste carries, as \x07. */
function printable(bytes: Buffer): string {
  const text = bytes.toString("latin1").replaceAll("\r\n", "\n");
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\xa0\xad]/g, (char) => {
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}${char === "\r" ? "\n" : ""}`;
  });
}

/** Whether the text, saved as UTF-8 and read as a file, gives one frame with the same lines, fault and CRC status. */
function isReadTheSame(frame: Frame, text: string): boolean {
  const framer = new TelegramFramer();
  const [read, ...more] = [...framer.push(Buffer.from(`${text}\n`, "utf8")), ...framer.flush()];
  if (!read || more.length > 0 || read.fault !== frame.fault) return false;
  const lines = (bytes: Buffer) => bytes.toString("latin1").replaceAll("\r\n", "\n").trimEnd();
  return read.crc.status === frame.crc.status && lines(read.bytes) === lines(frame.bytes);
}

/** Puts a fence around a text that is longer than any run of backticks inside. */
function fenced(text: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}text\n${text}\n${fence}`;
}

/**
 * Describes a frame that cannot be masked by its lengths and kinds, and shows none of its bytes: the system title of an
 * encrypted frame holds the meter's serial, and who has the key could read the rest.
 */
export function frameSummary({ bytes }: Frame): string {
  const layout = bytes[0] === TAG ? layoutAt(bytes, 0) : "no";
  const size = `${bytes.length} bytes`;
  if (typeof layout === "object") {
    const maker = /^[A-Z]{3}/.exec(bytes.toString("latin1", 2, 5))?.[0];
    const cover = layout.security === AUTHENTICATED ? "encrypted and authenticated" : "encrypted only";
    return (
      `A cipher frame of ${size} (its head announces ${layout.length}): system title ${maker ? `of ${maker}` : "without a maker"}, security byte ` +
      `0x${layout.security.toString(16)} (${cover}), length form 0x${bytes.toString("hex", 10, 11)}.`
    );
  }
  const start = bytes[0] === SLASH ? "that begin with a header in clear" : "without a header";
  return `${size} ${start}, ${percentOdd(bytes)} % of them no text.`;
}

/** The share of bytes that are neither printable ASCII nor line ends, in percent. */
function percentOdd(bytes: Buffer): number {
  const odd = bytes.filter((byte) => !isPrintable(byte) && !isLineEnd(byte)).length;
  return bytes.length === 0 ? 0 : Math.round((100 * odd) / bytes.length);
}
