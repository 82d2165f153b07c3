/** Where a wire comes from. */
export interface WireSource {
  readonly id: string;
  readonly type: string;
  /** The output it leaves by, 0 the first. */
  readonly output: number;
}

/** Most nodes looked at: flows may be large, and go round in circles. */
const MOST_NODES = 200;
const MOST_PARSERS = 5;

/**
 * The ids of the dsmr-parse nodes whose telegrams come to a node, the nearest first. `sourcesOf` gives where the wires
 * into a node come from.
 */
export function parsersBefore(id: string, sourcesOf: (id: string) => readonly WireSource[]): string[] {
  const seen = new Set([id]);
  const parsers: string[] = [];
  for (const at of seen) {
    for (const source of sourcesOf(at)) {
      if (seen.has(source.id) || seen.size >= MOST_NODES) continue;
      // The second output of a dsmr-parse is its health.
      if (source.type === "dsmr-parse" && source.output !== 0) continue;
      seen.add(source.id);
      if (source.type === "dsmr-parse") parsers.push(source.id);
    }
  }
  return parsers.slice(0, MOST_PARSERS);
}
