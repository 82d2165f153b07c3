import type { Readable } from "node:stream";

/** Where a command reads and writes; the process's own, but for tests. */
export interface Console {
  readonly stdin: Readable;
  out(text: string): void;
  /** Resolves when what was written has gone out, so that a long file does not pile up in memory. */
  drained(): Promise<void>;
  error(text: string): void;
  readonly isTerminal: boolean;
  readonly environment: NodeJS.ProcessEnv;
}
