import {
  BANG,
  CLOSING,
  CR,
  hasObisLine,
  indexIn,
  isHeaderMark,
  isLineStart,
  isPrintable,
  LF,
  MAX_TELEGRAM,
  NUL,
  OPENING,
  SLASH,
  SPACE,
} from "./bytes";
import { readEndLine, type EndLine } from "./end-line";
import type { Frame } from "./frame";
import { HeldBytes } from "./held-bytes";
import { giveUp, innerStarts, salvage, tooLongFrame, validFrame, type Ending } from "./salvage";

/** Length of a "/" with the FLAG code, which tells whether a header may begin in mid-line. */
const HEADER_MARK = 4;

/** Length of the shortest frame with a data line. Garbage may hold a shorter one every few bytes. */
const SHORTEST_DATA = "/\n1-0:1.7".length;

/**
 * Splits plain bytes into frames. It is in one of two states: between telegrams it looks for a "/" that may begin one;
 * inside a telegram it looks for the end line, the next header or the size cap. A "/" in mid-line begins a tentative
 * frame, which counts only with a valid CRC. The cost is linear in the bytes: marks are looked for once, and the bytes of
 * a frame are gone through a few more times when it ends.
 */
export class PlainFramer {
  /** Bytes that belonged to no frame. */
  noise = 0;

  /** The bytes of the telegram that has begun; between telegrams those of a "/" in mid-line that is not decided yet. */
  readonly #held = new HeldBytes();
  /** Index in the held bytes: inside a telegram of its "/", between telegrams of the next byte. 0 between two pushes. */
  #start = 0;
  #isInside = false;

  /** Between telegrams: whether the byte at `#start` begins a line, and whether a telegram ended right before it. */
  #lineStart = true;
  #justEnded = false;

  /** Inside a telegram: whether it began in mid-line. */
  #tentative = false;
  #hasObisLine = false;
  /** How many of its bytes have been searched for its end. A "!" whose end line is not all there is searched again. */
  #searched = 0;
  /** Whether the last parenthesis in its first `#parenthesesTo` bytes is an opening one. */
  #isOpen = false;
  #parenthesesTo = 0;

  /** Takes bytes, which it copies, and appends the frames they complete to `out`. */
  push(bytes: Uint8Array, out: Frame[]): void {
    this.#held.append(bytes);
    this.#read(out, false);
  }

