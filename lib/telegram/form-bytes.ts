import { LF, MAX_TELEGRAM } from "../framing/marks";
import { textIn } from "./pattern";

const FOUR = 4;
const EIGHT = 8;
/** The longest telegram that is compared: a framer's longest has a byte more than the cap. */
const LONGEST = MAX_TELEGRAM + 2 * EIGHT;

/**
 * A telegram is laid here to be compared eight bytes at a time, and the lines of its form are read from here: nothing
 * else may be laid out until its payload is made.
 */
const eights = new Float64Array(LONGEST / EIGHT);
const fours = new Int32Array(eights.buffer);
export const bytes = Buffer.from(eights.buffer);
export const text = textIn(bytes);

/** Lays a telegram, whose lines end at `end`, out for what follows; false where it is too long. */
export function layOut(telegram: Uint8Array, end: number): boolean {
  if (telegram.length > LONGEST - EIGHT) return false;
  bytes.set(telegram);
  // The last eight bytes are compared whole.
  for (let i = end; i % EIGHT !== 0; i++) bytes[i] = LF;
  return true;
}

const ALL_BITS = -1;
/** The bits that are the same in all digits. */
const HIGH_HALF = 0xf0;
/** Added to each byte, leaves those bits of a digit as they are, but not of what stands behind the "9". */
const SIX_EACH = 0x06060606;

/** The fours in which the telegram that was compared last differs. */
const changed = new Uint16Array(LONGEST / FOUR);
let changes = 0;

/** The lines in which the telegram differs that was taken over last. */
export const changedLines = new Uint16Array(LONGEST / FOUR);

/** The bytes of a form's last telegram, and where in them other digits may stand. */
export class FormBytes {
  readonly #eights: Float64Array<ArrayBuffer>;
  readonly #fours: Int32Array<ArrayBuffer>;
  /** The bits in which all telegrams of the form are the same. */
  readonly #same: Int32Array<ArrayBuffer>;
  /** The line that each four belongs to. */
  readonly #lineAt: Uint16Array;

  /** Those of the telegram that is laid out, whose lines end at `end`; `digits` are the places of digits, line by line. */
  constructor(end: number, digits: readonly (readonly number[])[]) {
    this.#eights = eights.slice(0, Math.ceil(end / EIGHT));
    this.#fours = new Int32Array(this.#eights.buffer);
    const count = this.#fours.length;
    this.#same = new Int32Array(count).fill(ALL_BITS);
    this.#lineAt = new Uint16Array(count);
    const same = new Uint8Array(this.#same.buffer);
    for (const [line, places] of digits.entries()) {
      for (const at of places) {
        same[at] = HIGH_HALF;
        this.#lineAt[Math.floor(at / FOUR)] = line;
      }
    }
  }

  /** Whether the telegram that is laid out differs in digits alone. */
  fits(): boolean {
    const before = this.#eights;
    const same = this.#same;
    const foursBefore = this.#fours;
    changes = 0;
    for (let i = 0; i < before.length; i++) {
      // As numbers, bytes are equal only if they are the same: zeros, of which there are two, stand for NULs alone.
      if (eights[i] === before[i]) continue;
      const index = 2 * i;
      if (!isAlike(index, foursBefore, same) || !isAlike(index + 1, foursBefore, same)) return false;
    }
    return true;
  }

  /** Takes over the telegram that was found to fit, and gives how many lines differ: see `changedLines`. */
  takeOver(): number {
    const before = this.#fours;
    const lineAt = this.#lineAt;
    let count = 0;
    let last = -1;
    for (let i = 0; i < changes; i++) {
      const index = changed[i]!;
      before[index] = fours[index]!;
      const line = lineAt[index]!;
      if (line !== last) changedLines[count++] = line;
      last = line;
    }
    return count;
  }
}

/** Whether four bytes differ from those before in digits alone; notes where they do. */
function isAlike(index: number, before: Int32Array, same: Int32Array): boolean {
  const four = fours[index]!;
  const difference = four ^ before[index]!;
  if (difference === 0) return true;
  const fixed = same[index]!;
  // The high halves of digits are the same, and stay so with six added if the digit is no more than 9.
  if (difference & fixed || ((four + SIX_EACH) ^ four) & (~fixed << 4)) return false;
  changed[changes++] = index;
  return true;
}
