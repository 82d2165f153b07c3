import { readerNames } from "../measured/readers";
import { corpora, type CorpusName } from "../measured/telegrams/corpora";
import { compare } from "./comparison";
import { type Findings, type Goal, goal, type Setting } from "./section";

const AT_LEAST = 10;

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
    const times = found.timesYardstick?.median;
    if (times !== undefined)
      goals.push(goal(`a: ${corpus}, times p1-reader >= ${AT_LEAST}`, times, "x", times >= AT_LEAST));
  }
  return { figures, goals };
}
