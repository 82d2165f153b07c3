import { layoutAt, TAG, type CipherLayout } from "./cipher-layout";
import { decrypt, decryptionKeys, type DecryptionKeys } from "./decrypt";
import type { Frame, FramerOptions } from "./frame";
import { PlainFramer } from "./plain-framer";

/** A piece of the stream: bytes to read as they stand, or the frames that came out of a cipher frame. */
export type Piece = { readonly plain: Uint8Array } | { readonly frames: Frame[] };

const NOTHING = Buffer.alloc(0);

/**
 * Finds cipher frames in the stream (general-glo-ciphering: DB 08 <system title> <length> 30 <counter>
 * <ciphertext> <tag>) and opens them. The two tag bytes may also occur inside ciphertext, so a frame counts only when
 * its tag fits; until then its bytes are held, at most one frame of 16 KiB.
 */
export class CipherStage {
  /** Bytes of cipher frames that could not be opened. */
  noise = 0;
  readonly #keys: DecryptionKeys;
  /** Bytes from a possible tag on, not decided yet. */
  #held: Buffer = NOTHING;
  /** No decision is possible below this many held bytes. */
  #wanted = 0;

  constructor(options: FramerOptions) {
    this.#keys = decryptionKeys(options);
  }

  push(bytes: Uint8Array): Piece[] {
    if (this.#held.length === 0 && !bytes.includes(TAG)) return [{ plain: bytes }];
    this.#held = this.#held.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#held, bytes]);
    if (this.#held.length < this.#wanted) return [];
    return this.#sort();
  }

  /** Gives back what is held: no more will come. */
  release(): Uint8Array {
    const held = this.#held;
    this.#held = NOTHING;
    this.#wanted = 0;
    return held;
  }

  /** Cuts what is held into plain bytes and cipher frames, as far as it can be told. */
  #sort(): Piece[] {
    const pieces: Piece[] = [];
    let held = this.#held;
    let from = 0;
    this.#wanted = 0;
    for (;;) {
      const at = held.indexOf(TAG, from);
      if (at < 0) {
        if (held.length > 0) pieces.push({ plain: held });
        held = NOTHING;
        break;
      }
      const layout = layoutAt(held, at);
      if (layout === "no") {
        from = at + 1;
        continue;
      }
      if (at > 0) pieces.push({ plain: held.subarray(0, at) });
      held = held.subarray(at);
      if (layout === "unknown") break;
      if (layout.length > held.length) {
        const inner = this.#openInner(held);
        if (!inner) {
          this.#wanted = Math.min(layout.length, nextDecision(held));
          break;
        }
        this.noise += inner.at;
        pieces.push({ frames: inner.frames });
        held = held.subarray(inner.end);
        from = 0;
        continue;
      }
      pieces.push({ frames: this.#open(held, layout) });
      held = held.subarray(layout.length);
      from = 0;
    }
    this.#held = Buffer.from(held);
    return pieces;
  }

  /** A cipher frame that is whole: its telegram, or a frame that says why not. */
  #open(held: Buffer, layout: CipherLayout): Frame[] {
    const bytes = held.subarray(0, layout.length);
    const frames = this.#telegrams(bytes, layout);
    if (frames) return frames;
    const inner = this.#openInner(bytes);
    this.noise += inner ? inner.at : bytes.length;
    return inner ? inner.frames : [closedFrame(bytes, this.#keys)];
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

  /** A frame that begins and ends inside what a false tag claims for itself. */
  #openInner(held: Buffer): { at: number; end: number; frames: Frame[] } | undefined {
    let at = held.indexOf(TAG, 1);
    for (let tries = 0; at > 0 && tries < 8; at = held.indexOf(TAG, at + 1)) {
      const layout = layoutAt(held, at);
      if (typeof layout === "string") continue;
      tries++;
      if (at + layout.length > held.length) continue;
      const frames = this.#telegrams(held.subarray(at, at + layout.length), layout);
      if (frames) return { at, end: at + layout.length, frames };
    }
    return undefined;
  }
}

/** The bytes needed before anything new can be told: the next inner frame's end, or one more byte. */
function nextDecision(held: Buffer): number {
  let wanted = Number.POSITIVE_INFINITY;
  for (let at = held.indexOf(TAG, 1); at > 0; at = held.indexOf(TAG, at + 1)) {
    const layout = layoutAt(held, at);
    if (layout === "no") continue;
    const end = layout === "unknown" ? held.length + 1 : at + layout.length;
    if (end > held.length) wanted = Math.min(wanted, end);
  }
  return wanted === Number.POSITIVE_INFINITY ? held.length + 64 : wanted;
}

function closedFrame(bytes: Buffer, keys: DecryptionKeys): Frame {
  return {
    bytes: Buffer.from(bytes),
    crc: { status: "absent" },
    ended: false,
    encrypted: true,
    fault: "decrypt",
    hint: keys.isDemo
      ? "The meter sends encrypted telegrams. Enter the decryption key that your grid company gave you for this meter."
      : "The telegrams cannot be decrypted: the decryption key is wrong, or the authentication key or the choice of additional data (AAD) does not fit this meter.",
  };
}
