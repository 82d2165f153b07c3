import { createCipheriv, createHmac, randomBytes } from "node:crypto";

/** How a mask is drawn. */
export interface MaskStyle {
  /**
   * `hexadecimal`: A to F become A to F, and G to Z become G to Z, so that hex stays hex and other text does not become
   * hex. `letters`: a letter becomes any letter, which says less of a sentence.
   */
  readonly letters?: "hexadecimal" | "letters";
  /** Whether a mask will do; if not, another one is drawn. */
  readonly fits?: (masked: string) => boolean;
}

/** Runs of digits are masked by themselves, so that a serial has the same mask in a header and in an id. */
const SERIAL = /\d{6,}/g;
const MOST_DRAWS = 32;

/**
 * Replaces texts by others of the same length and alphabet: digits by digits, letters by letters of the same case. The
 * rest stays. The same text has the same mask. There is no way back: masks depend on a secret that nothing but the
 * masker holds.
 */
export class Masker {
  readonly #secret: Buffer;

  /** `secret` is 32 random bytes; only tests give their own. */
  constructor(secret: Buffer = randomBytes(32)) {
    this.#secret = secret;
  }

  /** Returns the mask of `text`. Text of one character over and over, such as "0000" or "XXXX", says nothing and stays. */
  mask(text: string, { letters = "hexadecimal", fits = () => true }: MaskStyle = {}): string {
    if (saysNothing(text)) return text;
    // Some meters pad ids with blanks: they are the same ids.
    const core = text.trim();
    const at = text.indexOf(core);
    let masked = text;
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      masked = text.slice(0, at) + this.#draw(core, letters, draw) + text.slice(at + core.length);
      if (masked !== text && fits(masked)) break;
    }
    return masked;
  }

  #draw(text: string, letters: string, draw: number): string {
    const any = letters === "letters";
    const masked = replaced(text, this.#random(`${letters} ${draw}`, text), any);
    return masked.replace(SERIAL, (run, at: number) => {
      const serial = text.slice(at, at + run.length);
      return saysNothing(serial) ? serial : replaced(serial, this.#random(`serial ${draw}`, serial), any);
    });
  }

  /** Random bytes, as many as `text` has code units: always the same for one purpose and text. */
  #random(purpose: string, text: string): Buffer {
    const key = createHmac("sha256", this.#secret).update(`${purpose}\0${text}`).digest();
    return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(text.length));
  }
}

/** Whether a text has no characters to mask, or only one over and over. */
function saysNothing(text: string): boolean {
  let first: string | undefined;
  for (const character of text) {
    if (!isMasked(character.codePointAt(0)!)) continue;
    first ??= character;
    if (character !== first) return false;
  }
  return true;
}

/** Whether a character is a digit, a letter or beyond ASCII. 0xFF is not masked: it is telnet's escape, and no message. */
function isMasked(code: number): boolean {
  if (code >= 0x80) return code !== 0xff;
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function replaced(text: string, random: Buffer, anyLetter: boolean): string {
  let masked = "";
  let at = 0;
  for (const character of text)
    masked += String.fromCodePoint(other(character.codePointAt(0)!, random[at++]!, anyLetter));
  return masked;
}

/** Picks a character of the same kind, which takes as many bytes in Latin-1 and in UTF-8. */
function other(code: number, random: number, anyLetter: boolean): number {
  if (!isMasked(code)) return code;
  if (code <= 0x39) return 0x30 + (random % 10);
  if (code <= 0x7a) return letter(code, random, anyLetter);
  if (code < 0xa0) return 0x80 + (random % 0x20);
  // Up to 0xF6: the bytes above it are telnet's.
  if (code < 0x100) return 0xa1 + (random % 0x56);
  if (code < 0x800) return 0x100 + (random % 0x80);
  return code < 0x10000 ? 0x1e00 + random : 0x10400 + (random % 0x50);
}

function letter(code: number, random: number, any: boolean): number {
  const first = code < 0x61 ? 0x41 : 0x61;
  if (any) return first + (random % 26);
  return code - first < 6 ? first + (random % 6) : first + 6 + (random % 20);
}
