import type { Options } from "../options";
import type { Effort } from "../rounds";
import type { Peers } from "../peers";

/** What a section of the bench receives. */
export interface Setting {
  readonly options: Options;
  readonly effort: Effort;
  /** The folder with the compiled code. */
  readonly compiled: string;
  readonly peers: Peers;
  /** Prints Markdown. */
  readonly say: (text: string) => void;
}

/** The results of a section. */
export interface Findings {
  /** The data for the JSON file. */
  readonly figures: unknown;
  /** The goals, and whether they were reached. */
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly goal: string;
  readonly found: string;
  readonly met: boolean;
}

/** A goal for a number. */
export function goal(text: string, found: number, unit: string, met: boolean): Goal {
  return { goal: text, found: `${found.toPrecision(3)}${unit}`, met };
}