  /** No more bytes follow. What has begun is judged as it stands ("end"), or counts as cut ("cut"). */
  finish(out: Frame[], how: "end" | "cut"): void {
    if (how === "end") this.#read(out, true);
    const rest = this.#held.bytes.subarray(0, this.#held.length);
    const at = rest.length;
    if (!this.#isInside) this.noise += at;
    else if (how === "cut") this.noise += giveUp(rest, this.#tentative, out);
    else this.noise += salvage(rest, { at, next: at, printed: "", ended: false }, this.#tentative, out);
    this.#held.drop(at);
    this.#isInside = false;
    this.#lineStart = true;
    this.#justEnded = false;
  }

  #read(out: Frame[], final: boolean): void {
    let goesOn = true;
    while (goesOn) goesOn = this.#isInside ? this.#findEnd(out, final) : this.#findStart();
    if (this.#start === 0) return;
    this.#held.drop(this.#start);
    this.#start = 0;
  }

  /** Skips to the next "/" that may begin a telegram. Returns false if more bytes are needed. */
  #findStart(): boolean {
    const { bytes, length } = this.#held;
    if (this.#justEnded) {
      while (this.#start < length && isFiller(bytes[this.#start]!)) this.#start++;
      if (this.#start === length) return false;
      this.#justEnded = false;
    }
    for (;;) {
      const slash = indexIn(bytes, SLASH, this.#start, length);
      this.#lineStart = isLineStart(bytes, slash, this.#start, this.#lineStart);
      this.noise += slash - this.#start;
      this.#start = slash;
      if (slash === length || (!this.#lineStart && slash + HEADER_MARK > length)) return false;
      if (this.#lineStart || isHeaderMark(bytes, slash, length)) break;
      this.noise++;
      this.#start++;
    }
    this.#begin(!this.#lineStart, 1);
    return true;
  }

  #begin(tentative: boolean, searched: number): void {
    this.#isInside = true;
    this.#tentative = tentative;
    this.#hasObisLine = false;
    this.#searched = searched;
    this.#isOpen = false;
    this.#parenthesesTo = 0;
  }

  /** Looks for the telegram's end, and judges the frame if it is there. Returns false if more bytes are needed. */
  #findEnd(out: Frame[], final: boolean): boolean {
    const { bytes, length } = this.#held;
    const limit = Math.min(length, this.#start + MAX_TELEGRAM + 1);
    let at = this.#start + this.#searched;
    let slash = -1;
    while (at < limit) {
      if (slash < at) slash = indexIn(bytes, SLASH, at, limit);
      const bang = indexIn(bytes, BANG, at, slash);
      if (bang < slash) {
        const endLine = this.#endLineAt(bang, limit, final);
        at = bang;
        if (endLine === "undecided") break;
        if (endLine) return this.#close(bang, endLine, out);
      } else {
        at = slash;
        if (slash < limit && this.#isNextHeader(slash)) return this.#close(slash, undefined, out);
      }
      at++;
    }
    this.#searched = Math.min(at, limit) - this.#start;
    if (limit - this.#start <= MAX_TELEGRAM) return false;
    this.#overflow(limit, out);
    return true;
  }

  /** A "/" at a line start begins the next header, unless it is part of a text that is wrapped inside its parentheses. */
  #isNextHeader(at: number): boolean {
    return isLineStart(this.#held.bytes, at, this.#start) && !(this.#isInParentheses(at) && this.#holdsObisLine(at));
  }

  /** Whether the last parenthesis before `at` is an opening one: what follows is text inside it. `at` never goes back. */
  #isInParentheses(at: number): boolean {
    const last = lastParenthesis(this.#held.bytes, this.#start + this.#parenthesesTo, at);
    if (last !== undefined) this.#isOpen = last === OPENING;
    this.#parenthesesTo = at - this.#start;
    return this.#isOpen;
  }

  /** Whether an OBIS line stands in the telegram before `at`. */
  #holdsObisLine(at: number): boolean {
    this.#hasObisLine ||= hasObisLine(this.#held.bytes, this.#start, at);
    return this.#hasObisLine;
  }

  /** The end line whose "!" is at `bang`; undefined if none is there. A "!" in wrapped text is followed by more text. */
  #endLineAt(bang: number, limit: number, final: boolean): EndLine | "undecided" | undefined {
    const { bytes } = this.#held;
    const lineStart = isLineStart(bytes, bang, this.#start);
    if (!lineStart && !isAfterParenthesis(bytes, bang)) return undefined;
    const endLine = readEndLine(bytes, bang, limit, final);
    if (!endLine) return "undecided";
    const { next, isClean } = endLine;
    const isOpen = this.#isInParentheses(bang);
    if (!isClean && (!lineStart || isOpen)) return undefined;
    if (!isOpen) return endLine;
    if (next === limit) return final ? endLine : "undecided";
    return isText(bytes[next]!) ? undefined : endLine;
  }

  /** The telegram ended at `at`, with the "!" of an end line or the "/" of the next header: judges it. Returns true. */
  #close(at: number, endLine: EndLine | undefined, out: Frame[]): boolean {
    const next = endLine?.next ?? at;
    this.#isInside = false;
    this.#lineStart = true;
    this.#justEnded = endLine !== undefined;
    if (!endLine && next - this.#start < SHORTEST_DATA) {
      this.noise += next - this.#start;
      this.#start = next;
      return true;
    }
    const bytes = this.#held.bytes.subarray(this.#start, next);
    const ending: Ending = {
      at: at - this.#start,
      next: bytes.length,
      printed: endLine?.printed ?? "",
      ended: endLine !== undefined,
    };
    const frame = validFrame(bytes, ending);
    if (frame) out.push(frame);
    else this.noise += salvage(bytes, ending, this.#tentative, out);
    this.#start = next;
    return true;
  }

  /** No end came within the cap: goes on from a later start inside the frame, if there is one. */
  #overflow(limit: number, out: Frame[]): void {
    const bytes = this.#held.bytes.subarray(this.#start, limit);
    if (!this.#tentative && hasObisLine(bytes)) out.push(tooLongFrame(bytes));
    const oldest = innerStarts(bytes, bytes.length).at(-1);
    const count = oldest?.at ?? bytes.length;
    this.noise += count;
    this.#start += count;
    if (oldest) {
      this.#begin(!oldest.isLineStart, Math.max(this.#searched - count, 1));
    } else {
      this.#isInside = false;
      this.#lineStart = isLineStart(bytes, bytes.length);
    }
  }
}

/** What stands between telegrams. */
function isFiller(byte: number): boolean {
  return byte === CR || byte === LF || byte === NUL;
}

/** Whether the last thing printed before `at` is a ")": a "!" there may end the last data line. */
function isAfterParenthesis(bytes: Uint8Array, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && (!isPrintable(bytes[i]!) || bytes[i] === SPACE)) i--;
  return bytes[i] === CLOSING;
}

/** Whether more text stands behind an end line's digits: in a text message that is wrapped over lines, it is none. */
function isText(byte: number): boolean {
  return byte >= SPACE && byte !== SLASH;
}

/** The last parenthesis from `from` to before `to`, if there is one. */
function lastParenthesis(bytes: Uint8Array, from: number, to: number): number | undefined {
  let i = to - 1;
  while (i >= from && bytes[i] !== OPENING && bytes[i] !== CLOSING) i--;
  return i < from ? undefined : bytes[i];
}
