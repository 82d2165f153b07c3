/** A way to read telegrams that is measured. */
export interface Reader {
  /** Reads one whole telegram; gives kW from the grid, where it found that. Throws where it cannot read it. */
  readonly read: (telegram: Buffer) => number | undefined;
  /** Reads a stream; absent where it reads whole telegrams only. */
  readonly stream?: () => Stream;
}

/** A stream being read. */
export interface Stream {
  /** Takes the next bytes. Where it answers later, the next must wait for that. */
  readonly push: (chunk: Buffer) => void | Promise<void>;
  /** Telegrams read so far. */
  readonly count: () => number;
}
