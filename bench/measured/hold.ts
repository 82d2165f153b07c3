import { spend } from "./cpu";
import { held } from "./gc";
import type { Job, Task } from "./jobs";
import { entry } from "./readers";
import { corpus } from "./telegrams/corpora";

const CHUNK = 65_536;

/** Each run reads `telegrams` more telegrams of 20 meters in turns, and measures the memory held then. */
export function holdTask({ telegrams }: Job & { kind: "hold" }): Task {
  const once = corpus("20 meters", undefined);
  const bytes = Buffer.concat(once);
  const { push, count } = entry("this package").make().stream!();
  const playOnce = () => {
    const before = count();
    for (let at = 0; at < bytes.length; at += CHUNK) void push(bytes.subarray(at, at + CHUNK));
    return { bytes: bytes.length, telegrams: count() - before };
  };
  return async () => {
    const total = { telegrams: 0, bytes: 0, cpuSeconds: 0 };
    while (total.telegrams < telegrams) {
      const run = await spend(0, playOnce);
      if (run.telegrams !== once.length) throw new Error(`${run.telegrams} of ${once.length} telegrams came out`);
      total.telegrams += run.telegrams;
      total.bytes += run.bytes;
      total.cpuSeconds += run.cpuSeconds;
    }
    return { ...total, failed: 0, of: total.telegrams, held: held() };
  };
}
