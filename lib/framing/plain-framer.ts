import { readEndLine, type EndLine } from "./end-line";
import type { Frame } from "./frame";
import { cutFrame, tooLongFrame, unclosedFrame } from "./faulty";
import { BANG, CR, hasObisLine, isHeaderMark, isLineStart, LF, MAX_TELEGRAM, NUL, SLASH } from "./marks";
import { innerStarts, isAfterParenthesis, isHeaderLine } from "./starts";
import { judge } from "./verdict";

/** So much of a chunk is taken into the buffer at a time: what the buffer may hold beyond the longest telegram. */
const SLICE = 2048;
/** So few bytes are copied one by one. */
const FEW = 16;

/**
 * Frames of plain telegrams. Between frames it seeks a "/"; inside one it collects bytes until the end line, the next
 * header or the size cap. A "/" in mid-line begins a tentative frame, which counts only with a matching CRC.
 */
export class PlainFramer {
  /** Bytes that belonged to no frame. */
  noise = 0;

  #buffer = Buffer.allocUnsafe(SLICE);
  /** Bytes of the frame being collected; 0 between frames. */
  #length = 0;
  /** How far the frame has been searched for its end. */
  #scanned = 0;
  #tentative = false;
  #hasObisLine = false;
  /** Whether the last parenthesis is an opening one, and how far the frame has been searched for them. */
  #open = false;
  #openTo = 0;
  /** Between frames: whether the next byte begins a line, and whether a frame has just ended. */
  #lineStart = true;
  #justEnded = false;

  /** Takes bytes and appends the frames they complete to `out`. */
  push(bytes: Uint8Array, out: Frame[]): void {
    let at = 0;
    while (at < bytes.length) at = this.#length === 0 ? this.#seek(bytes, at) : this.#collect(bytes, at, out);
  }

  /** No more bytes will follow: judges what was begun ("end"), or gives it up as cut. */
  finish(out: Frame[], how: "end" | "cut"): void {
    const end = how === "end" && this.#length > 0 ? this.#scan(out, true) : undefined;
    if (end !== undefined) {
      this.#again(end.next, end.length, out);
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

  /** Skips to the next "/" that may begin a frame; gives where to go on in `bytes`. */
  #seek(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#justEnded) {
      while (at < bytes.length && isFiller(bytes[at]!)) at++;
      if (at === bytes.length) return at;
      this.#justEnded = false;
    }
    const slash = bytes.indexOf(SLASH, at);
    const stop = slash < 0 ? bytes.length : slash;
    this.noise += stop - at;
    const lineStart = isLineStart(bytes, stop, at, this.#lineStart);
    this.#lineStart = lineStart;
    if (slash < 0) return stop;
    if (!lineStart && slash + 3 < bytes.length && !isHeaderMark(bytes, slash)) {
      this.noise++;
      return slash + 1;
    }
    this.#begin(!lineStart);
    this.#append(bytes, slash, slash + 1);
    return slash + 1;
  }

  #begin(tentative: boolean): void {
    this.#length = 0;
    this.#scanned = 1;
    this.#tentative = tentative;
    this.#hasObisLine = false;
    this.#open = false;
    this.#openTo = 0;
  }

  /** Adds a slice of `bytes` to the frame and looks for its end; gives where to go on in `bytes`. */
  #collect(bytes: Uint8Array, from: number, out: Frame[]): number {
    const before = this.#length;
    const most = this.#tentative && before < 4 ? 4 : MAX_TELEGRAM + 1;
    const to = Math.min(bytes.length, from + SLICE, from + most - before);
    this.#append(bytes, from, to);
    if (this.#tentative && this.#length >= 4 && !isHeaderMark(this.#buffer, 0)) {
      this.noise++;
      this.#lineStart = false;
      this.#again(1, this.#length, out);
      return to;
    }
    const end = this.#scan(out, false);
    if (end === undefined) {
      if (this.#length > MAX_TELEGRAM) this.#overflow(out);
      return to;
    }
    if (end.next >= before) return from + (end.next - before);
    this.#again(end.next, end.length, out);
    return to;
  }

