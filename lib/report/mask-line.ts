import { isUnit } from "../telegram/catalogue/units";
import { groupsIn } from "../telegram/lines/split";
import { isNoMessage } from "../telegram/objects/octets";
import { maskText } from "./mask-text";
import type { Masker } from "./masker";
import { isMeasure, isVersion, type LineRule, type Trust } from "./rules";

/** Text of no data line, and the header, are masked by what they look like. */
type Rule = LineRule | "stray" | "header";

/** The text between two offsets, and its groups as offsets in pairs. */
export interface LineText {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly groups: readonly number[];
}

/** Six digits or letters may be an id. */
const RUN = /[0-9A-Za-z]{6,}/g;
/** A stray may be a piece of a text message: its words are masked, too. */
const STRAY_WORD = /[0-9A-Za-z]{6,}|[A-Za-z]{3,}/g;
/** In a header the model's name precedes the serial: only digits, or long hex. */
const HEADER_SERIAL = /[0-9A-Fa-f]{16,}|\d{6,}/g;
/** Sagemcom's part number of a meter, which all meters of that kind send. */
const PART_NUMBER = /^253\d{6}$/;

const KNOWN: Trust = { digits: 15, register: 15, times: true };

/**
 * How far numbers on a line are trusted. If a damaged telegram lost bytes, an id may stand where a number should. A bare
 * number of twelve digits is a time only on a line that has one, or beside a value.
 */
function trustIn(rule: Rule, damaged: boolean, groupCount: number): Trust {
  if (rule === "measured" && !damaged) return KNOWN;
  const times = rule === "measured" || (rule === "unknown" && groupCount > 1);
  return { digits: 5, register: damaged ? 9 : 15, times };
}

/**
 * Masks a text: what comes out has the same length, and its parentheses stay where they are. In a `damaged` telegram
 * less is taken for a measured value.
 */
export function maskLineText(masker: Masker, text: LineText, rule: Rule, damaged: boolean): string {
  const { bytes, from, to, groups } = text;
  const trust = trustIn(rule, damaged, groups.length / 2);
  let masked = "";
  let at = from;
  for (let i = 0; i < groups.length; i += 2) {
    const [start, end] = [groups[i]!, groups[i + 1]!];
    masked += maskGap(masker, bytes.toString("latin1", at, start), rule);
    masked += maskGroup(masker, bytes.toString("latin1", start, end), rule, trust);
    at = end;
  }
  return masked + maskGap(masker, bytes.toString("latin1", at, to), rule);
}

/** Masks text of no data line in the same way. */
export function maskPlainText(masker: Masker, text: string, rule: "stray" | "header", damaged: boolean): string {
  const bytes = Buffer.from(text, "latin1");
  const { groups } = groupsIn(bytes, 0, bytes.length);
  return maskLineText(masker, { bytes, from: 0, to: bytes.length, groups }, rule, damaged);
}

/** Masks what stands outside of groups. */
function maskGap(masker: Masker, text: string, rule: Rule): string {
  switch (rule) {
    case "identifier":
    case "message":
      return maskText(masker, text);
    case "header":
      return text.replaceAll(HEADER_SERIAL, (run) => (PART_NUMBER.test(run) ? run : masker.mask(run)));
    case "stray":
      return text.replaceAll(STRAY_WORD, (run) => (isUnit(run) ? run : masker.mask(run)));
    default:
      return text.replaceAll(RUN, (run) => masker.mask(run));
  }
}

function maskGroup(masker: Masker, group: string, rule: Rule, trust: Trust): string {
  if (rule === "message") return isNoMessage(group) ? group : maskText(masker, group, "letters");
  const stays = rule === "version" ? isVersion(group) : rule !== "identifier" && isMeasure(group, trust);
  if (stays) return group;
  return trust === KNOWN && isWords(group) ? group : maskText(masker, group);
}

/** Whether a group is words, such as "TARIFF 1", which stay on a known line; many digits, or hex, are none. */
function isWords(group: string): boolean {
  return !group.match(RUN)?.some((run) => /\d/.test(run));
}
