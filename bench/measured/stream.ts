import { spend, type Work } from "./cpu";
import type { Job, Task } from "./jobs";
import type { Stream } from "./reader";
import { entry } from "./readers";
import { streamTelegrams } from "./telegrams/corpora";

/** The limit of chunks made in advance. Each is an object; more of them would not fit into the processor's cache. */
const MOST_CHUNKS = 30_000;
/** Bytes, or chunks, between two readings of the clock. */
const BYTES_AT_ONCE = 16_384;
const CHUNKS_AT_ONCE = 2000;
/** Telegrams that may end in the next run, or are still in the stream's buffers. */
const ON_THE_WAY = 20;

/** Plays a stream in chunks of one size again and again. Telegrams count when they come out. */
export function streamTask({ reader, chunk }: Job & { kind: "stream" }): Task {
  const { chunks, telegrams } = cut(chunk);
  const stream = entry(reader).make().stream!();
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
  const step = player(stream, chunks);
  return async (cpuSeconds) => {
    const run = await spend(cpuSeconds, step);
    const of = Math.round((run.bytes / bytes) * telegrams);
    const missing = of - run.telegrams;
    return { ...run, of, failed: missing > ON_THE_WAY ? missing : 0 };
  };
}

/** Whole telegrams, cut into chunks of `size` bytes. */
function cut(size: number): { chunks: Buffer[]; telegrams: number } {
  const all = streamTelegrams();
  const mean = all.reduce((sum, { length }) => sum + length, 0) / all.length;
  const most = Math.floor((MOST_CHUNKS * size) / mean);
  const once = all.slice(0, most);
  const times = Math.ceil(size / (mean * once.length));
  const bytes = Buffer.concat(Array<Buffer[]>(times).fill(once).flat());
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => {
    return bytes.subarray(i * size, (i + 1) * size);
  });
  return { chunks, telegrams: times * once.length };
}

/** Returns a function that pushes the next chunks at each call. */
function player(stream: Stream, chunks: readonly Buffer[]): () => Work | Promise<Work> {
  let next = 0;
  let counted = 0;
  const since = (): number => {
    const before = counted;
    counted = stream.count();
    return counted - before;
  };
  return () => {
    let bytes = 0;
    for (let pushed = 0; pushed < CHUNKS_AT_ONCE && bytes < BYTES_AT_ONCE; pushed++) {
      const chunk = chunks[next]!;
      next = next + 1 < chunks.length ? next + 1 : 0;
      bytes += chunk.length;
      const later = stream.push(chunk);
      if (later) return later.then(() => ({ bytes, telegrams: since() }));
    }
    return { bytes, telegrams: since() };
  };
}
