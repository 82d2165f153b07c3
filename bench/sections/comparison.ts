import type { Answer, Job } from "../measured/jobs";
import { entry, type ReaderName } from "../measured/readers";
import { short, type Spread, spread, spreadText } from "../numbers";
import { versionOf } from "../peers";
import { interleave } from "../rounds";
import { table } from "../table";
import { failures, rates, ratio } from "./ratio";
import type { Setting } from "./section";

/** The best known reader on npm, with which the others are compared. */
const YARDSTICK: ReaderName = "p1-reader";
const OURS: ReaderName = "this package";
/** What people write today. */
const FUNCTION_NODE: ReaderName = "function node";

export interface Comparison {
  readonly figures: unknown;
  /** The speed of this package as a multiple of the yardstick's; absent if the yardstick is not installed. */
  readonly timesYardstick: Spread | undefined;
  /** The same of the function node's. */
  readonly timesFunctionNode: Spread | undefined;
  /** The yardstick's telegrams per CPU second, round by round; empty if it is not installed. */
  readonly yardstickRates: readonly number[];
  /** The same of this package. */
  readonly ourRates: readonly number[];
}

/** Measures several readers at the same job and prints a table. */
export async function compare(
  { compiled, effort, peers, say }: Setting,
  title: string,
  names: readonly ReaderName[],
  jobOf: (reader: ReaderName) => Job,
): Promise<Comparison> {
  const present = names.filter((name) => peers.present.includes(name));
  const answers = await interleave(compiled, new Map(present.map((name) => [name, jobOf(name)])), effort);
  const yardstick = answers.get(YARDSTICK);
  const times = (of: readonly Answer[]): Spread | undefined => yardstick && ratio(rates(of), rates(yardstick));
  const rows = names.map((name) => {
    const found = answers.get(name);
    if (!found) return [name, "not installed", "-", "-"];
    const against = times(found);
    const rate = spread(rates(found));
    return [label(name), spreadText(rate), against ? short(against.median) : "-", failures(found)];
  });
  const head = ["", "telegrams per CPU second", `times ${YARDSTICK}`, "not read"];
  const why = [...answers].flatMap(([name, [first]]) => {
    return first?.why === undefined ? [] : [`- ${label(name)} failed first with: ${first.why}`];
  });
  say([title, "", table(head, rows), ...(why.length > 0 ? ["", ...why] : []), ""].join("\n"));
  return {
    figures: [...answers].map(([name, found]) => ({
      reader: name,
      version: versionOf(name),
      telegramsPerCpuSecond: spread(rates(found)),
      timesYardstick: times(found),
      failed: failures(found),
    })),
    timesYardstick: times(answers.get(OURS)!),
    timesFunctionNode: answers.has(FUNCTION_NODE)
      ? ratio(rates(answers.get(OURS)!), rates(answers.get(FUNCTION_NODE)!))
      : undefined,
    yardstickRates: rates(yardstick ?? []),
    ourRates: rates(answers.get(OURS)!),
  };
}

export function label(name: ReaderName): string {
  return [name, versionOf(name)].filter(Boolean).join(" ");
}

/** Explains once for all tables what each reader does. */
export function notes(names: readonly ReaderName[]): string {
  return names.map((name) => `- ${label(name)}: ${entry(name).note}`).join("\n");
}
