import { hasObisLine, isMostlyText } from "./bytes";
import { AUTHENTICATED, nextHead, TAG, type CipherHead, type CipherLayout } from "./cipher-frame";
import { decrypt, decryptHint, decryptionKeys, type DecryptionKeys } from "./decrypt";
import type { Frame, FramerOptions } from "./frame";
import { HeldBytes } from "./held-bytes";
import { PlainFramer } from "./plain-framer";
import { decryptFault } from "./salvage";

/** A long chunk is taken in pieces of this size, in bytes, so that what is held stays small. */
const PIECE = 2 * 1024;

/** Most frames that are tried inside what a false head claims, and most false heads in a row: the cost stays linear. */
const MOST_TRIES = 8;
/** Most heads that are looked at inside what another one claims. */
const MOST_HEADS = 32;
/** If no head inside says how many bytes to wait for, the frame is looked at again after this many. */
const LOOK_AGAIN = 64;

/**
 * Bytes in, in chunks of any size; frames out, in order. Encrypted frames are decrypted with the keys in `options`; what
 * is between them is read as plain telegrams (DSMR 5.0.2, 5.2; Luxembourg E-Meter P1 specification 1.1.3, 3.2.5).
 *
 * The two bytes that begin an encrypted frame may also occur inside ciphertext, so one counts only if its tag fits; until
 * then its bytes are held. The cost is linear in the bytes. What is held is at most some dozens of KiB.
 */
export class TelegramFramer {
  readonly #keys: DecryptionKeys;
  readonly #plain = new PlainFramer();
  /** Bytes of encrypted frames that could not be decrypted. */
  #noise = 0;

  /** Bytes from a head, or what may be one, on: they are not decided yet. */
  readonly #held = new HeldBytes();
  /** Nothing can be decided before this many bytes are held. */
  #wanted = 0;
  /** Frames inside what the first head claims have been tried if they end within this many held bytes. */
  #triedTo = 0;
  /** False heads in a row, each inside what the one before it claims, and the frames that were tried inside them. */
  #misses = 0;
  #tries = 0;

  constructor(options: FramerOptions = {}) {
    this.#keys = decryptionKeys(options);
  }

  /** How many bytes belonged to no frame so far. */
  get noise(): number {
    return this.#plain.noise + this.#noise;
  }

  /** Takes the next bytes and returns the frames they completed. Throws nothing. */
  push(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    if (bytes.length <= PIECE) this.#take(bytes, frames);
    else for (let at = 0; at < bytes.length; at += PIECE) this.#take(bytes.subarray(at, at + PIECE), frames);
    return frames;
  }

  /** Ends the input, as at the end of a file: what has begun is judged as it stands. */
  flush(): Frame[] {
    const frames: Frame[] = [];
    this.#decide(true, frames);
    this.#release(frames);
    this.#plain.finish(frames, "end");
    return frames;
  }

  /** Forgets what has begun, as after a lost connection. A telegram comes out as a frame with the fault `cut`. */
  reset(): Frame[] {
    const frames: Frame[] = [];
    this.#release(frames);
    this.#plain.finish(frames, "cut");
    return frames;
  }

  #take(bytes: Uint8Array, out: Frame[]): void {
    if (this.#held.length === 0 && !bytes.includes(TAG)) {
      this.#plain.push(bytes, out);
      return;
    }
    this.#held.append(bytes);
    if (this.#held.length >= this.#wanted) this.#decide(false, out);
  }

