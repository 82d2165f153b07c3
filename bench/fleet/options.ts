import { parseArgs } from "node:util";

export interface Options {
  readonly homes: number;
  /** Seconds between a home's telegrams. */
  readonly period: number;
  /** Seconds that the homes send. */
  readonly seconds: number;
  readonly workers: number;
}

/** Reads the command line. Default: 1,000 homes, a telegram every 10 s, two minutes, two workers. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      homes: { type: "string", default: "1000" },
      period: { type: "string", default: "10" },
      seconds: { type: "string", default: "120" },
      workers: { type: "string", default: "2" },
    },
  });
  const number = (name: keyof typeof values): number => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0, and is ${values[name]}`);
    return value;
  };
  return { homes: number("homes"), period: number("period"), seconds: number("seconds"), workers: number("workers") };
}
