import type { Answer } from "../measured/jobs";
import { type Spread, spread } from "../numbers";

/** Telegrams per second of CPU time. */
export function rates(answers: readonly Answer[]): number[] {
  return answers.map(({ telegrams, cpuSeconds }) => telegrams / cpuSeconds);
}

/** Nanoseconds of CPU time per byte. */
export function costs(answers: readonly Answer[]): number[] {
  return answers.map(({ bytes, cpuSeconds }) => (cpuSeconds / bytes) * 1e9);
}

/** The ratio of two measurements, round by round, because what slows down a round slows down both. */
export function ratio(values: readonly number[], others: readonly number[]): Spread {
  return spread(values.map((value, round) => value / others[round]!));
}

/** The share of telegrams that were not read, or read wrongly, as text. */
export function failures(answers: readonly Answer[]): string {
  const sum = (what: "failed" | "of"): number => answers.reduce((total, answer) => total + answer[what], 0);
  const [failed, of] = [sum("failed"), sum("of")];
  if (failed === 0) return "0";
  return failed === of ? "all" : `${Math.max(0.1, (failed / of) * 100).toFixed(1)} %`;
}
