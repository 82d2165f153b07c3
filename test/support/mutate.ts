/** Random numbers that a seed gives again (mulberry32): from 0 to before 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What lies at the borders of the grammar. */
const MARKS = [
  "/",
  "/ISK5",
  "!",
  "!ABCD\r\n",
  "(",
  ")",
  "*",
  ")(",
  "\r",
  "\n",
  "\r\n\r\n",
  "\0",
  "\xff\xfb\x01",
  "\xff\xff",
  "\xdb\x08",
  "1-0:1.7.0",
  "0-0:1.0.0(",
  "*255",
  "632525252525S",
  "000101000000W",
  "-",
  ".",
  "99999999999999999999999999",
  "1e999",
  "__proto__",
  "0-1:24.2.1(",
  "1-0:99.97.0(2)(0-0:96.7.19)",
  "0-0:98.1.0(13)(1-0:1.6.0)(1-0:1.6.0)",
].map((mark) => Buffer.from(mark, "latin1"));

/** A mutation of one of `bases`, by the numbers `random` gives: bytes flipped, cut out, doubled, put in, spliced. */
export function mutated(bases: readonly Buffer[], random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]) => list[below(list.length)]!;
  const piece = (of: Buffer, most: number) => {
    const at = below(of.length);
    return of.subarray(at, at + 1 + below(most));
  };
  let bytes = pick(bases);
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(bytes.length + 1);
    const put = (what: Buffer) => Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);
    switch (below(8)) {
      case 0: {
        const copy = Buffer.from(bytes);
        if (at < copy.length) copy[at]! ^= 1 << below(8);
        bytes = copy;
        break;
      }
      case 1: {
        const copy = Buffer.from(bytes);
        for (let i = at; i < Math.min(copy.length, at + 1 + below(8)); i++) copy[i] = below(256);
        bytes = copy;
        break;
      }
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(100))]);
        break;
      case 3:
        bytes = put(piece(bytes, 200));
        break;
      case 4:
        bytes = put(piece(pick(bases), 300));
        break;
      case 5:
        bytes = put(Buffer.from(Array.from({ length: 1 + below(20) }, () => below(256))));
        break;
      case 6:
        bytes = put(pick(MARKS));
        break;
      default: {
        const other = pick(bases);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(below(other.length))]);
      }
    }
    if (bytes.length === 0) bytes = pick(bases);
  }
  return bytes;
}
