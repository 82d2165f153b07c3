import { spend, type Work } from "./cpu";
import type { Job, Task } from "./jobs";
import type { Reader } from "./reader";
import { entry } from "./readers";
import { corpus } from "./telegrams/corpora";
import { printedPower } from "./telegrams/power";

/** Telegrams between two readings of the clock. */
const AT_ONCE = 50;

/** Reads telegrams one by one. Those that the reader fails on count, too. */
export function parseTask({ reader: name, corpus: which, field }: Job & { kind: "parse" }): Task {
  const telegrams = corpus(which, field);
  const reader = entry(name).make();
  const failures = telegrams.map((telegram) => failure(reader, telegram)).filter((why) => why !== undefined);
  const parts = Array.from({ length: Math.ceil(telegrams.length / AT_ONCE) }, (_, i) => {
    return telegrams.slice(i * AT_ONCE, (i + 1) * AT_ONCE);
  });
  let next = 0;
  const step = () => readAll(reader, parts[next++ % parts.length]!);
  const found = { failed: failures.length, of: telegrams.length, why: failures[0] };
  return async (cpuSeconds) => ({ ...(await spend(cpuSeconds, step)), ...found });
}

/** Why a reader cannot read a telegram; undefined if it returns the power that the telegram prints. */
function failure(reader: Reader, telegram: Buffer): string | undefined {
  const printed = printedPower(telegram);
  try {
    const power = reader.read(telegram);
    return printed === undefined || power === printed ? undefined : `${power ?? "no power"} instead of ${printed}`;
  } catch (error) {
    return String(error);
  }
}

function readAll(reader: Reader, telegrams: readonly Buffer[]): Work {
  let bytes = 0;
  for (const telegram of telegrams) {
    bytes += telegram.length;
    try {
      reader.read(telegram);
    } catch {
      // Failures were counted before.
    }
  }
  return { telegrams: telegrams.length, bytes };
}
