/** A 32-bit hash of whole numbers, the same on every machine. The simulator's only source of random numbers. */
export function hash(...numbers: number[]): number {
  let h = 0x9e3779b9;
  for (const number of numbers) {
    h = Math.imul(h ^ (number | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13) ^ Math.floor(number / 0x1_0000_0000), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** A whole number from `low` through `high`, which depends only on the `numbers`. */
export function pick(low: number, high: number, ...numbers: number[]): number {
  return low + (hash(...numbers) % (high - low + 1));
}

/** Returns a fast function from an index to a 32-bit hash, which depends only on the `numbers` and the index. */
export function chances(...numbers: number[]): (index: number) => number {
  const stream = hash(...numbers);
  return (index) => {
    let h = Math.imul(stream ^ index, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
}
