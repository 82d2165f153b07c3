import { blankOf, isSame } from "./blank";
import type { ObjectKind } from "./copier";
import { setAt } from "./key-places";
import { objectOf, type ReadLine } from "./read-lines";
import type { CosemObject } from "./types";

/**
 * Makes a telegram's `objects`. Setting dozens of computed keys one by one is slow; an object that begins as a copy of
 * one with the same keys is made several times as fast, and a meter's telegrams have the same codes.
 */
export class ObjectsByCode {
  readonly #kind: ObjectKind;
  #codes: readonly string[] = [];
  #keys: readonly string[] = [];
  #keyPlaces: readonly number[] | undefined;
  #blank: Record<string, CosemObject | null> = {};

  constructor(kind: ObjectKind) {
    this.#kind = kind;
  }

  /** The lines' objects by these codes, each given once. The list of codes must not be changed later. */
  make(codes: readonly string[], lines: readonly ReadLine[]): Record<string, CosemObject> {
    if (!isSame(codes, this.#codes)) {
      this.#codes = codes;
      ({ blank: this.#blank, keys: this.#keys } = blankOf(codes));
      this.#keyPlaces = undefined;
    }
    this.#keyPlaces ??= this.#kind.keyPlaces(this.#keys);
    const made = this.#kind.copy(this.#blank);
    const keys = this.#keys;
    const places = this.#keyPlaces;
    if (places) for (let i = 0; i < keys.length; i++) setAt(places[i]!, made, keys[i]!, objectOf(lines[i]!));
    else for (let i = 0; i < keys.length; i++) made[keys[i]!] = objectOf(lines[i]!);
    return made as Record<string, CosemObject>;
  }
}
