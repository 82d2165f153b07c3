/** What was done in a run or a part of it. */
export interface Work {
  readonly telegrams: number;
  readonly bytes: number;
}

export interface Run extends Work {
  /** CPU time of the whole process, garbage collection in its other threads included. */
  readonly cpuSeconds: number;
}

/** Repeats `step` until so much CPU time is spent. */
export async function spend(cpuSeconds: number, step: () => Work | Promise<Work>): Promise<Run> {
  const before = process.cpuUsage();
  let [telegrams, bytes] = [0, 0];
  for (;;) {
    const later = step();
    const work = later instanceof Promise ? await later : later;
    telegrams += work.telegrams;
    bytes += work.bytes;
    const { user, system } = process.cpuUsage(before);
    const spent = (user + system) / 1e6;
    if (spent >= cpuSeconds) return { telegrams, bytes, cpuSeconds: spent };
  }
}
