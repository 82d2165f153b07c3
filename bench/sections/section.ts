import type { Options } from "../options";
import type { Effort } from "../rounds";
import type { Peers } from "../peers";

/** What a part of the bench works with. */
export interface Setting {
  readonly options: Options;
  readonly effort: Effort;
  /** Folder with what is measured, compiled. */
  readonly compiled: string;
  readonly peers: Peers;
  /** Prints Markdown, for people. */
  readonly say: (text: string) => void;
}

/** What it found. */
export interface Findings {
  /** For the JSON file. */
  readonly figures: unknown;
  /** What must hold, and whether it did. */
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