  /** Reads the buffer's bytes from `from` to `to` once more, as if they had just come. */
  #again(from: number, to: number, out: Frame[]): void {
    const rest = Buffer.from(this.#buffer.subarray(from, to));
    this.#length = 0;
    this.push(rest, out);
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const needed = this.#length + to - from;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    // A view of a few bytes costs more than they do.
    if (to - from < FEW) for (let i = from; i < to; i++) this.#buffer[this.#length + i - from] = bytes[i]!;
    else this.#buffer.set(bytes.subarray(from, to), this.#length);
    this.#length = needed;
  }

  /**
   * Looks for the frame's end in what has not been searched. Having found it, judges the frame, and gives where its
   * bytes stopped (`next`) in the `length` bytes that there were.
   */
  #scan(out: Frame[], final: boolean): { next: number; length: number } | undefined {
    const buffer = this.#buffer;
    const length = this.#length;
    for (let i = this.#scanned; i < length; i++) {
      const byte = buffer[i]!;
      if (byte !== BANG && byte !== SLASH) continue;
      if (byte === SLASH) {
        if (!this.#isNextHeader(i)) continue;
        this.#closeWithoutEnd(i, out);
        this.#ended(false);
        return { next: i, length };
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
      return { next: endLine.next, length };
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
    if (!isLineStart(this.#buffer, at)) return false;
    if (!this.#isInParentheses(at)) return true;
    this.#hasObisLine ||= hasObisLine(this.#buffer.subarray(0, at));
    return !this.#hasObisLine;
  }

  /** Whether the last parenthesis before `at` is an opening one: what follows is then text inside it. */
  #isInParentheses(at: number): boolean {
    for (; this.#openTo < at; this.#openTo++) {
      const byte = this.#buffer[this.#openTo];
      if (byte === 0x28) this.#open = true;
      else if (byte === 0x29) this.#open = false;
    }
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
    const body = this.#buffer.subarray(0, bang + 1);
    const later = starts.find((start) => start.lineStart && isHeaderLine(body, start.at, bang));
    const from = later?.at ?? 0;
    if (later) this.#giveUp(from, out);
    if (this.#tentative && !later) {
      this.noise += endLine.next;
      return;
    }
    const frame = unclosedFrame(
      this.#buffer.subarray(from, endLine.next),
      true,
      judge(body.subarray(from), endLine.printed).crc,
    );
    if (frame) out.push(frame);
    else this.noise += endLine.next - from;
  }

  /** The telegram from `from` to the end line, if its CRC is right. */
  #validFrom(from: number, bang: number, endLine: EndLine): Frame | undefined {
    const { crc, cleaned } = judge(this.#buffer.subarray(from, bang + 1), endLine.printed);
    if (crc.status !== "valid") return undefined;
    const bytes = cleaned
      ? Buffer.concat([cleaned, Buffer.from(endLine.printed, "latin1")])
      : Buffer.from(this.#buffer.subarray(from, endLine.next));
    return { bytes, crc, ended: true };
  }

  /** The next header, or the end of the input, came before an end line. */
  #closeWithoutEnd(end: number, out: Frame[]): void {
    const body = this.#buffer.subarray(0, end);
    const later = innerStarts(body, end).find((start) => start.lineStart && isHeaderLine(body, start.at, end));
    const from = later?.at ?? 0;
    if (later) this.#giveUp(from, out);
    const frame =
      this.#tentative && !later ? undefined : unclosedFrame(body.subarray(from), false, { status: "absent" });
    if (frame) out.push(frame);
    else this.noise += end - from;
  }

  /** The frame's first bytes are the head of a telegram whose rest never came. */
  #giveUp(end: number, out: Frame[]): void {
    const head = this.#buffer.subarray(0, end);
    if (!this.#tentative && hasObisLine(head)) out.push(cutFrame(head));
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
    this.#open = false;
    this.#openTo = 0;
  }
}

function isFiller(byte: number): boolean {
  return byte === CR || byte === LF || byte === NUL;
}

/** Whether more text stands on an end line: in a text message that is wrapped over lines, it is none. */
function isText(byte: number | undefined, isThere: boolean): boolean {
  return isThere && byte !== undefined && byte >= 0x20 && byte !== SLASH;
}
