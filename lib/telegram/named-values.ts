import { blankOf } from "./blank";
import type { ObjectKind } from "./copier";
import { setAt } from "./key-places";

/** What a value is named after: a field of the catalogue, or the like. */
export interface Named {
  readonly name: string;
}

/** A name, and where it stood among the values the last time, and as what: that is compared faster than names. */
export interface Place extends Named {
  index: number;
  named: Named | undefined;
}

export function placeOf(name: string): Place {
  return { name, index: 0, named: undefined };
}

/**
 * A telegram's named numbers, in the order they are found. Telegrams of a meter have the same names, and many numbers
 * as in the one before: what was made of that is kept, and changed where it differs.
 */
export class NamedValues {
  readonly #kind: ObjectKind;
  /**
   * What was found, and behind that what the telegram before had there. Nothing is read behind the ends of these lists:
   * the engine would compare slowly from then on.
   */
  readonly #named: Named[] = [];
  readonly #names: string[] = [];
  readonly #numbers: number[] = [];
  #count = 0;
  #isWhole = false;
  /** The telegram's `values`, copied when they are given; undefined where the names are others than before. */
  #made: Record<string, number> | undefined;
  /** Its keys: with these very strings it is changed fastest. */
  #keys: readonly string[] = [];
  #keyPlaces: readonly number[] | undefined;

  constructor(kind: ObjectKind) {
    this.#kind = kind;
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Whether nothing was taken out. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Begins another telegram. */
  clear(): void {
    this.#count = 0;
    this.#isWhole = true;
  }

  /** The same, with as many values as in the telegram before. */
  keep(count: number): void {
    this.#count = count;
  }

  /** The value that has the place's name; where it stands is remembered there. */
  get(place: Place): number | undefined {
    const { index, named, name } = place;
    if (index < this.#count && this.#named[index] === named) return this.#numbers[index];
    const found = this.#indexOf(name);
    if (found < 0) return undefined;
    place.index = found;
    place.named = this.#named[found];
    return this.#numbers[found];
  }

  /** Adds a value whose name is not there; the name must be the catalogue's. */
  add(named: Named, value: number): void {
    const index = this.#count++;
    // The same object, mostly.
    if (index === this.#named.length || named !== this.#named[index]) this.#rename(index, named);
    this.put(index, value);
  }

  set(named: Named, value: number): void {
    const index = this.#indexOf(named.name);
    if (index < 0) this.add(named, value);
    else this.put(index, value);
  }

  delete(name: string): void {
    const index = this.#indexOf(name);
    if (index < 0) return;
    this.#named.splice(index, 1);
    this.#names.splice(index, 1);
    this.#numbers.splice(index, 1);
    this.#count--;
    this.#made = undefined;
    this.#isWhole = false;
  }

  namedAt(index: number): Named {
    return this.#named[index]!;
  }

  numberAt(index: number): number {
    return this.#numbers[index]!;
  }

  toObject(): Record<string, number> {
    if (!this.#made || this.#count < this.#names.length) this.#make();
    this.#keyPlaces ??= this.#kind.keyPlaces(this.#keys);
    return this.#kind.copy(this.#made!);
  }

  #rename(index: number, named: Named): void {
    this.#named[index] = named;
    if (index === this.#names.length) this.#numbers.push(Number.NaN);
    else if (named.name === this.#names[index]) return;
    this.#names[index] = named.name;
    this.#made = undefined;
  }

  /** Changes a value; `index` tells how many were added before it. */
  put(index: number, value: number): void {
    if (value === this.#numbers[index]) return;
    this.#numbers[index] = value;
    if (!this.#made) return;
    if (this.#keyPlaces) setAt(this.#keyPlaces[index]!, this.#made, this.#keys[index]!, value);
    else this.#made[this.#keys[index]!] = value;
  }

  #indexOf(name: string): number {
    for (let i = 0; i < this.#count; i++) if (this.#names[i] === name) return i;
    return -1;
  }

  #make(): void {
    this.#named.length = this.#names.length = this.#numbers.length = this.#count;
    const { blank, keys } = blankOf(this.#names);
    const made: Record<string, number | null> = blank;
    for (const [index, key] of keys.entries()) made[key] = this.#numbers[index]!;
    this.#made = made as Record<string, number>;
    this.#keys = keys;
    this.#keyPlaces = undefined;
  }
}
