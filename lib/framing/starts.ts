import { CR, isHeaderMark, isLineStart, LF, SLASH, SPACE } from "./marks";

export const OPENING = 0x28;
const CLOSING = 0x29;

/** A place inside a frame where another telegram may begin. */
export interface InnerStart {
  readonly at: number;
  readonly lineStart: boolean;
}

/** A frame that failed is scanned again from so many places at most, so that the cost stays linear. */
const MOST = 8;

/** The last few places behind the first byte where a header may begin, newest first. */
export function innerStarts(bytes: Buffer, end: number): InnerStart[] {
  const found: InnerStart[] = [];
  let at = bytes.lastIndexOf(SLASH, end - 1);
  while (at > 0 && found.length < MOST) {
    if (isHeaderMark(bytes, at, end)) found.push({ at, lineStart: isLineStart(bytes, at) });
    at = bytes.lastIndexOf(SLASH, at - 1);
  }
  return found;
}

/** Where the starts behind `from` are, counted from there. */
export function placesBehind(from: number, starts: readonly InnerStart[]): number[] {
  return starts.filter(({ at }) => at > from).map(({ at }) => at - from);
}

/** Whether what begins at `at` reads as a whole header line: text such as "(see a/bcd)" does not. */
export function isHeaderLine(bytes: Buffer, at: number, end: number): boolean {
  for (let i = at; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === CR || byte === LF) return true;
    if (byte === OPENING || byte === CLOSING) return false;
  }
  return false;
}

/** Whether the last thing printed before `at` is a ")": a "!" there may end the last data line. */
export function isAfterParenthesis(bytes: Uint8Array, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const byte = bytes[i]!;
    if (byte > SPACE && byte < 0x7f) return byte === CLOSING;
  }
  return false;
}

/** The last parenthesis from `from` to before `to`, if there is one. */
export function lastParenthesis(bytes: Uint8Array, from: number, to: number): number | undefined {
  for (let i = to - 1; i >= from; i--) {
    const byte = bytes[i]!;
    if (byte === OPENING || byte === CLOSING) return byte;
  }
  return undefined;
}
