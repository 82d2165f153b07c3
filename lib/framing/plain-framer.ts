import { TAG } from "./cipher-layout";
import { copyOf, laid, sealedCopy } from "./copy";
import { wordsFor } from "./crc";
import { isText, LONGEST_END_LINE, readEndLine, type EndLine } from "./end-line";
import { sealedFrame, type Crc, type Frame } from "./frame";
import { cutFrame, encipheredOrNone, tooLongFrame, unprovenFrame } from "./faulty";
import { MarkSearch } from "./mark-search";
import { BANG, FEW, hasObisLine, isFiller, isHeaderMark, isLineStart, MAX_TELEGRAM, mayHoldMark, SLASH } from "./marks";
import {
  innerStarts,
  isAfterParenthesis,
  isHeaderLine,
  lastParenthesis,
  OPENING,
  placesBehind,
  type InnerStart,
} from "./starts";
import { judge } from "./verdict";
import { wholeFrame, type WholeFrame } from "./whole";

/** The buffer holds so many bytes at first, most telegrams; it grows up to the longest. */
const MOST_TELEGRAMS = 2048;
/** Longer pieces mostly hold an end line or a header. */
const MOST_INSIDE = 256;
const NO_STARTS: readonly InnerStart[] = [];
const NOTHING = Buffer.alloc(0);

/**
 * Frames of plain telegrams. Between frames it seeks a "/"; inside one it collects bytes until the end line, the next
 * header or the size cap. A "/" in mid-line begins a tentative frame, which counts only with a matching CRC.
 */
export class PlainFramer {
  /** Bytes that belonged to no frame. */
  noise = 0;

  readonly #marks = new MarkSearch();
  /** The frame's bytes, and the same in fours. */
  #buffer: Buffer;
  #words: Int32Array;
  /** Its first bytes, as many as the telegram before had: a view costs as much as the copy that is made of it. */
  #first: Buffer = NOTHING;
  /** Bytes of the frame being collected; 0 between frames. */
  #length = 0;
  /** How far the frame has been searched for its end. */
  #scanned = 0;
  #tentative = false;
  /** Whether the frame holds an OBIS line, and how far it has been searched for one. */
  #hasObisLine = false;
  #obisTo = 0;
  /** Whether the last parenthesis is an opening one, and how far the frame has been searched for them. */
  #open = false;
  #openTo = 0;
  /** Between frames: whether the next byte begins a line, and whether a frame has just ended. */
  #lineStart = true;
  #justEnded = false;

