import { isText, NUL, obisCodeEnd, SPACE, TAB } from "../../framing/bytes";
import { fieldByObis } from "../catalogue/catalogue";
import type { Field } from "../catalogue/field";
import { obisText, parseObis, type Obis } from "../catalogue/obis";

/** How the groups of a line are read. The code alone decides it. */
export type LineKind =
  "clock" | "failures" | "peaks" | "profile" | "octets" | "message" | "reading" | "number" | "value";

/** An OBIS code and what follows from it. */
export interface Code {
  readonly obis: Obis;
  /** The code in its one spelling, "1-0:1.8.1" or "1-0:1.8.1*1": a key of `objects`. */
  readonly text: string;
  readonly kind: LineKind;
  /** The catalogue's field; undefined if the code has no name. */
  readonly field: Field | undefined;
}

/** Stands for a code with one of A to E above 255. */
export const IMPOSSIBLE: Code = { obis: { a: 0, b: 0, c: 0, d: 0, e: 0 }, text: "", kind: "value", field: undefined };

/** Codes of the telegram's own time, the preferred one first. */
export const CLOCK_CODES: readonly string[] = ["0-0:1.0.0", "0-0:1.1.0"];

/** A code as it was printed: all that stands before the first parenthesis of a line. */
interface Spelling {
  readonly printed: string;
  readonly code: Code;
}

/** Spellings seen so far by their hash, so that each line of a telegram does not make its own code. No meter has as many. */
const spellings = new Map<number, Spelling>();
const MOST_SPELLINGS = 5000;
const LONGEST_SPELLING = 24;

/**
 * The OBIS code that a line starts with; undefined if it starts with none, `IMPOSSIBLE` if one of A to E is above 255.
 * `from` is the offset of the line's start, `to` that of its first parenthesis or its end. Blanks and NUL bytes may precede
 * the code.
 */
export function codeAt(bytes: Buffer, from: number, to: number): Code | undefined {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
  const known = spellings.get(hash);
  if (known && isText(bytes, from, to, known.printed)) return known.code;
  const end = codeEnd(bytes, from, to);
  if (end < 0) return undefined;
  const code = codeBefore(bytes, from, end);
  if (!known && spellings.size < MOST_SPELLINGS && to - from <= LONGEST_SPELLING) {
    spellings.set(hash, { printed: bytes.toString("latin1", from, to), code });
  }
  return code;
}

/**
 * Returns the offset behind the OBIS code that a line starts with, or -1 if it starts with none. `from` and `to` are
 * offsets of the line's start and end. Blanks and NUL bytes may precede the code.
 */
export function codeEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlankOrNul(bytes[at]!)) at++;
  return obisCodeEnd(bytes, at, to);
}

/** The code before the offset `end`, which `codeEnd` returned; `IMPOSSIBLE` if one of A to E is above 255. */
function codeBefore(bytes: Buffer, from: number, end: number): Code {
  const obis = parseObis(bytes.toString("latin1", from, end).replaceAll("\0", "").trim());
  if (!obis) return IMPOSSIBLE;
  return { obis, text: obisText(obis), kind: kindOf(obis), field: fieldByObis(obis) };
}

function isBlankOrNul(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === NUL;
}

/** The kind of a line (DSMR 5.0.2, 6.12; e-MUCS-P1, 5.2). */
function kindOf(obis: Obis): LineKind {
  const { a, b, c, d, e } = obis;
  if (a === 0 && b > 0 && c === 24) return mbusKind(d);
  if (CLOCK_CODES.includes(obisText({ a, b, c, d, e }))) return "clock";
  if (c === 99 && d === 97) return "failures";
  if (c === 98 && d === 1) return "peaks";
  if (c === 42 && d === 0) return "octets";
  if (c === 96 && d === 1) return "octets";
  if (c === 96 && d === 13) return "message";
  if (c === 96 && d === 3 && e === 10) return "number";
  if (a === 1 && d === 6) return "reading";
  return "value";
}

function mbusKind(d: number): LineKind {
  if (d === 1 || d === 4) return "number";
  return d === 3 ? "profile" : "reading";
}
