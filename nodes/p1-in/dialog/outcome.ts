import type { ConnectionTestCode } from "../../../lib/connection/connection-test-result";

/** How a verdict looks: still open, all good, something to see to, or nothing works. */
export type Outcome = "open" | "good" | "doubtful" | "bad";

const outcomes: Partial<Record<ConnectionTestCode, Outcome>> = {
  opening: "open",
  waiting: "open",
  bytes: "open",
  searching: "open",
  good: "good",
  "crc-some": "doubtful",
  "cut-some": "doubtful",
  interrupted: "doubtful",
  stopped: "doubtful",
};

export function outcomeOf(code: ConnectionTestCode): Outcome {
  return outcomes[code] ?? "bad";
}

/** Verdicts that ask for what is entered under the fold for encryption. */
export function isAboutKeys(code: ConnectionTestCode): boolean {
  return code === "key-needed" || code === "key-wrong";
}
