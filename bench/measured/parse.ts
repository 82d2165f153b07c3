import { spend, type Work } from "./cpu";
import type { Job, Task } from "./jobs";
import type { Reader } from "./reader";
import { entry } from "./readers";
import { corpus } from "./telegrams/corpora";
import { printedPower } from "./telegrams/power";

/** Between two looks at the clock. */
const AT_ONCE = 50;

/** Telegrams handed in one by one, also those the reader fails on: how soon it gives up is its own merit. */
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

/** Why it cannot read a telegram; undefined where it gives the power that the telegram prints. */
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
      // Counted beforehand.
    }
  }
  return { telegrams: telegrams.length, bytes };
}
