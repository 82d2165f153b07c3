import { layoutAt, TAG, type CipherLayout } from "./cipher-layout";
import { decrypt, decryptionKeys, type DecryptionKeys } from "./decrypt";
import { closedFrame } from "./faulty";
import type { Frame, FramerOptions } from "./frame";
import { FEW, hasObisLine, indexIn, isMostlyText } from "./marks";
import { PlainFramer } from "./plain-framer";

/** A piece of the stream: bytes to read as they stand, or the frames that came out of a cipher frame. */
export type Piece = { readonly plain: Buffer } | { readonly frames: Frame[] };

/** What the first bytes held were found to be. */
interface Cut {
  readonly pieces: Piece[];
  readonly length: number;
}

const NOTHING = Buffer.alloc(0);

/** So many false heads are tried inside what another claimed, so that the cost stays linear. */
const MOST_TRIES = 8;

/**
 * Finds cipher frames in the stream (general-glo-ciphering: DB 08 <system title> <length> 30 <counter>
 * <ciphertext> <tag>) and opens them. The two tag bytes may also occur inside ciphertext, so a frame counts only when
 * its tag fits; until then its bytes are held, at most one frame of 16 KiB.
 */
export class CipherStage {
  /** Bytes of cipher frames that could not be opened. */
  noise = 0;
  readonly #keys: DecryptionKeys;
  /** Bytes from a possible head on, not decided yet. */
  #held: Buffer = NOTHING;
  /** No decision is possible below this many held bytes. */
  #wanted = 0;
  /** Frames inside what the first head claims: those that end in so many held bytes were tried, and how many that was. */
  #triedTo = 0;
  #tries = 0;
  /** Heads that failed one inside the other. */
  #misses = 0;

  constructor(options: FramerOptions) {
    this.#keys = decryptionKeys(options);
  }

  /** Whether nothing is held. */
  get isIdle(): boolean {
    return this.#held.length === 0;
  }

  /** Whether these bytes are plain: no cipher frame is begun in them or before. */
  passes(bytes: Uint8Array): boolean {
    return this.isIdle && !hasTag(bytes);
  }

  /** Takes bytes that do not pass. */
  push(bytes: Uint8Array): Piece[] {
    this.#held = this.#held.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#held, bytes]);
    if (this.#held.length < this.#wanted) return [];
    return this.#sort(false);
  }

  /** No more bytes will follow: decides on what is held. A cipher frame that is not whole is no frame. */
  finish(): Piece[] {
    return [...this.#sort(true), { plain: this.release() }];
  }

  /** Gives back what is held: no more of it will come. */
  release(): Buffer {
    const held = this.#held;
    this.#held = NOTHING;
    this.#forget();
    this.#misses = 0;
    return held;
  }

  /** The first byte held is another one now. */
  #forget(): void {
    this.#wanted = 0;
    this.#triedTo = 0;
    this.#tries = 0;
  }

  /** Cuts what is held into plain bytes and cipher frames, as far as it can be told. */
  #sort(final: boolean): Piece[] {
    const pieces: Piece[] = [];
    let held = this.#held;
    for (;;) {
      const at = nextHead(held, 0, final);
      if (at > 0) {
        pieces.push({ plain: held.subarray(0, at) });
        held = held.subarray(at);
        this.#forget();
      }
      const cut = this.#cut(held, final);
      if (!cut) break;
      pieces.push(...cut.pieces);
      held = held.subarray(cut.length);
      this.#forget();
    }
    this.#held = Buffer.from(held);
    return pieces;
  }