  constructor() {
    ({ bytes: this.#buffer, words: this.#words } = wordsFor(MOST_TELEGRAMS));
  }

  /** Takes bytes and appends the frames they complete to `out`. */
  push(bytes: Uint8Array, out: Frame[]): void {
    this.#read(bytes, this.#marks, out);
  }

  /** Takes bytes inside a frame at once, where none can end it or begin a cipher frame; says whether it did. */
  takeInside(bytes: Uint8Array): boolean {
    const length = this.#length;
    const to = length + bytes.length;
    const buffer = this.#buffer;
    const fits = to <= buffer.length && to <= MAX_TELEGRAM;
    if (bytes.length > MOST_INSIDE || length < 4 || this.#scanned < length || !fits) return false;
    if (bytes.length <= FEW) {
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i]!;
        if (byte === SLASH || byte === BANG || byte === TAG) return false;
        buffer[length + i] = byte;
      }
    } else {
      buffer.set(bytes, length);
      if (mayHoldMark(this.#words, length, to)) return false;
    }
    this.#length = to;
    this.#scanned = to;
    return true;
  }

  /** No more bytes will follow: judges what was begun ("end"), or gives it up as cut. */
  finish(out: Frame[], how: "end" | "cut"): void {
    const length = this.#length;
    const next = how === "end" && length > 0 ? this.#scan(out, true) : undefined;
    if (next !== undefined) {
      this.#again(next, length, out);
      this.finish(out, how);
      return;
    }
    if (this.#length > 0) {
      if (how === "end") this.#closeWithoutEnd(this.#length, out);
      else this.#giveUp(this.#length, out);
    }
    this.#length = 0;
    this.#lineStart = true;
    this.#justEnded = false;
  }

  #read(bytes: Uint8Array, marks: MarkSearch, out: Frame[]): void {
    marks.begin(bytes);
    let at = 0;
    while (at < bytes.length) {
      at = this.#length === 0 ? this.#seek(bytes, at, marks, out) : this.#collect(bytes, at, marks, out);
    }
    marks.release();
  }

  /** Skips to the next "/" that may begin a frame; gives where to go on in `bytes`. */
  #seek(bytes: Uint8Array, from: number, marks: MarkSearch, out: Frame[]): number {
    let at = from;
    if (this.#justEnded) {
      while (at < bytes.length && isFiller(bytes[at]!)) at++;
      if (at === bytes.length) return at;
      this.#justEnded = false;
    }
    const slash = marks.slash(at);
    this.noise += slash - at;
    const lineStart = isLineStart(bytes, slash, at, this.#lineStart);
    this.#lineStart = lineStart;
    if (slash === bytes.length) return slash;
    if (!lineStart && slash + 3 < bytes.length && !isHeaderMark(bytes, slash)) {
      this.noise++;
      return slash + 1;
    }
    const whole = lineStart ? this.#whole(bytes, slash, marks) : undefined;
    if (whole) {
      out.push(whole.frame);
      this.#ended(true);
      return whole.next;
    }
    this.#begin(!lineStart);
    this.#append(bytes, slash, slash + 1);
    return slash + 1;
  }

  /** The telegram from a "/" on, where it ends in the same bytes at the first mark behind that. */
  #whole(bytes: Uint8Array, slash: number, marks: MarkSearch): WholeFrame | undefined {
    const bang = marks.bang(slash + 1);
    if (bang === bytes.length || marks.end(slash + 1, bang) !== bang) return undefined;
    return wholeFrame(bytes, slash, bang, marks.slash(slash + 1) > bang);
  }

  #begin(tentative: boolean): void {
    this.#length = 0;
    this.#scanned = 1;
    this.#tentative = tentative;
    this.#hasObisLine = false;
    this.#obisTo = 0;
    this.#open = false;
    this.#openTo = 0;
  }

  /** Adds bytes up to where the frame may end to the frame and looks for its end; gives where to go on in `bytes`. */
  #collect(bytes: Uint8Array, from: number, marks: MarkSearch, out: Frame[]): number {
    const before = this.#length;
    const isUnproven = this.#tentative && before < 4;
    const most = isUnproven ? 4 : MAX_TELEGRAM + 1;
    const limit = Math.min(bytes.length, from + most - before);
    const isSearched = this.#scanned === before;
    const end = isSearched ? marks.end(from, limit) : from;
    // A byte behind the end is not asked for: the engine would compare slowly from then on.
    const to = isUnproven ? limit : Math.min(limit, end + (end < limit && bytes[end] === SLASH ? 1 : LONGEST_END_LINE));
    this.#append(bytes, from, to);
    if (isSearched) this.#scanned = before + Math.min(end, to) - from;
    if (this.#tentative && this.#length >= 4 && !isHeaderMark(this.#buffer, 0)) {
      this.noise++;
      this.#lineStart = false;
      this.#again(1, before, out);
      return from;
    }
    const next = this.#scan(out, false);
    if (next === undefined) {
      if (this.#length > MAX_TELEGRAM) this.#overflow(out);
      return to;
    }
    if (next >= before) return from + next - before;
    this.#again(next, before, out);
    return from;
  }

