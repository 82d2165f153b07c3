import { Owner } from "../test/system/support/owner";
import type { Answer, Job } from "./measured/jobs";
import { MeasuredProcess } from "./measured-process";

export interface Effort {
  readonly rounds: number;
  /** CPU time of a run, s. */
  readonly cpuSeconds: number;
  /** CPU time of the first run, which does not count, s. */
  readonly warmUp: number;
}

export const thorough: Effort = { rounds: 7, cpuSeconds: 0.4, warmUp: 2 };
export const rough: Effort = { rounds: 3, cpuSeconds: 0.1, warmUp: 0.2 };

/** Jobs by the name of the process that runs them. */
export type Lanes<Name extends string> = ReadonlyMap<Name, Job>;

/**
 * Runs the jobs in turns, round by round, so that other load on the machine affects all of them alike. Each job has its
 * own process. Returns the answers of each job, one per round.
 */
export async function interleave<Name extends string>(
  compiled: string,
  jobs: Lanes<Name>,
  effort: Effort,
): Promise<Map<Name, Answer[]>> {
  const owner = new Owner();
  try {
    const lanes = [...jobs].map(([name, job]) => {
      return { job, lane: new MeasuredProcess(owner, compiled), answers: [] as Answer[], name };
    });
    for (const { job, lane } of lanes) await lane.run({ job, cpuSeconds: effort.warmUp });
    for (let round = 0; round < effort.rounds; round++) {
      for (const { job, lane, answers } of lanes) answers.push(await lane.run({ job, cpuSeconds: effort.cpuSeconds }));
    }
    return new Map(lanes.map(({ name, answers }) => [name, answers]));
  } finally {
    await owner.release();
  }
}
