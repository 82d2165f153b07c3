/**
 * An object with these keys, all null, to be copied and filled; and the keys, since with the very strings it has it is
 * set fastest. Parsed, for an object that is filled key by key becomes a hash table, and copying one is slow.
 */
export function blankOf(keys: readonly string[]): { blank: Record<string, null>; keys: readonly string[] } {
  const text = keys.map((key) => `${JSON.stringify(key)}:null`).join(",");
  const blank = JSON.parse(`{${text}}`) as Record<string, null>;
  return { blank, keys: Object.keys(blank) };
}

/** Whether two lists hold the same texts in the same order. */
export function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
