import type { Run } from "./cpu";
import type { ReaderName } from "./readers";
import type { CorpusName } from "./telegrams/corpora";
import type { GarbageKind } from "./telegrams/garbage";

/** A job for a measuring process. */
export type Job =
  | { readonly kind: "parse"; readonly reader: ReaderName; readonly corpus: CorpusName; readonly field?: string }
  | { readonly kind: "stream"; readonly reader: ReaderName; readonly chunk: number }
  | { readonly kind: "garbage"; readonly garbage: GarbageKind; readonly bytes: number }
  | { readonly kind: "hold"; readonly telegrams: number };

/** A job, and the CPU time it may take, s. */
export interface Order {
  readonly job: Job;
  readonly cpuSeconds: number;
}

export interface Answer extends Run {
  /** Telegrams that were not read, or read wrongly, and their total. */
  readonly failed: number;
  readonly of: number;
  /** Why the first of them failed. */
  readonly why?: string | undefined;
  /**
   * Bytes held at the end, after a garbage collection: by the process, or by the reader alone when it reads garbage.
   */
  readonly held?: number;
}

/** A prepared job, which can be run repeatedly. */
export type Task = (cpuSeconds: number) => Promise<Answer>;
