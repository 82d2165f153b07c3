/** The node and output that a wire comes from. */
export interface WireSource {
  readonly id: string;
  readonly type: string;
  /** The index of the output. */
  readonly output: number;
}

/** Most nodes that are visited; a flow may be large. */
const MOST_NODES = 200;
/** Most ids that are returned. */
const MOST_PARSERS = 5;

/**
 * The ids of the dsmr-parse nodes whose telegrams reach a node, the nearest first. `sourcesOf` returns where the wires
 * into a node come from.
 */
export function parsersBefore(id: string, sourcesOf: (id: string) => readonly WireSource[]): string[] {
  const seen = new Set([id]);
  const parsers: string[] = [];
  for (const at of seen) {
    for (const source of sourcesOf(at)) {
      if (seen.has(source.id) || seen.size >= MOST_NODES) continue;
      // The second output of a dsmr-parse is its health output.
      if (source.type === "dsmr-parse" && source.output !== 0) continue;
      seen.add(source.id);
      if (source.type === "dsmr-parse") parsers.push(source.id);
    }
  }
  return parsers.slice(0, MOST_PARSERS);
}
