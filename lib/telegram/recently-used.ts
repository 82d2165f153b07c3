interface Used<T> {
  readonly entry: T;
  /** Which use of any was its last. */
  last: number;
}

/** Entries by key, of which the least recently used goes when there are too many. */
export class RecentlyUsed<T> {
  readonly #most: number;
  readonly #entries = new Map<string, Used<T>>();
  #uses = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entry of a key, made where it is missing. Making one beyond the limit looks at each of the others. */
  get(key: string, make: () => T): T {
    return this.find(key) ?? this.#add(key, make());
  }

  /** The entry of a key, where there is one; that is a use, too. */
  find(key: string): T | undefined {
    const used = this.#entries.get(key);
    if (!used) return undefined;
    used.last = ++this.#uses;
    return used.entry;
  }

  /** The entry of a key, where there is one; looking is no use. */
  peek(key: string): T | undefined {
    return this.#entries.get(key)?.entry;
  }

  #add(key: string, entry: T): T {
    if (this.#entries.size >= this.#most) this.#forgetOne();
    this.#entries.set(key, { entry, last: ++this.#uses });
    return entry;
  }

  #forgetOne(): void {
    let oldest = Number.POSITIVE_INFINITY;
    let forgotten = "";
    for (const [key, { last }] of this.#entries) {
      if (last >= oldest) continue;
      oldest = last;
      forgotten = key;
    }
    this.#entries.delete(forgotten);
  }
}
