import { CR, LF } from "../framing/marks";
import { FormBook } from "./form-book";
import { layoutOf, type Layout } from "./layout";
import { learnLine } from "./learn-line";
import type { LinePlan } from "./line-plan";
import { readDataLine } from "./lines";
import { readHeader, type Header } from "./meter";
import { match, type Slots, type Text } from "./pattern";
import { MeterZone } from "./zone";

/** Bounds, so that a line full of garbage cannot fill the memory: beyond them what was learnt is forgotten. */
const MOST_CODES = 500;
const MOST_FORMS = 4;
const MOST_TEXTS = 3000;
const MOST_CHARACTERS = 200_000;
const MOST_HEADERS = 100;
const MOST_LAYOUTS = 100;
const MOST_OF_A_HEADER = 8;
const MOST_TELEGRAMS = 100;
/** A telegram is kept with so many lines, and so many characters in those without slots: twice those of a text message. */
const MOST_LINES_KEPT = 200;
const MOST_CHARACTERS_KEPT = 4096;
const LONGEST_HEADER = 256;

/** The lines of a telegram that was read, and what follows from their codes. */
export interface KnownTelegram {
  readonly lines: readonly LinePlan[];
  readonly layout: Layout;
  /** Where the lines of the last one ended. */
  end: number;
}

/** A header, and the last telegrams that had it, each with other lines; the latest first. */
export interface KnownHeader extends Header {
  /** From "/" to the first data line. */
  readonly bytes: Uint8Array;
  readonly telegrams: KnownTelegram[];
}

/** A line that was found, where it ends, and the last telegram of the meter whose id it is. */
export interface FoundLine {
  readonly plan: LinePlan;
  readonly to: number;
  readonly telegram: KnownTelegram | undefined;
}

const [OPEN, CLOSE] = [0x28, 0x29];

/**
 * What was learnt of lines and their order, from all telegrams of a zone: how a line is read follows from its text and
 * the zone, so that readers can share it, and one that is used once finds it ready.
 */
export class LineBook {
  readonly zone: MeterZone;
  readonly forms = new FormBook();
  /** Lines with slots by the text before their first parenthesis, others by their whole text. */
  readonly #bySlots = new Map<string, LinePlan[]>();
  readonly #byText = new Map<string, LinePlan>();
  /** By lines with an id, the last telegram that had them. */
  readonly #byId = new WeakMap<LinePlan, KnownTelegram>();
  readonly #headers = new Map<string, KnownHeader>();
  readonly #layouts = new Map<string, Layout>();
  #characters = 0;
  /** How many telegrams were kept since headers were forgotten. */
  #telegrams = 0;
  #latest: KnownHeader | undefined;

  constructor(zone: MeterZone) {
    this.zone = zone;
  }

