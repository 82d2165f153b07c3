/** A 32-bit hash of whole numbers: the simulator's only source of chance, the same on every machine. */
export function hash(...numbers: number[]): number {
  let h = 0x9e3779b9;
  for (const number of numbers) {
    h = Math.imul(h ^ (number | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13) ^ Math.floor(number / 0x1_0000_0000), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** A whole number from `low` through `high`, decided by the numbers behind them. */
export function pick(low: number, high: number, ...numbers: number[]): number {
  return low + (hash(...numbers) % (high - low + 1));
}

/** Chance by index, for inner loops: a function that gives 32-bit hashes, decided by the numbers behind it. */
export function chances(...numbers: number[]): (index: number) => number {
  const stream = hash(...numbers);
  return (index) => {
    let h = Math.imul(stream ^ index, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
}
