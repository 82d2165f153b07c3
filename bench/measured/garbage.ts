import { spend } from "./cpu";
import { held } from "./gc";
import type { Job, Task } from "./jobs";
import { entry } from "./readers";
import { garbage } from "./telegrams/garbage";

const CHUNK = 65_536;

/** So many bytes of garbage pushed into a fresh stream at each run, however long that takes. */
export function garbageTask({ garbage: kind, bytes }: Job & { kind: "garbage" }): Task {
  const all = garbage(kind, bytes);
  return async () => {
    const before = held();
    const { push, count } = entry("this package").make().stream!();
    const once = () => {
      for (let at = 0; at < all.length; at += CHUNK) void push(all.subarray(at, at + CHUNK));
      return { bytes: all.length, telegrams: count() };
    };
    const run = await spend(0, once);
    const after = held();
    // What was begun is still there to be measured.
    return { ...run, failed: 0, of: count(), held: after - before };
  };
}
