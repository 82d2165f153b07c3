import type { ConnectionTestCode } from "../../../lib/connection/connection-test-result";

/** How a test's result is shown: not decided yet, all good, works with problems, or does not work. */
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

/** Whether a result asks for a key, which is entered in the folded part "Encryption". */
export function isAboutKeys(code: ConnectionTestCode): boolean {
  return code === "key-needed" || code === "key-wrong";
}
