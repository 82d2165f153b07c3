import type { Readable } from "node:stream";

/** Where a command reads and writes: the process's own streams, except in tests. */
export interface Console {
  readonly stdin: Readable;
  /** Writes to standard output, without adding a line end. */
  out(text: string): void;
  /** Resolves when standard output can take more, so that the output of a long file does not fill the memory. */
  drained(): Promise<void>;
  /** Writes a line to standard error. */
  error(text: string): void;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  readonly environment: NodeJS.ProcessEnv;
}
