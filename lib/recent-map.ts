/** Values by key, at most `most` of them: a new key takes the place of the key that was used least recently. */
export class RecentMap<T extends object> {
  readonly #most: number;
  /** In order of use: the least recently used key comes first. */
  readonly #values = new Map<string, T>();

  /** `most`: at least 1. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#values.size;
  }

  /** The value of a key; if there is none, the one that `make` returns. Counts as a use. */
  get(key: string, make: () => T): T {
    return this.find(key) ?? this.#add(key, make());
  }

  /** The value of a key; undefined if there is none. Counts as a use. */
  find(key: string): T | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  #add(key: string, value: T): T {
    const [oldest] = this.#values.keys();
    if (oldest !== undefined && this.#values.size >= this.#most) this.#values.delete(oldest);
    this.#values.set(key, value);
    return value;
  }
}
