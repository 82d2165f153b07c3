import { blankOf } from "./blank";

/** What a value is named after: a field of the catalogue, or the like. */
export interface Named {
  readonly name: string;
}

/**
 * A telegram's named numbers, in the order they are found. Telegrams of a meter have the same names, and many numbers
 * as in the one before: what was made of that is kept, and changed where it differs.
 */
export class NamedValues {
  /** What was found, and behind that what the telegram before had there. */
  readonly #named: Named[] = [];
  readonly #names: string[] = [];
  readonly #numbers: number[] = [];
  #count = 0;
  /** The telegram's `values`, copied when they are given; undefined where the names are others than before. */
  #made: Record<string, number> | undefined;
  /** Its keys: with these very strings it is changed fastest. */
  #keys: readonly string[] = [];

  /** Begins another telegram. */
  clear(): void {
    this.#count = 0;
  }

  get(name: string): number | undefined {
    const index = this.#indexOf(name);
    return index < 0 ? undefined : this.#numbers[index];
  }

  /** Adds a value whose name is not there; the name must be the catalogue's. */
  add(named: Named, value: number): void {
    const index = this.#count++;
    // The same object, mostly.
    if (named !== this.#named[index]) this.#rename(index, named);
    this.#put(index, value);
  }

  set(named: Named, value: number): void {
    const index = this.#indexOf(named.name);
    if (index < 0) this.add(named, value);
    else this.#put(index, value);
  }

  delete(name: string): void {
    const index = this.#indexOf(name);
    if (index < 0) return;
    this.#named.splice(index, 1);
    this.#names.splice(index, 1);
    this.#numbers.splice(index, 1);
    this.#count--;
    this.#made = undefined;
  }

  entries(): [name: string, value: number][] {
    return this.#names.slice(0, this.#count).map((name, index) => [name, this.#numbers[index]!]);
  }

  toObject(): Record<string, number> {
    if (!this.#made || this.#count < this.#names.length) this.#make();
    return { ...this.#made };
  }

  #rename(index: number, named: Named): void {
    this.#named[index] = named;
    if (named.name === this.#names[index]) return;
    this.#names[index] = named.name;
    this.#made = undefined;
  }

  #put(index: number, value: number): void {
    if (value === this.#numbers[index]) return;
    this.#numbers[index] = value;
    if (this.#made) this.#made[this.#keys[index]!] = value;
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
  }
}
