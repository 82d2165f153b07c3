import type { Frame } from "../framing/frame";
import { BANG, CR, LF, NUL } from "../framing/marks";
import { TelegramForm } from "./form";
import { layOut } from "./form-bytes";
import type { FormBook } from "./form-book";
import type { Layout } from "./layout";
import type { KnownHeader, KnownTelegram, LineBook } from "./line-book";
import { plainLine, type LinePlan } from "./line-plan";
import { splitLines } from "./lines";
import { readHeader, type Header } from "./meter";
import { match, Slots, textIn } from "./pattern";
import { beginLine, unreadLine, type ReadLine } from "./read-lines";

/** A telegram's lines, those with a time still to be read. */
export interface ScannedTelegram {
  readonly header: Header;
  readonly lines: readonly ReadLine[];
  /** Those of them that may wait to be finished. */
  readonly waiting: readonly ReadLine[];
  readonly layout: Layout;
  /** Lines that are no data lines and belong to none. */
  readonly strays: readonly string[];
  /** Its form, where that is known. */
  readonly form?: TelegramForm | undefined;
}

type Closed = Pick<Frame, "bytes" | "ended">;

/** A telegram has some dozens of lines. One with more is taken apart as a text. */
const MOST_LINES = 500;

const slots = new Slots();

/**
 * Takes a telegram's lines apart. Consecutive telegrams of a meter have the same lines with other digits, so it is first
 * compared with the forms of earlier ones, then line by line with the one before it; what differs is looked up in the
 * book, or learnt. `before` is the form of the telegram before on the same line.
 */
export function scanTelegram(frame: Closed, book: LineBook, before?: TelegramForm): ScannedTelegram {
  const end = endOfLines(frame);
  const form = book.forms.find(frame.bytes, end, before);
  if (form) {
    form.begin();
    return form;
  }
  const scanned = scanLines(frame.bytes, end, book) ?? scanText(frame, book);
  if (scanned.form) book.forms.follow(before, scanned.form);
  return scanned;
}

/** Where the data lines end: at the "!". */
function endOfLines({ bytes, ended }: Closed): number {
  let bang = ended ? bytes.length - 1 : -1;
  while (bang >= 0 && bytes[bang] !== BANG) bang--;
  return bang < 0 ? bytes.length : bang;
}

/** Undefined where a line is not one by itself: broken off, wrapped, or no data line. */
function scanLines(bytes: Buffer, end: number, book: LineBook): ScannedTelegram | undefined {
  const header = book.header(bytes, end);
  if (!header) return undefined;
  const text = textIn(bytes);
  const lines: ReadLine[] = [];
  let expected: KnownTelegram | undefined = header.telegrams[0];
  let next = 0;
  for (let at = header.bytes.length; at < end; next++) {
    let plan = expected?.lines[next];
    let to = plan ? match(plan.pattern, text, at, slots) : -1;
    if (!plan || to < 0 || !endsLine(bytes, to, end)) {
      const found = book.find(text, at, end, slots);
      if (!found || lines.length >= MOST_LINES) return undefined;
      // Another meter's id: goes on with what stood in its last telegram.
      expected = found.telegram ?? expected;
      if (found.telegram || plan?.code !== found.plan.code) next = placeIn(expected, found.plan, next);
      ({ plan, to } = found);
    }
    const line = unreadLine(plan, bytes, at, to, slots.timeAt);
    beginLine(line, slots);
    lines.push(line);
    at = to;
  }
  const known = knownWith(lines, expected, header) ?? newTelegram(lines, expected, book);
  const form = known.end === end ? formOf(header, bytes, lines, known, book.forms) : undefined;
  known.end = end;
  book.keep(header, known);
  return { header, lines, waiting: lines, layout: known.layout, strays: [], form };
}

/** The telegram before that had the same lines. */
function knownWith(
  lines: readonly ReadLine[],
  expected: KnownTelegram | undefined,
  { telegrams }: KnownHeader,
): KnownTelegram | undefined {
  if (expected && hasLines(lines, expected.lines)) return expected;
  return telegrams.find((telegram) => hasLines(lines, telegram.lines));
}

function newTelegram(lines: readonly ReadLine[], expected: KnownTelegram | undefined, book: LineBook): KnownTelegram {
  const plans = lines.map(({ line }) => line);
  const layout = expected && hasLayout(lines, expected.layout) ? expected.layout : book.layout(plans);
  return { lines: plans, layout, end: -1 };
}

/** The form of a telegram that has the lines and the length of the one before: the next of its meter will have it, too. */
function formOf(
  header: Header,
  bytes: Buffer,
  lines: readonly ReadLine[],
  known: KnownTelegram,
  forms: FormBook,
): TelegramForm | undefined {
  const found = forms.of(known, known.end);
  if (found || !forms.wants(known) || bytes.includes(NUL) || !layOut(bytes, known.end)) return found;
  const starts = lines.map(({ at }) => at);
  const form = new TelegramForm(header, known, starts);
  forms.keep(form);
  return form;
}

function hasLines(lines: readonly ReadLine[], known: readonly LinePlan[]): boolean {
  return lines.length === known.length && lines.every(({ line }, index) => line === known[index]);
}

/** What was learnt of a telegram's last line, without a line end, must not match the beginning of a line. */
function endsLine(bytes: Buffer, to: number, end: number): boolean {
  return to === end || (to < end && (bytes[to - 1] === LF || bytes[to - 1] === CR));
}

/** Where a line stands in the telegram that is expected; before the next one where it is a new one there. */
function placeIn(expected: KnownTelegram | undefined, plan: LinePlan, next: number): number {
  const known = expected ? expected.lines.indexOf(plan) : -1;
  return known < 0 ? next - 1 : known;
}

function hasLayout(lines: readonly ReadLine[], { codes }: Layout): boolean {
  if (lines.length !== codes.length) return false;
  for (let i = 0; i < codes.length; i++) if (lines[i]!.line.code !== codes[i]) return false;
  return true;
}

/** Takes a telegram apart as a text: every line is read anew, wrapped and broken ones too. */
export function scanText({ bytes, ended }: Closed, book: LineBook): ScannedTelegram {
  const { header, lines, strays } = splitLines(bytes.toString("latin1"), ended);
  const plans = lines.map(plainLine);
  const read = plans.map((plan) => unreadLine(plan, bytes, 0, 0, 0));
  return { header: readHeader(header), lines: read, waiting: read, layout: book.layout(plans), strays };
}
