import { blankOf, isSame } from "./blank";
import type { CosemObject } from "./types";

/**
 * Makes a telegram's `objects`. Setting dozens of computed keys one by one is slow; an object that begins as a copy of
 * one with the same keys is made several times as fast, and a meter's telegrams have the same codes.
 */
export class ObjectsByCode {
  #codes: readonly string[] = [];
  #keys: readonly string[] = [];
  #blank: Record<string, CosemObject | null> = {};

  /** The lines' objects by these codes, each given once. The list of codes must not be changed later. */
  make(codes: readonly string[], lines: readonly { readonly object: CosemObject }[]): Record<string, CosemObject> {
    if (!isSame(codes, this.#codes)) {
      this.#codes = codes;
      ({ blank: this.#blank, keys: this.#keys } = blankOf(codes));
    }
    const made = { ...this.#blank };
    const keys = this.#keys;
    for (let i = 0; i < keys.length; i++) made[keys[i]!] = lines[i]!.object;
    return made as Record<string, CosemObject>;
  }
}
