import { BANG, isLineStart, SLASH } from "./marks";

/** So many bytes are looked at one by one, before the platform is asked: a call of it costs as much. */
const NEAR = 16;
const NOTHING = new Uint8Array(0);

/** Finds the "/" and "!" of a chunk; asked from places that only go up, it looks at each byte a few times at most. */
export class MarkSearch {
  #bytes: Uint8Array = NOTHING;
  /** The first of each at or behind the last place asked for; the chunk's length where there is none. */
  #slash = -1;
  #bang = -1;

  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#slash = -1;
    this.#bang = -1;
  }

  /** Lets go of the chunk. */
  release(): void {
    this.#bytes = NOTHING;
  }

  /** Where the next "/" stands at or behind `from`; the chunk's length where none does. */
  slash(from: number): number {
    const bytes = this.#bytes;
    const near = Math.min(from + NEAR, bytes.length);
    for (let at = from; at < near; at++) if (bytes[at] === SLASH) return at;
    return near === bytes.length ? near : this.#farSlash(near);
  }

  /**
   * Where a frame that goes on at `from` may end: the next "!", or "/" that may begin a line. `limit` where neither
   * stands before that.
   */
  end(from: number, limit: number): number {
    let at = this.#either(from);
    while (at < limit && this.#bytes[at] === SLASH && !isLineStart(this.#bytes, at, from, true)) {
      at = this.#either(at + 1);
    }
    return Math.min(at, limit);
  }

  #either(from: number): number {
    const bytes = this.#bytes;
    const near = Math.min(from + NEAR, bytes.length);
    for (let at = from; at < near; at++) {
      const byte = bytes[at];
      if (byte === SLASH || byte === BANG) return at;
    }
    return near === bytes.length ? near : Math.min(this.#farSlash(near), this.#farBang(near));
  }

  #farSlash(from: number): number {
    if (this.#slash < from) this.#slash = this.#far(SLASH, from);
    return this.#slash;
  }

  #farBang(from: number): number {
    if (this.#bang < from) this.#bang = this.#far(BANG, from);
    return this.#bang;
  }

  #far(mark: number, from: number): number {
    const at = this.#bytes.indexOf(mark, from);
    return at < 0 ? this.#bytes.length : at;
  }
}