  /** No more bytes of an encrypted frame will come: what is held is read as plain bytes. */
  #release(out: Frame[]): void {
    this.#plain.push(this.#held.bytes.subarray(0, this.#held.length), out);
    this.#held.drop(this.#held.length);
    this.#forget();
    this.#endMisses();
  }

  /** The first byte held is another one now. */
  #forget(): void {
    this.#wanted = 0;
    this.#triedTo = 0;
  }

  #endMisses(): void {
    this.#misses = 0;
    this.#tries = 0;
  }

  /** Splits the held bytes into plain bytes and encrypted frames, as far as they can be told apart. */
  #decide(final: boolean, out: Frame[]): void {
    let rest = this.#held.bytes.subarray(0, this.#held.length);
    for (;;) {
      const head = nextHead(rest, 0, final);
      const at = head?.at ?? rest.length;
      if (at > 0) {
        this.#plain.push(rest.subarray(0, at), out);
        rest = rest.subarray(at);
        this.#forget();
      }
      if (!head || head.layout === "unknown") break;
      const count = this.#decideHead(rest, head.layout, final, out);
      if (count === 0) break;
      rest = rest.subarray(count);
      this.#forget();
    }
    this.#held.drop(this.#held.length - rest.length);
  }

  /** Decides on the head that `bytes` begin with. Returns how many bytes are done; 0 if more are needed. */
  #decideHead(bytes: Buffer, layout: CipherLayout, final: boolean, out: Frame[]): number {
    const claimed = bytes.subarray(0, layout.length);
    const isWhole = claimed.length === layout.length;
    const frames = isWhole ? telegramsIn(claimed, layout, this.#keys) : undefined;
    if (frames) {
      out.push(...frames);
      this.#endMisses();
      return claimed.length;
    }
    const inner = this.#decryptInner(claimed);
    if (inner) {
      this.#skip(claimed.subarray(0, inner.at), out);
      out.push(...inner.frames);
      this.#endMisses();
      return inner.end;
    }
    if (!isWhole) {
      this.#wanted = Math.min(layout.length, nextInnerEnd(bytes));
      return 0;
    }
    const next = nextHead(bytes, 1, final);
    const isInside = next !== undefined && next.at < claimed.length;
    if (isInside && next.layout === "unknown") {
      this.#wanted = bytes.length + 1;
      return 0;
    }
    return this.#giveUp(claimed, isInside ? next.at : undefined, out);
  }

  /** A whole frame that cannot be decrypted: drops it up to the next head inside it, if there is one. */
  #giveUp(claimed: Buffer, next: number | undefined, out: Frame[]): number {
    const isLast = next === undefined || this.#misses >= MOST_TRIES;
    if (isLast) this.#endMisses();
    else this.#misses++;
    const failed = isLast ? claimed : claimed.subarray(0, next);
    const isPlain = this.#skip(failed, out);
    if (!isPlain) out.push({ ...decryptFault(decryptHint(this.#keys)), bytes: Buffer.from(failed), encrypted: true });
    return failed.length;
  }

  /** Bytes that a head claimed in vain: part of plain telegrams if they read so, else noise. */
  #skip(bytes: Buffer, out: Frame[]): boolean {
    const isPlain = hasObisLine(bytes) || isMostlyText(bytes);
    if (isPlain) this.#plain.push(bytes, out);
    else this.#noise += bytes.length;
    return isPlain;
  }

  /** A frame that begins and ends inside what a false head claims. */
  #decryptInner(claimed: Buffer): { at: number; end: number; frames: Frame[] } | undefined {
    const triedTo = this.#triedTo;
    this.#triedTo = claimed.length;
    for (const { at, layout } of innerHeads(claimed)) {
      if (layout === "unknown") continue;
      const end = at + layout.length;
      if (end > claimed.length || end <= triedTo) continue;
      if (this.#tries++ >= MOST_TRIES) return undefined;
      const frames = telegramsIn(claimed.subarray(at, end), layout, this.#keys);
      if (frames) return { at, end, frames };
    }
    return undefined;
  }
}

/** The heads behind the first byte of what a head claims, as many as are looked at. */
function innerHeads(claimed: Buffer): CipherHead[] {
  const heads: CipherHead[] = [];
  let head = nextHead(claimed, 1, false);
  for (; head && heads.length < MOST_HEADS; head = nextHead(claimed, head.at + 1, false)) heads.push(head);
  return heads;
}

/** How many bytes must be there before another frame that begins inside `bytes`, behind its first byte, can be whole. */
function nextInnerEnd(bytes: Buffer): number {
  const ends = innerHeads(bytes)
    .map(({ at, layout }) => (layout === "unknown" ? bytes.length + 1 : at + layout.length))
    .filter((end) => end > bytes.length);
  return ends.length > 0 ? Math.min(...ends) : bytes.length + LOOK_AGAIN;
}

/** The telegrams of an encrypted frame; undefined if its tag does not fit or, without a tag, no CRC inside is right. */
function telegramsIn(bytes: Buffer, layout: CipherLayout, keys: DecryptionKeys): Frame[] | undefined {
  const plaintext = decrypt(bytes, layout, keys);
  if (!plaintext) return undefined;
  const frames: Frame[] = [];
  const framer = new PlainFramer();
  framer.push(plaintext, frames);
  framer.finish(frames, "end");
  const hasTag = layout.security === AUTHENTICATED;
  const isProven = hasTag ? frames.length > 0 : frames.some(({ crc }) => crc.status === "valid");
  return isProven ? frames.map((frame) => ({ ...frame, encrypted: true })) : undefined;
}
