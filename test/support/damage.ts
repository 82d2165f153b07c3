import fc from "fast-check";

/** What happens to a stream of bytes at one place. */
export interface Damage {
  kind: "cut" | "flip" | "insert";
  at: number;
  /** Bytes cut out. */
  length: number;
  /** For a flip: what each byte from `at` on is combined with (exclusive or); else what is put in. */
  bytes: Buffer;
}

/** Where a telegram stands in its stream: from its "/" through its CRC. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Some damages to a stream, in order, of which no two touch one telegram: twice damaged, its version line gone and its
 * CRC, one of DSMR 5 is one of DSMR 2. Places at line starts are likelier; pieces of the stream are put in, too.
 */
export function damages(stream: Buffer, spans: readonly Span[]): fc.Arbitrary<Damage[]> {
  const lineStarts = [...stream.keys()].filter((at) => at === 0 || stream[at - 1] === 0x0a);
  const place = fc.oneof(fc.integer({ min: 0, max: stream.length }), fc.constantFrom(...lineStarts));
  const noise = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  const pieces = fc
    .tuple(place, fc.integer({ min: 1, max: 200 }))
    .map(([at, length]) => stream.subarray(at, at + length));
  const marks = fc
    .array(
      fc.constantFrom("/", "/ISK5", "!", "!ABCD", "(", ")", "\r\n", "\n", "\0", "\xff", "\xdb\x08", "1-0:1.7.0(9*kW)"),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((words) => Buffer.from(words.join(""), "latin1"));
  const cut = fc.tuple(place, place).map(([one, other]): Damage => {
    const [at, end] = one < other ? [one, other] : [other, one];
    return { kind: "cut", at, length: end - at, bytes: Buffer.alloc(0) };
  });
  const short = fc.tuple(place, fc.integer({ min: 1, max: 60 })).map(([at, length]): Damage => ({
    kind: "cut",
    at,
    length: Math.min(length, stream.length - at),
    bytes: Buffer.alloc(0),
  }));
  const flip = fc
    .tuple(place, fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 3 }))
    .map(([at, masks]): Damage => ({
      kind: "flip",
      at,
      length: Math.min(masks.length, stream.length - at),
      bytes: Buffer.from(masks),
    }));
  const insert = fc
    .tuple(place, fc.oneof(noise, pieces, marks))
    .map(([at, bytes]): Damage => ({ kind: "insert", at, length: 0, bytes }));
  return fc.array(fc.oneof(cut, short, flip, insert), { minLength: 1, maxLength: 3 }).map((found) => {
    const sorted = found.sort((a, b) => a.at - b.at);
    const kept: Damage[] = [];
    for (const damage of sorted) {
      const before = kept.at(-1);
      const touched = spans.filter((span) => touches(damage, span));
      const again = touched.some((span) => kept.some((other) => touches(other, span)));
      if (!again && (!before || damage.at > before.at + before.length)) kept.push(damage);
    }
    return kept;
  });
}

export function damaged(stream: Buffer, done: readonly Damage[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { kind, at, length, bytes } of done) {
    parts.push(stream.subarray(from, at));
    if (kind === "flip") parts.push(Buffer.from(stream.subarray(at, at + length).map((byte, i) => byte ^ bytes[i]!)));
    if (kind === "insert") parts.push(bytes);
    from = at + length;
  }
  return Buffer.concat([...parts, stream.subarray(from)]);
}

/** Whether a damage is inside a telegram; bytes put in before its "/" or behind its CRC are not. */
export function touches({ at, length }: Damage, { start, end }: Span): boolean {
  return length === 0 ? at > start && at < end : at < end && at + length > start;
}

/** `bytes` in chunks of these lengths, over and over. */
export function chunks(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length]!;
    found.push(bytes.subarray(at, at + length));
    at += length;
  }
  return found;
}
