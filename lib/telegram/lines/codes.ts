import { obisCodeEnd } from "../../framing/bytes";
import { fieldByObis } from "../catalogue/catalogue";
import type { Field } from "../catalogue/field";
import { obisText, type Obis } from "../catalogue/obis";

/** How the groups of a line are read. The code alone decides it. */
export type LineKind =
  "clock" | "failures" | "peaks" | "profile" | "octets" | "message" | "reading" | "number" | "value";

/** An OBIS code and what follows from it. Equal codes are nearly always the same object, see `codeBefore`. */
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

const [NUL, TAB, SPACE, ZERO, NINE] = [0x00, 0x09, 0x20, 0x30, 0x39];

/** Codes seen so far by their key, so that each line of a telegram does not make its own. No meter has as many. */
const codes = new Map<number, Code>();
const MOST_CODES = 5000;

/** A to E; F may be left out. */
const PARTS = 5;
const LARGEST_PART = 255;
/** Stands for F if it is absent or 255. F has three digits at most. */
const NO_F = 1000;

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
export function codeBefore(bytes: Uint8Array, from: number, end: number): Code {
  let key = 0;
  let part = 0;
  let count = 1;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) {
      part = part * 10 + byte - ZERO;
    } else if (!isBlankOrNul(byte)) {
      if (part > LARGEST_PART) return IMPOSSIBLE;
      key = key * 256 + part;
      part = 0;
      count++;
    }
  }
  if (count > PARTS) return codeOf(key, part === LARGEST_PART ? NO_F : part);
  return part > LARGEST_PART ? IMPOSSIBLE : codeOf(key * 256 + part, NO_F);
}

/** The code of a key, A to E as the bytes of a number, and F. */
function codeOf(key: number, f: number): Code {
  const known = codes.get(key * 1024 + f);
  if (known) return known;
  const byte = (index: number) => Math.floor(key / 256 ** (PARTS - 1 - index)) % 256;
  const parts = { a: byte(0), b: byte(1), c: byte(2), d: byte(3), e: byte(4) };
  const obis: Obis = f === NO_F ? parts : { ...parts, f };
  const code = { obis, text: obisText(obis), kind: kindOf(obis), field: fieldByObis(obis) };
  if (codes.size < MOST_CODES) codes.set(key * 1024 + f, code);
  return code;
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
