import type { TrialVerdictCode } from "../../../lib/connection/trial-verdict";

/** How a verdict looks: still open, all good, something to see to, or nothing works. */
export type Outcome = "open" | "good" | "doubtful" | "bad";

const outcomes: Partial<Record<TrialVerdictCode, Outcome>> = {
  opening: "open",
  waiting: "open",
  bytes: "open",
  searching: "open",
  good: "good",
  "crc-some": "doubtful",
  "cut-some": "doubtful",
  unsteady: "doubtful",
  stopped: "doubtful",
};

export function outcomeOf(code: TrialVerdictCode): Outcome {
  return outcomes[code] ?? "bad";
}

/** Verdicts that ask for what is entered under the fold for encryption. */
export function isAboutKeys(code: TrialVerdictCode): boolean {
  return code === "key-needed" || code === "key-wrong";
}
