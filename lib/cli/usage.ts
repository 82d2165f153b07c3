import { parseArgs, type ParseArgsConfig } from "node:util";

/** The command line cannot be understood. The message is a sentence; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The command was understood but could not be done. The message is a sentence; the exit code is 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Reads arguments with `parseArgs` of Node.js. Throws a UsageError of one sentence for anything it does not know. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${text.split(". ")[0]!.replace(/\.$/, "")}.`);
  }
}

/** Returns the value of an option that must be one of `words`. Throws a UsageError. */
export function oneOf<T extends string>(option: string, value: string, words: readonly T[]): T {
  const word = words.find((known) => known === value);
  if (word === undefined) throw new UsageError(`--${option} is one of ${words.join(", ")}, not "${value}".`);
  return word;
}

/** Returns the value of an option that must be a number from `low` through `high`. Throws a UsageError. */
export function numberIn(option: string, value: string, low: number, high: number, whole: boolean): number {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (!(number >= low && number <= high) || (whole && !Number.isInteger(number))) {
    throw new UsageError(`--${option} is a ${whole ? "whole " : ""}number from ${low} to ${high}, not "${value}".`);
  }
  return number;
}
