/** Entries by key, of which the least recently used goes when there are too many. */
export class RecentlyUsed<T> {
  readonly #most: number;
  readonly #entries = new Map<string, T>();
  /** The key used last, and its entry: mostly the one that is asked for next. */
  #key: string | undefined;
  #latest: T | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entry of a key, made where it is missing. */
  get(key: string, make: () => T): T {
    if (key === this.#key) return this.#latest!;
    const entry = this.#entries.get(key) ?? make();
    // A Map keeps the order of insertion: what stands first was used longest ago.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value!);
    this.#key = key;
    this.#latest = entry;
    return entry;
  }

  /** The entry of a key, where there is one; looking is no use. */
  peek(key: string): T | undefined {
    return this.#entries.get(key);
  }
}
