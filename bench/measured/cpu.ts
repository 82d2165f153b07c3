/** What a run, or a part of it, has done. */
export interface Work {
  readonly telegrams: number;
  readonly bytes: number;
}

export interface Run extends Work {
  /** CPU time of the whole process, with garbage collection in its other threads. */
  readonly cpuSeconds: number;
}

/** ms between two readings of the CPU time. A reading costs as much as one or two telegrams. */
const PAUSE_MS = 2;

/** Repeats `step` until `cpuSeconds` are spent; with 0, runs it once. */
export async function spend(cpuSeconds: number, step: () => Work | Promise<Work>): Promise<Run> {
  const before = process.cpuUsage();
  let [telegrams, bytes] = [0, 0];
  let asked = performance.now();
  for (;;) {
    const later = step();
    const work = later instanceof Promise ? await later : later;
    telegrams += work.telegrams;
    bytes += work.bytes;
    if (cpuSeconds > 0 && performance.now() - asked < PAUSE_MS) continue;
    const { user, system } = process.cpuUsage(before);
    const spent = (user + system) / 1e6;
    if (spent >= cpuSeconds) return { telegrams, bytes, cpuSeconds: spent };
    asked = performance.now();
  }
}
