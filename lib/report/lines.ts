import { lineStart } from "../telegram/lines";
import { parseObis, type Obis } from "../telegram/obis";

/** A stretch of a telegram's text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A line as the parser takes it, with where it stands: text that was wrapped has several stretches. */
export interface PlacedLine {
  /** Absent where the line is no data line. */
  readonly obis: Obis | undefined;
  /** What stands behind the code, or the whole line where there is none. */
  readonly stretches: Stretch[];
}

const LINE_END = /\r\n|\n|\r|$/g;

/** The header's stretch and the lines of a telegram's text, `end` being where its end line begins. Linear in the text. */
export function placeLines(text: string, end: number): { header: Stretch; lines: PlacedLine[] } {
  const [header = { start: 0, end }, ...rest] = physicalLines(text.slice(0, end));
  const lines: PlacedLine[] = [];
  let current: PlacedLine | undefined;
  let isOpen = false;
  for (const { start, end: stop } of rest) {
    const line = text.slice(start, stop);
    const data = lineStart(line);
    if (data) {
      current = { obis: parseObis(data.code), stretches: [{ start: start + data.length, end: stop }] };
      lines.push(current);
      isOpen = endsOpen(line, false);
    } else if (current && (isOpen || line.startsWith("("))) {
      current.stretches.push({ start, end: stop });
      isOpen = endsOpen(line, isOpen);
    } else {
      lines.push({ obis: undefined, stretches: [{ start, end: stop }] });
    }
  }
  return { header, lines };
}

function physicalLines(text: string): Stretch[] {
  const lines: Stretch[] = [];
  let start = 0;
  for (const match of text.matchAll(LINE_END)) {
    lines.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  return lines;
}

function endsOpen(line: string, before: boolean): boolean {
  const open = line.lastIndexOf("(");
  const close = line.lastIndexOf(")");
  return open === close ? before : open > close;
}
