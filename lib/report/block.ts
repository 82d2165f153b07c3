import { TelegramFramer } from "../framing/framer";
import type { Frame } from "../framing/frame";

/** A telegram for a report: as text, and where text would not carry it whole, its bytes. */
export interface TelegramBlock {
  /** Markdown: a fenced block with line feeds. */
  readonly text: string;
  /** Markdown: a fenced block of base64; absent where a pasted copy of the text is read the same. */
  readonly bytes?: string;
}

/** Characters of base64 in a line. */
const LINE = 76;

/** Shows a masked telegram so that a pasted copy can be replayed. */
export function telegramBlock(frame: Frame): TelegramBlock {
  const text = shown(frame.bytes);
  const block = fenced(text);
  if (isReadTheSame(frame, text)) return { text: block };
  const base64 = frame.bytes.toString("base64").replaceAll(new RegExp(`.{${LINE}}`, "g"), "$&\n");
  return { text: block, bytes: fenced(base64.trimEnd()) };
}

/** Line ends as line feeds; control bytes, which no paste carries, as \x07. */
function shown(bytes: Buffer): string {
  const text = bytes.toString("latin1").replaceAll("\r\n", "\n");
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\xa0\xad]/g, (char) => {
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}${char === "\r" ? "\n" : ""}`;
  });
}

/** Whether the text, saved as UTF-8 and read as a file, gives the same verdict on the same lines. */
function isReadTheSame(frame: Frame, text: string): boolean {
  const framer = new TelegramFramer();
  const [read, ...more] = [...framer.push(Buffer.from(`${text}\n`, "utf8")), ...framer.flush()];
  if (!read || more.length > 0 || read.fault !== frame.fault) return false;
  const lines = (bytes: Buffer) => bytes.toString("latin1").replaceAll("\r\n", "\n").trimEnd();
  return read.crc.status === frame.crc.status && lines(read.bytes) === lines(frame.bytes);
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}text\n${text}\n${fence}`;
}