  /** Decides on the head that `held` begins with; undefined where that takes more bytes. */
  #cut(held: Buffer, final: boolean): Cut | undefined {
    const layout = layoutAt(held, 0);
    if (typeof layout === "string") return undefined;
    const claimed = held.subarray(0, layout.length);
    const isWhole = claimed.length === layout.length;
    const frames = isWhole ? this.#telegrams(claimed, layout) : undefined;
    if (frames) {
      this.#misses = 0;
      return { pieces: [{ frames }], length: claimed.length };
    }
    const inner = this.#openInner(claimed);
    if (inner) {
      this.#misses = 0;
      return { pieces: [...this.#skip(claimed.subarray(0, inner.at)), inner], length: inner.end };
    }
    if (!isWhole) {
      this.#wanted = Math.min(layout.length, nextInnerEnd(held));
      return undefined;
    }
    const next = nextHead(held, 1, final);
    if (next < claimed.length && layoutAt(held, next) === "unknown") {
      this.#wanted = held.length + 1;
      return undefined;
    }
    return this.#giveUp(claimed, next);
  }

  /** A whole frame that does not open: goes on from the next head inside it, if there is one. */
  #giveUp(claimed: Buffer, next: number): Cut {
    const isLast = next >= claimed.length || this.#misses >= MOST_TRIES;
    this.#misses = isLast ? 0 : this.#misses + 1;
    const failed = isLast ? claimed : claimed.subarray(0, next);
    const plain = this.#skip(failed);
    return {
      pieces: plain.length > 0 ? plain : [{ frames: [closedFrame(failed, this.#keys)] }],
      length: failed.length,
    };
  }

  /** Bytes that a head claimed in vain: part of plain telegrams where they read so, else noise. */
  #skip(bytes: Buffer): Piece[] {
    if (hasObisLine(bytes) || isMostlyText(bytes)) return [{ plain: bytes }];
    this.noise += bytes.length;
    return [];
  }

  /** The telegrams of a cipher frame, or undefined where its tag, or without one the CRC inside, does not fit. */
  #telegrams(bytes: Buffer, layout: CipherLayout): Frame[] | undefined {
    const plaintext = decrypt(bytes, layout, this.#keys);
    if (!plaintext) return undefined;
    const frames: Frame[] = [];
    const framer = new PlainFramer();
    framer.push(plaintext, frames);
    framer.finish(frames, "end");
    const proven = layout.security === 0x30 ? frames.length > 0 : frames.some((frame) => frame.crc.status === "valid");
    return proven ? frames.map((frame) => ({ ...frame, encrypted: true })) : undefined;
  }

  /** A frame that begins and ends inside what a false head claims for itself. */
  #openInner(claimed: Buffer): { at: number; end: number; frames: Frame[] } | undefined {
    const triedTo = this.#triedTo;
    this.#triedTo = claimed.length;
    for (let at = nextHead(claimed, 1, true); at < claimed.length; at = nextHead(claimed, at + 1, true)) {
      const layout = layoutAt(claimed, at) as CipherLayout;
      const end = at + layout.length;
      if (end > claimed.length || end <= triedTo) continue;
      if (this.#tries++ >= MOST_TRIES) return undefined;
      const frames = this.#telegrams(claimed.subarray(at, end), layout);
      if (frames) return { at, end, frames };
    }
    return undefined;
  }
}

function hasTag(bytes: Uint8Array): boolean {
  return bytes.length > FEW ? bytes.includes(TAG) : indexIn(bytes, TAG, 0, bytes.length) < bytes.length;
}

/** Where the next head stands, or, unless `final`, may stand; the length of `held` where none does. */
function nextHead(held: Buffer, from: number, final: boolean): number {
  for (let at = held.indexOf(TAG, from); at >= 0; at = held.indexOf(TAG, at + 1)) {
    const layout = layoutAt(held, at);
    if (layout !== "no" && !(final && layout === "unknown")) return at;
  }
  return held.length;
}

/** So many bytes are needed before another frame inside `held` can be whole, or its head. */
function nextInnerEnd(held: Buffer): number {
  let wanted = Number.POSITIVE_INFINITY;
  for (let at = nextHead(held, 1, false); at < held.length; at = nextHead(held, at + 1, false)) {
    const layout = layoutAt(held, at);
    const end = typeof layout === "string" ? held.length + 1 : at + layout.length;
    if (end > held.length) wanted = Math.min(wanted, end);
  }
  return Number.isFinite(wanted) ? wanted : held.length + 64;
}
