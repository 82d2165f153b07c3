/** A reader to be measured. */
export interface Reader {
  /** Reads one whole telegram. Returns the power from the grid in kW, if found. Throws if it cannot read it. */
  readonly read: (telegram: Buffer) => number | undefined;
  /** Reads a stream; absent if the reader takes only whole telegrams. */
  readonly stream?: () => Stream;
}

/** A reader of a stream. */
export interface Stream {
  /** Takes the next bytes. If it returns a promise, the next call must wait for it. */
  readonly push: (chunk: Buffer) => void | Promise<void>;
  /** Telegrams read so far. */
  readonly count: () => number;
}
