/** One thing a stream, made when its first piece arrives; of more than `limit` streams the least recently used goes. */
export class Streams<T> {
  readonly #limit: number;
  readonly #make: () => T;
  readonly #all = new Map<string, T>();

  constructor(limit: number, make: () => T) {
    this.#limit = limit;
    this.#make = make;
  }

  get size(): number {
    return this.#all.size;
  }

  get(key: string): T {
    const stream = this.#all.get(key) ?? this.#make();
    // A Map keeps the order of insertion: what stands first was used longest ago.
    this.#all.delete(key);
    this.#all.set(key, stream);
    if (this.#all.size > this.#limit) this.#dropOldest();
    return stream;
  }

  #dropOldest(): void {
    const oldest = this.#all.keys().next();
    if (!oldest.done) this.#all.delete(oldest.value);
  }
}
