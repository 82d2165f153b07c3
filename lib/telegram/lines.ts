import { obisText, parseObis, type Obis } from "./obis";

/** What a line is about. */
export interface LineCode {
  readonly obis: Obis;
  /** The code in its one spelling. */
  readonly code: string;
}

/** A data line: its code and the texts in its parentheses (DSMR 5.0.2, 6.4; IEC 62056-21, 6.5). */
export interface DataLine extends LineCode {
  readonly groups: readonly string[];
  /** False where the last parenthesis was never closed: the value may have lost its end. */
  readonly whole: boolean;
  /** The line as it stood, wrapped parts joined by a line feed. */
  readonly raw: string;
}

/** A telegram's text taken apart. */
export interface TelegramLines {
  /** The identification line without its "/". */
  readonly header: string;
  readonly lines: readonly DataLine[];
  /** Lines that are no data lines and belong to none. */
  readonly strays: readonly string[];
}

const START = /^[ \t\0]*(\d{1,3}-\d{1,3}[:.]\d{1,3}[.:]\d{1,3}[.:]\d{1,3}(?:[*.]\d{1,3})?)[ \t]*/;
const LINE_END = /\r\n|\n|\r/;
const MOST_LINES = 2000;

/**
 * Splits a telegram (latin1 text from "/" on; the end line may be there) into header and data lines. A line that
 * starts with an OBIS code begins a new one, whatever was left open; a line that starts with "(" goes on with the one
 * before (the second line of a DSMR 2.2 gas reading), as does text wrapped inside its parentheses.
 */
export function splitLines(text: string, ended: boolean): TelegramLines {
  const [head = "", ...rest] = withoutEndLine(text, ended).split(LINE_END, MOST_LINES);
  const raws: { code: string; body: string; raw: string }[] = [];
  const strays: string[] = [];
  for (const line of rest) {
    const start = lineStart(line);
    const last = raws.at(-1);
    if (start) {
      raws.push({ code: start.code, body: line.slice(start.length), raw: line });
    } else if (last && (line.startsWith("(") || isOpen(last.body))) {
      last.raw += `\n${line}`;
      last.body += line;
    } else if (line.trim().replaceAll("\0", "") !== "") {
      strays.push(line);
    }
  }
  return { header: head.replace(/^\//, ""), lines: raws.map(dataLine).filter((line) => line !== undefined), strays };
}

/** The code that a data line starts with, as printed, and how long that is with the blanks around it; undefined for others. */
export function lineStart(line: string): { code: string; length: number } | undefined {
  const match = START.exec(line);
  return match ? { code: match[1]!, length: match[0].length } : undefined;
}

/** Reads a data line, which may go on in further lines; undefined where the text is not one data line alone. */
export function readDataLine(text: string): DataLine | undefined {
  const { lines, strays } = splitLines(`/\n${text}`, false);
  return lines.length === 1 && strays.length === 0 ? lines[0] : undefined;
}

function withoutEndLine(text: string, ended: boolean): string {
  const bang = ended ? text.lastIndexOf("!") : -1;
  return bang < 0 ? text : text.slice(0, bang);
}

function isOpen(body: string): boolean {
  return body.lastIndexOf("(") > body.lastIndexOf(")");
}

function dataLine({ code, body, raw }: { code: string; body: string; raw: string }): DataLine | undefined {
  const obis = parseObis(code);
  if (!obis) return undefined;
  const { groups, whole } = obis.c === 96 && obis.d === 13 ? textGroup(body) : valueGroups(body);
  return { obis, code: obisText(obis), groups, whole, raw };
}

/** A text message is one group: what stands between the first "(" and the last ")", parentheses and all. */
function textGroup(body: string): { groups: string[]; whole: boolean } {
  const open = body.indexOf("(");
  const close = body.lastIndexOf(")");
  if (open < 0) return { groups: [], whole: false };
  return close > open
    ? { groups: [body.slice(open + 1, close)], whole: true }
    : { groups: [body.slice(open + 1)], whole: false };
}

/** The groups of a line; parentheses inside a group belong to it. What stands between groups is passed over. */
function valueGroups(body: string): { groups: string[]; whole: boolean } {
  const groups: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < body.length; i++) {
    const char = body[i];
    if (char === "(") {
      if (depth === 0) start = i + 1;
      depth++;
    } else if (char === ")" && depth > 0) {
      depth--;
      if (depth === 0) groups.push(body.slice(start, i));
    }
  }
  if (depth > 0) groups.push(body.slice(start));
  return { groups, whole: depth === 0 && groups.length > 0 };
}
