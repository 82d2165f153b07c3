import type { Run } from "./cpu";
import type { ReaderName } from "./readers";
import type { CorpusName } from "./telegrams/corpora";
import type { GarbageKind } from "./telegrams/garbage";

/** What a measured process is asked to do. */
export type Job =
  | { readonly kind: "parse"; readonly reader: ReaderName; readonly corpus: CorpusName; readonly field?: string }
  | { readonly kind: "stream"; readonly reader: ReaderName; readonly chunk: number }
  | { readonly kind: "garbage"; readonly garbage: GarbageKind; readonly bytes: number }
  | { readonly kind: "hold"; readonly telegrams: number };

/** A job, and how long it may take, s of CPU. */
export interface Order {
  readonly job: Job;
  readonly cpuSeconds: number;
}

export interface Answer extends Run {
  /** Telegrams that could not be read, or were read wrongly, of how many. */
  readonly failed: number;
  readonly of: number;
  /** Why the first of them could not be. */
  readonly why?: string | undefined;
  /** Bytes held at the end, garbage collected: by the whole process, or by a reader of garbage alone. */
  readonly held?: number;
}

/** A job made ready to be run again and again. */
export type Task = (cpuSeconds: number) => Promise<Answer>;