  /** Reads the buffer's bytes from `from` to `to` once more, as if they had just come. */
  #again(from: number, to: number, out: Frame[]): void {
    const rest = Buffer.from(this.#buffer.subarray(from, to));
    this.#length = 0;
    this.#read(rest, new MarkSearch(), out);
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const needed = this.#length + to - from;
    if (needed > this.#buffer.length) {
      const larger = wordsFor(Math.max(needed, Math.min(2 * this.#buffer.length, MAX_TELEGRAM + 1)));
      this.#buffer.copy(larger.bytes, 0, 0, this.#length);
      ({ bytes: this.#buffer, words: this.#words } = larger);
      this.#first = NOTHING;
    }
    const count = to - from;
    // A view costs more than a few bytes, and as much as a kilobyte of others with them, which count for nothing behind
    // the frame's length.
    if (count <= FEW) for (let i = 0; i < count; i++) this.#buffer[this.#length + i] = bytes[from + i]!;
    else if (from === 0 && this.#length + bytes.length <= this.#buffer.length) this.#buffer.set(bytes, this.#length);
    else this.#buffer.set(bytes.subarray(from, to), this.#length);
    this.#length = needed;
  }

  /**
   * Looks for the frame's end in what has not been searched. Having found it, judges the frame, and gives where its
   * bytes stopped in the buffer.
   */
  #scan(out: Frame[], final: boolean): number | undefined {
    const buffer = this.#buffer;
    const length = this.#length;
    for (let i = this.#scanned; i < length; i++) {
      const byte = buffer[i]!;
      if (byte !== BANG && byte !== SLASH) continue;
      if (byte === SLASH) {
        if (!this.#isNextHeader(i)) continue;
        this.#closeWithoutEnd(i, out);
        this.#ended(false);
        return i;
      }
      const lineStart = isLineStart(buffer, i);
      const isBehindLine = isAfterParenthesis(buffer, i);
      if (!lineStart && !isBehindLine) continue;
      const endLine = readEndLine(buffer, i, length, final);
      if (endLine === undefined) {
        this.#scanned = i;
        return undefined;
      }
      // A "!" in wrapped text, or behind a ")" in it, is followed by more text.
      const open = !isBehindLine && this.#isInParentheses(i);
      if (!endLine.strict && !(lineStart && !open)) continue;
      if (open && !final && endLine.next === length) {
        this.#scanned = i;
        return undefined;
      }
      if (open && isText(buffer[endLine.next], endLine.next < length)) continue;
      this.#close(i, endLine, out);
      this.#ended(true);
      return endLine.next;
    }
    this.#scanned = length;
    return undefined;
  }

  #ended(byEndLine: boolean): void {
    this.#length = 0;
    this.#lineStart = true;
    this.#justEnded = byEndLine;
  }

  /** A "/" at a line start is the next header, but in text that is wrapped inside its parentheses. */
  #isNextHeader(at: number): boolean {
    return isLineStart(this.#buffer, at) && !(this.#holdsObisLine(at) && this.#isInParentheses(at));
  }

  /** Whether an OBIS line stands in the frame before `at`. */
  #holdsObisLine(at: number): boolean {
    if (!this.#hasObisLine && at > this.#obisTo) {
      this.#hasObisLine = hasObisLine(this.#buffer, 0, at);
      this.#obisTo = at;
    }
    return this.#hasObisLine;
  }

  /** Whether the last parenthesis before `at` is an opening one: what follows is then text inside it. */
  #isInParentheses(at: number): boolean {
    const last = lastParenthesis(this.#buffer, this.#openTo, at);
    if (last !== undefined) this.#open = last === OPENING;
    this.#openTo = at;
    return this.#open;
  }

  /** The end line has come: judges the frame, and where its CRC does not fit, each later start inside it. */
  #close(bang: number, endLine: EndLine, out: Frame[]): void {
    const whole = this.#validFrom(0, bang, endLine);
    if (whole) {
      out.push(whole);
      return;
    }
    const starts = innerStarts(this.#buffer, bang);
    for (const start of starts) {
      const glued = this.#validFrom(start.at, bang, endLine);
      if (!glued) continue;
      this.#giveUp(start.at, out);
      out.push(glued);
      return;
    }
    const from = this.#laterStart(starts, bang, out);
    if (from === undefined) {
      this.noise += endLine.next;
      return;
    }
    const { printed } = endLine;
    const crc: Crc = printed === "" ? { status: "absent" } : judge(this.#buffer.subarray(from, bang + 1), printed).crc;
    this.#letOut(from, endLine.next, starts, { crc, ended: true }, out);
  }

  /** The telegram from `from` to the end line, if its CRC is right. */
  #validFrom(from: number, bang: number, endLine: EndLine): Frame | undefined {
    const { crc: wanted, printed, next } = endLine;
    // Not worth a view.
    if (printed === "") return undefined;
    const covered = bang + 1 - from;
    const bytes = from === 0 ? this.#firstBytes(next) : this.#buffer.subarray(from, next);
    const copied = wanted === undefined ? undefined : sealedCopy(bytes, 0, bytes.length, covered, wanted);
    if (copied) return sealedFrame(copied, printed);
    const { crc, cleaned } = judge(bytes, printed, covered);
    if (crc.status !== "valid") return undefined;
    const copy = cleaned ? Buffer.concat([cleaned, Buffer.from(printed, "latin1")]) : Buffer.from(bytes);
    return { bytes: copy, crc, ended: true };
  }

  #firstBytes(length: number): Buffer {
    if (this.#first.length !== length) this.#first = this.#buffer.subarray(0, length);
    return this.#first;
  }

  /** The next header, or the end of the input, came before an end line. */
  #closeWithoutEnd(end: number, out: Frame[]): void {
    // Without a data line any "/" that begins a line has ended the frame, so that it has no later start.
    const starts = this.#holdsObisLine(end) ? innerStarts(this.#buffer, end) : NO_STARTS;
    const from = this.#laterStart(starts, end, out);
    if (from === undefined) this.noise += end;
    else this.#letOut(from, end, starts, { crc: { status: "absent" }, ended: false }, out);
  }

  /**
   * Where the telegram begins that no CRC proves: at the last header line of the frame, which gives up what was before.
   * Undefined where there is none.
   */
  #laterStart(starts: readonly InnerStart[], end: number, out: Frame[]): number | undefined {
    const later = starts.find((start) => start.lineStart && isHeaderLine(this.#buffer, start.at, end));
    if (!later) return this.#tentative ? undefined : 0;
    this.#giveUp(later.at, out);
    return later.at;
  }

  /** Lets a frame without a matching CRC pass for what it is worth. */
  #letOut(
    from: number,
    to: number,
    starts: readonly InnerStart[],
    verdict: Pick<Frame, "crc" | "ended">,
    out: Frame[],
  ): void {
    const isTelegram = from === 0 ? this.#holdsObisLine(to) : hasObisLine(this.#buffer, from, to);
    const frame = isTelegram
      ? unprovenFrame(laid(this.#buffer, from, to), placesBehind(from, starts), verdict)
      : encipheredOrNone(this.#buffer.subarray(from, to));
    if (frame) out.push(frame);
    else this.noise += to - from;
  }

  /** The frame's first bytes are the head of a telegram whose rest never came. */
  #giveUp(end: number, out: Frame[]): void {
    if (!this.#tentative && hasObisLine(this.#buffer, 0, end))
      out.push(cutFrame(copyOf(this.#buffer.subarray(0, end))));
    else this.noise += end;
  }

  /** No end within the cap: goes on from a later start inside the frame, if there is one. */
  #overflow(out: Frame[]): void {
    const bytes = this.#buffer.subarray(0, this.#length);
    if (!this.#tentative && hasObisLine(bytes)) out.push(tooLongFrame(bytes.subarray(0, MAX_TELEGRAM)));
    const oldest = innerStarts(bytes, this.#length).at(-1);
    this.noise += oldest?.at ?? this.#length;
    if (!oldest) {
      this.#lineStart = isLineStart(bytes, bytes.length);
      this.#length = 0;
      return;
    }
    this.#buffer.copyWithin(0, oldest.at, this.#length);
    this.#length -= oldest.at;
    this.#scanned -= oldest.at;
    this.#tentative = !oldest.lineStart;
    this.#hasObisLine = false;
    this.#obisTo = 0;
    this.#open = false;
    this.#openTo = 0;
  }
}
