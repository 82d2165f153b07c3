/**
 * Makes objects by lists of keys and values. Setting dozens of computed keys one by one is slow; an object that
 * begins as a copy of one with the same keys is made several times as fast, and a meter's telegrams have the same keys.
 */
export class Shape<Value> {
  #given: readonly string[] = [];
  /** The same keys as the object has them: with these very strings it is set fastest. */
  #keys: readonly string[] = [];
  #copied: Record<string, Value | null> = {};

  /**
   * The object with these keys, each given once, in this order. They must have been checked by a pattern, and the list
   * must not be changed later.
   */
  make(keys: readonly string[], values: readonly Value[]): Record<string, Value> {
    if (!isSame(keys, this.#given)) this.#learn(keys);
    const made = { ...this.#copied };
    const own = this.#keys;
    for (let i = 0; i < own.length; i++) made[own[i]!] = values[i]!;
    return made as Record<string, Value>;
  }

  #learn(keys: readonly string[]): void {
    this.#given = keys;
    // Parsed, since an object that is filled key by key becomes a hash table, and copying one is slow.
    const text = keys.map((key) => `${JSON.stringify(key)}:null`).join(",");
    this.#copied = JSON.parse(`{${text}}`) as Record<string, null>;
    this.#keys = Object.keys(this.#copied);
  }
}

/** Whether two lists hold the same texts in the same order. */
export function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
