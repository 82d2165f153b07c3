import { readerNames } from "../measured/readers";
import { corpora, type CorpusName } from "../measured/telegrams/corpora";
import { compare } from "./comparison";
import { type Findings, type Goal, goal, type Setting } from "./section";

/** Goals as multiples of p1-reader's speed. */
const AT_LEAST: Partial<Record<CorpusName, number>> = {
  "steady meter": 3.5,
  "changing meter": 3.5,
  "20 meters": 2.8,
  field: 2.8,
};
/** The goal as a multiple of the function node's speed. */
const AT_LEAST_FUNCTION_NODE = 1.2;

/** (a) From one telegram to its full payload. */
export async function parseSection(setting: Setting): Promise<Findings> {
  const { field } = setting.options;
  const names = (Object.keys(corpora) as CorpusName[]).filter((name) => name !== "field" || field !== undefined);
  const goals: Goal[] = [];
  const figures: Record<string, unknown> = {};
  for (const corpus of names) {
    const found = await compare(setting, `**${corpus}**: ${corpora[corpus]}`, readerNames, (reader) => {
      return { kind: "parse", reader, corpus, ...(field === undefined ? {} : { field }) };
    });
    figures[corpus] = found.figures;
    const atLeast = AT_LEAST[corpus];
    if (atLeast === undefined) continue;
    for (const [reader, times, least] of [
      ["p1-reader", found.timesYardstick?.median, atLeast],
      ["the function node", found.timesFunctionNode?.median, AT_LEAST_FUNCTION_NODE],
    ] as const) {
      if (times === undefined) continue;
      goals.push(goal(`a: ${corpus}, times ${reader} >= ${least}`, times, "x", times >= least));
    }
  }
  return { figures, goals };
}
