import { spend } from "./cpu";
import { held } from "./gc";
import type { Job, Task } from "./jobs";
import type { Stream } from "./reader";
import { entry } from "./readers";
import { garbage } from "./telegrams/garbage";

const CHUNK = 65_536;

/**
 * So many bytes of garbage pushed into a fresh stream at each run, however long that takes; and once more to see what is
 * held, apart from the first, since collecting garbage a few times in a row throws away compiled code, too.
 */
export function garbageTask({ garbage: kind, bytes }: Job & { kind: "garbage" }): Task {
  const all = garbage(kind, bytes);
  return async () => {
    const run = await spend(0, () => ({ bytes: all.length, telegrams: pushed(all).count() }));
    const before = held();
    const { count } = pushed(all);
    const after = held();
    // What was begun is still there to be measured.
    return { ...run, failed: 0, of: count(), held: after - before };
  };
}

function pushed(all: Buffer): Stream {
  const stream = entry("this package").make().stream!();
  for (let at = 0; at < all.length; at += CHUNK) void stream.push(all.subarray(at, at + CHUNK));
  return stream;
}
