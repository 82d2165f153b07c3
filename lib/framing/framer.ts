import { CipherStage, type Piece } from "./cipher";
import type { Frame, FramerOptions } from "./frame";
import { PlainFramer } from "./plain-framer";

/**
 * Bytes in, in any chunking; frames out, in order. Cipher frames are opened with the keys in `options`; what stands
 * between them is read as plain telegrams (DSMR 5.0.2, 5.2; Luxembourg E-Meter P1 specification 1.1.3, 3.2.5).
 * Holds one telegram of at most 16 KiB and one cipher frame of the same size; the cost is linear in the bytes.
 */
export class TelegramFramer {
  readonly #cipher: CipherStage;
  readonly #plain = new PlainFramer();

  constructor(options: FramerOptions = {}) {
    this.#cipher = new CipherStage(options);
  }

  /** Bytes that belonged to no frame so far. */
  get noise(): number {
    return this.#plain.noise + this.#cipher.noise;
  }

  /** Takes the next bytes, throws nothing, and gives the frames they completed. */
  push(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    // Most pieces of a slow line are of some dozens of bytes.
    if (this.#cipher.isIdle && this.#plain.takeInside(bytes)) return frames;
    if (this.#cipher.passes(bytes)) this.#plain.push(bytes, frames);
    else this.#take(this.#cipher.push(bytes), frames);
    return frames;
  }

  /** Ends the input, as at the end of a file: what was begun is judged as it stands. */
  flush(): Frame[] {
    const frames: Frame[] = [];
    this.#take(this.#cipher.finish(), frames);
    this.#plain.finish(frames, "end");
    return frames;
  }

  /** Forgets what was begun, as after a lost connection: it comes out as a frame with the fault `cut`. */
  reset(): Frame[] {
    const frames: Frame[] = [];
    this.#plain.push(this.#cipher.release(), frames);
    this.#plain.finish(frames, "cut");
    return frames;
  }

  #take(pieces: readonly Piece[], frames: Frame[]): void {
    for (const piece of pieces) {
      if ("plain" in piece) this.#plain.push(piece.plain, frames);
      else frames.push(...piece.frames);
    }
  }
}