  /** The header that `bytes` begin with; undefined where it is none that is worth knowing. */
  header(bytes: Buffer, end: number): KnownHeader | undefined {
    if (this.#latest && startsWith(bytes, this.#latest.bytes) && !isLineEnd(bytes[this.#latest.bytes.length])) {
      return this.#latest;
    }
    const to = afterLine(bytes, 0, end);
    if (to > LONGEST_HEADER) return undefined;
    const text = bytes.toString("latin1", 0, to);
    let known = this.#headers.get(text);
    if (!known) {
      const { header, manufacturer, model } = readHeader(text);
      known = { header, manufacturer, model, bytes: new Uint8Array(bytes.subarray(0, to)), telegrams: [] };
      if (this.#headers.size >= MOST_HEADERS) this.#forgetHeaders();
      this.#headers.set(text, known);
    }
    this.#latest = known;
    return known;
  }

  /** The line at `at`, learnt where it is new; undefined where it is no data line by itself. */
  find(text: Text, at: number, end: number, slots: Slots): FoundLine | undefined {
    const { bytes } = text;
    let to = afterLine(bytes, at, end);
    const open = bytes.indexOf(OPEN, at);
    if (open < 0 || open > to) return undefined;
    // The second line of a reading of DSMR 2.2, or text that is wrapped inside its parentheses.
    while (to < end && (bytes[to] === OPEN || isOpen(bytes, at, to))) to = afterLine(bytes, to, end);
    const code = bytes.toString("latin1", at, open);
    const forms = this.#bySlots.get(code) ?? [];
    const form = forms.find(({ pattern }) => match(pattern, text, at, slots) === to);
    if (form) return { plan: form, to, telegram: undefined };
    const raw = bytes.toString("latin1", at, to);
    const plan = this.#byText.get(raw) ?? this.#learn(raw, code);
    if (!plan) return undefined;
    if (plan.slots) match(plan.pattern, text, at, slots);
    return { plan, to, telegram: this.#byId.get(plan) };
  }

  #learn(raw: string, code: string): LinePlan | undefined {
    const line = readDataLine(raw);
    if (!line?.whole) return undefined;
    const plan = learnLine(line, raw, this.zone);
    if (plan.slots) {
      forgetAt(this.#bySlots, MOST_CODES);
      this.#bySlots.set(code, [plan, ...(this.#bySlots.get(code) ?? [])].slice(0, MOST_FORMS));
    } else if (plan.remembered) {
      this.#characters += raw.length;
      if (this.#characters > MOST_CHARACTERS || this.#byText.size >= MOST_TEXTS) {
        this.#byText.clear();
        this.#characters = raw.length;
      }
      this.#byText.set(raw, plan);
    }
    return plan;
  }

  /** Keeps a telegram's lines, by its header and the ids in it: the next of its meter will have them too. */
  keep(header: KnownHeader, telegram: KnownTelegram): void {
    const { telegrams } = header;
    const { lines } = telegram;
    if (telegrams[0] === telegram || !isWorthKeeping(lines)) return;
    const place = telegrams.indexOf(telegram);
    if (place >= 0) telegrams.splice(place, 1);
    else if (this.#telegrams++ >= MOST_TELEGRAMS) this.#forgetHeaders();
    telegrams.unshift(telegram);
    telegrams.splice(MOST_OF_A_HEADER);
    for (const line of lines) if (line.kind === "octets") this.#byId.set(line, telegram);
  }

  #forgetHeaders(): void {
    this.#headers.clear();
    this.#latest = undefined;
    this.#telegrams = 0;
  }

  /** The layout of lines with these codes. */
  layout(lines: readonly LinePlan[]): Layout {
    if (lines.length > MOST_LINES_KEPT) return layoutOf(lines);
    const key = lines.map(({ code }) => code).join(" ");
    let layout = this.#layouts.get(key);
    if (!layout) {
      layout = layoutOf(lines);
      forgetAt(this.#layouts, MOST_LAYOUTS);
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}

const books = new Map<string, LineBook>();
const MOST_BOOKS = 50;

/** The book of a zone. Throws a RangeError where the zone is not known. */
export function lineBook(zone: string): LineBook {
  let book = books.get(zone);
  if (!book) {
    book = new LineBook(new MeterZone(zone));
    if (books.size < MOST_BOOKS) books.set(zone, book);
  }
  return book;
}

function isWorthKeeping(lines: readonly LinePlan[]): boolean {
  let characters = 0;
  for (const { text } of lines) characters += text?.raw.length ?? 0;
  return lines.length <= MOST_LINES_KEPT && characters <= MOST_CHARACTERS_KEPT;
}

function forgetAt(map: Map<string, unknown>, most: number): void {
  if (map.size >= most) map.clear();
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false;
  return true;
}

/** Whether the last parenthesis from `at` to before `to` is an opening one. */
function isOpen(bytes: Buffer, at: number, to: number): boolean {
  let i = to - 1;
  while (i > at && bytes[i] !== OPEN && bytes[i] !== CLOSE) i--;
  return bytes[i] === OPEN;
}

/** Where the line at `at` ends: behind its line ends, blank lines too. */
function afterLine(bytes: Buffer, at: number, end: number): number {
  let to = at;
  while (to < end && !isLineEnd(bytes[to])) to++;
  while (to < end && isLineEnd(bytes[to])) to++;
  return to;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}
