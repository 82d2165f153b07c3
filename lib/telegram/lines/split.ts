import { BANG, CLOSING, CR, LF, OPENING, SLASH } from "../../framing/bytes";
import type { Frame } from "../../framing/frame";
import { type Code, codeAt, IMPOSSIBLE } from "./codes";

/**
 * A data line: an OBIS code and groups in parentheses (DSMR 5.0.2, 6.4; IEC 62056-21, 6.5). It may go on over several
 * lines of text, its parts: a value that is wrapped inside its parentheses, or the second line of a DSMR 2.2 reading.
 */
export interface DataLine {
  readonly code: Code;
  /** Holds the groups: the frame's bytes, or for several parts a copy of them without the line ends in between. */
  readonly bytes: Buffer;
  /** Offsets into `bytes` in pairs: the start and the end of what stands between two parentheses. */
  readonly groups: readonly number[];
  /** False if the last parenthesis was never closed: the value may have lost its end. */
  readonly whole: boolean;
  /** Offsets into the frame's bytes in pairs: the start and the end of each part, without its line end. */
  readonly parts: readonly number[];
}

/** A telegram's lines. */
export interface TelegramLines {
  /** The frame's bytes. */
  readonly bytes: Buffer;
  /** The identification line without its "/". */
  readonly header: string;
  readonly lines: readonly DataLine[];
  /** The text of lines that are no data lines and belong to none. */
  readonly strays: readonly string[];
  /** The parts (see `DataLine`) of all lines that are no data lines: strays, blank lines, lines with an impossible code. */
  readonly others: readonly (readonly number[])[];
}

/** Lines of text read of one telegram. */
const MOST_LINES = 2000;

/**
 * Splits a frame into its header and its data lines, in one pass over its bytes. A line that starts with an OBIS code
 * begins a data line, whatever was left open before. A line that starts with "(" belongs to the data line before it,
 * as does text while a parenthesis is open. A data line with an impossible code is dropped. Reads at most `mostLines`
 * lines of text.
 */
export function splitLines(
  { bytes, ended }: Pick<Frame, "bytes" | "ended">,
  mostLines: number = MOST_LINES,
): TelegramLines {
  const end = ended ? endLineStart(bytes) : bytes.length;
  const headerEnd = lineEnd(bytes, 0, end);
  const header = bytes.toString("latin1", bytes[0] === SLASH ? 1 : 0, headerEnd);
  const found: DataLine[] = [];
  const strays: string[] = [];
  const others: (readonly number[])[] = [];
  // The parts of the last data line, once it has more than one.
  let parts: number[] | undefined;
  let isUnclosed = false;
  let to = headerEnd;
  for (let count = 1; to < end && count < mostLines; count++) {
    const from = nextLine(bytes, to, end);
    const open = groupStart(bytes, from, end);
    const code = codeAt(bytes, from, open);
    if (code) {
      joinLast(found, parts);
      parts = undefined;
      const line = lineAt(bytes, code, from, open, end);
      to = line.parts[1]!;
      isUnclosed = endsUnclosed(bytes, open, to, false);
      found.push(line);
      continue;
    }
    to = lineEnd(bytes, open, end);
    const last = found.at(-1);
    if (last && (isUnclosed || (open === from && open < to))) {
      parts ??= [...last.parts];
      parts.push(from, to);
      isUnclosed = endsUnclosed(bytes, from, to, isUnclosed);
    } else {
      others.push([from, to]);
      const text = bytes.toString("latin1", from, to);
      if (text.trim().replaceAll("\0", "") !== "") strays.push(text);
    }
  }
  joinLast(found, parts);
  const isDropped = (line: DataLine) => line.code === IMPOSSIBLE;
  if (!found.some(isDropped)) return { bytes, header, lines: found, strays, others };
  for (const line of found.filter(isDropped)) others.push(line.parts);
  return { bytes, header, lines: found.filter((line) => !isDropped(line)), strays, others };
}

