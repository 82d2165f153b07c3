import { spend } from "./cpu";
import { held } from "./gc";
import type { Job, Task } from "./jobs";
import type { Stream } from "./reader";
import { entry } from "./readers";
import { garbage } from "./telegrams/garbage";

const CHUNK = 65_536;

/**
 * Each run pushes `bytes` of garbage into a new stream, however long that takes. A second pass measures the memory
 * held. It is separate because several garbage collections in a row also discard compiled code.
 */
export function garbageTask({ garbage: kind, bytes }: Job & { kind: "garbage" }): Task {
  const all = garbage(kind, bytes);
  return async () => {
    const run = await spend(0, () => ({ bytes: all.length, telegrams: pushed(all).count() }));
    const before = held();
    const { count } = pushed(all);
    const after = held();
    // Keeps the stream reachable, so that its memory is measured.
    return { ...run, failed: 0, of: count(), held: after - before };
  };
}

function pushed(all: Buffer): Stream {
  const stream = entry("this package").make().stream!();
  for (let at = 0; at < all.length; at += CHUNK) void stream.push(all.subarray(at, at + CHUNK));
  return stream;
}
