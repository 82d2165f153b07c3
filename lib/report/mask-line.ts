import { isNoMessage } from "../telegram/octets";
import { isUnit } from "../telegram/units";
import type { Masker } from "./masker";
import { maskText } from "./octets";
import { isMeasure, isVersion, type LineRule, type Trust } from "./rules";

/** A line that is none (`stray`), or the header, is masked by what it looks like. */
export type BodyRule = LineRule | "stray" | "header";

/** Six digits or letters may be an id. */
const RUN = /[0-9A-Za-z]{6,}/g;
/** A stray line may be a piece of a text message: its words go, too. */
const STRAY_WORD = /[0-9A-Za-z]{6,}|[A-Za-z]{3,}/g;
/** In a header the model's name stands before the serial: only digits, or long hex. */
const HEADER_SERIAL = /[0-9A-Fa-f]{16,}|\d{6,}/g;
/** Sagemcom's part number of a meter, which all of its kind send. */
const PART_NUMBER = /^253\d{6}$/;

const KNOWN: Trust = { digits: 15, register: 15, times: true };

/**
 * Bytes that a damaged telegram lost may have put an id in a number's place. A bare number of twelve digits is a time
 * only where a line has one, or a value beside it.
 */
function trustIn(rule: BodyRule, damaged: boolean, groups: number): Trust {
  if (rule === "measured" && !damaged) return KNOWN;
  const times = rule === "measured" || (rule === "unknown" && groups > 1);
  return { digits: 5, register: damaged ? 9 : 15, times };
}

/**
 * Masks what stands behind a line's code, with text wrapped over lines joined: the same length comes out, and the
 * parentheses stay where they are. In a `damaged` telegram less is taken for a measured value.
 */
export function maskBody(masker: Masker, body: string, rule: BodyRule, damaged: boolean): string {
  const groups = groupsOf(body, rule === "message");
  const trust = trustIn(rule, damaged, groups.length);
  let masked = "";
  let at = 0;
  for (const { start, end } of groups) {
    masked += maskGap(masker, body.slice(at, start), rule) + maskGroup(masker, body.slice(start, end), rule, trust);
    at = end;
  }
  return masked + maskGap(masker, body.slice(at), rule);
}

/** Where groups stand, as the parser takes them: a text message is all between the first "(" and the last ")". */
function groupsOf(body: string, isMessage: boolean): { start: number; end: number }[] {
  if (isMessage) {
    const open = body.indexOf("(");
    const close = body.lastIndexOf(")");
    return open < 0 ? [] : [{ start: open + 1, end: close > open ? close : body.length }];
  }
  const groups: { start: number; end: number }[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < body.length; at++) {
    const char = body[at];
    if (char === "(" && depth++ === 0) start = at + 1;
    if (char !== ")" || depth === 0) continue;
    if (--depth === 0) groups.push({ start, end: at });
  }
  if (depth > 0) groups.push({ start, end: body.length });
  return groups;
}

/** What stands outside of parentheses. */
function maskGap(masker: Masker, text: string, rule: BodyRule): string {
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

function maskGroup(masker: Masker, group: string, rule: BodyRule, trust: Trust): string {
  if (rule === "message") return isNoMessage(group) ? group : maskText(masker, group, "letters");
  const stays = rule === "version" ? isVersion(group) : rule !== "identifier" && isMeasure(group, trust);
  if (stays) return group;
  return trust === KNOWN && isWords(group) ? group : maskText(masker, group);
}

/** Words on a line that is known stay ("TARIFF 1"); what holds many digits or hex does not. */
function isWords(group: string): boolean {
  return !group.match(RUN)?.some((run) => /\d/.test(run));
}