/** The text of a line as it stood in the telegram, its parts joined by line feeds. */
export function rawText(bytes: Buffer, { parts }: DataLine): string {
  let text = bytes.toString("latin1", parts[0], parts[1]);
  for (let i = 2; i < parts.length; i += 2) text += `\n${bytes.toString("latin1", parts[i], parts[i + 1])}`;
  return text;
}

/** How many groups a line has. */
export function groupCount({ groups }: DataLine): number {
  return groups.length / 2;
}

/** The text of a group without the blanks around it; empty if the line has no such group. */
export function groupText({ bytes, groups }: DataLine, index: number): string {
  return 2 * index < groups.length ? bytes.toString("latin1", groups[2 * index], groups[2 * index + 1]).trim() : "";
}

/** The texts of all groups. */
export function groupTexts(line: DataLine): string[] {
  const texts: string[] = [];
  for (let index = 0; index < groupCount(line); index++) texts.push(groupText(line, index));
  return texts;
}

function endLineStart(bytes: Buffer): number {
  const bang = bytes.lastIndexOf(BANG);
  return bang < 0 ? bytes.length : bang;
}

function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  let to = from;
  while (to < end && bytes[to] !== LF && bytes[to] !== CR) to++;
  return to;
}

/** The start of the line after the line end at `at`: CR LF, LF or CR. */
function nextLine(bytes: Uint8Array, at: number, end: number): number {
  return bytes[at] === CR && at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1;
}

/** Whether the last parenthesis of a text is an opening one; `before` says so of the text before it. */
function endsUnclosed(bytes: Uint8Array, from: number, to: number, before: boolean): boolean {
  for (let at = to - 1; at >= from; at--) {
    if (bytes[at] === CLOSING) return false;
    if (bytes[at] === OPENING) return true;
  }
  return before;
}

/** The offset of the first "(" of a line, or of its end. */
function groupStart(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== OPENING && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
}

/** The data line that starts at `from`. `open` is the offset of its first "(", or of its end. */
function lineAt(bytes: Buffer, code: Code, from: number, open: number, end: number): DataLine {
  const { groups, whole, to } = groupsIn(bytes, open, end);
  const parts = [from, to];
  if (code.kind === "message") return { code, bytes, ...messageGroup(bytes, open, to), parts };
  return { code, bytes, groups, whole, parts };
}

/** Joins the last data line if it has several parts. */
function joinLast(lines: DataLine[], parts: readonly number[] | undefined): void {
  const last = lines.at(-1);
  if (!last || !parts) return;
  const pieces: Buffer[] = [];
  for (let i = 0; i < parts.length; i += 2) pieces.push(last.bytes.subarray(parts[i], parts[i + 1]));
  const bytes = Buffer.concat(pieces);
  const { code, groups, whole } = lineAt(bytes, last.code, 0, 0, bytes.length);
  lines[lines.length - 1] = { code, bytes, groups, whole, parts };
}

/** The groups of a line of text, and the offset of the line's end. */
interface LineGroups extends Pick<DataLine, "groups" | "whole"> {
  readonly to: number;
}

/**
 * The groups from an offset to the end of its line, at most to `end`. Parentheses inside a group belong to it. What stands
 * between groups is skipped.
 */
export function groupsIn(bytes: Uint8Array, from: number, end: number): LineGroups {
  const groups: number[] = [];
  let depth = 0;
  let start = from;
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === CR || byte === LF) break;
    if (byte === OPENING) {
      if (depth === 0) start = at + 1;
      depth++;
    } else if (byte === CLOSING && depth > 0) {
      depth--;
      if (depth === 0) groups.push(start, at);
    }
  }
  if (depth > 0) groups.push(start, at);
  return { groups, whole: depth === 0 && groups.length > 0, to: at };
}

/** A text message is one group, from the first "(" to the last ")": its text may hold parentheses. */
function messageGroup(bytes: Buffer, from: number, to: number): Pick<DataLine, "groups" | "whole"> {
  const text = bytes.subarray(from, to);
  const open = text.indexOf(OPENING);
  const close = text.lastIndexOf(CLOSING);
  if (open < 0) return { groups: [], whole: false };
  const whole = close > open;
  return { groups: [from + open + 1, whole ? from + close : to], whole };
}
