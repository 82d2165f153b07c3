import { parseArgs } from "node:util";

export const sectionNames = ["a", "b", "c", "d", "e"] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Options {
  /** A short run to check that the bench works. Its numbers are rough. */
  readonly quick: boolean;
  readonly only: readonly SectionName[];
  /** A folder with files of real telegrams; absent if there is none. */
  readonly field: string | undefined;
  /** The path of the JSON file; absent for the default. */
  readonly json: string | undefined;
  /** The number of telegrams in the measurement of memory. */
  readonly telegrams: number;
  /** How often each thing is measured; absent for the default. */
  readonly rounds: number | undefined;
  readonly install: boolean;
}

export const usage = `npm run bench -- [options]
  --quick            a short run with rough figures; installs nothing
  --only a,b         a parse, b stream, c garbage, d Node-RED, e memory
  --field FOLDER     also read the telegrams in a folder's .txt files (or P1_TELEGRAMS=FOLDER)
  --rounds N         how often each is measured (7, quick 3)
  --telegrams N      how many go through in e (500,000)
  --json FILE        where the figures go (bench/results/<time>.json)
`;

/** Reads the command line. Throws an Error that says what is wrong with it. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", default: sectionNames.join(",") },
      field: { type: "string", default: env.P1_TELEGRAMS ?? "" },
      telegrams: { type: "string", default: "" },
      rounds: { type: "string" },
      json: { type: "string" },
    },
  });
  const { quick } = values;
  const telegrams = Number(values.telegrams || (quick ? 20_000 : 500_000));
  if (!(telegrams >= 1000)) throw new Error(`--telegrams must be at least 1000, and is ${values.telegrams}`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error(`--rounds must be a whole number above 0, and is ${values.rounds!}`);
  }
  return {
    quick,
    rounds,
    only: values.only.split(",").map(sectionName),
    field: values.field || undefined,
    json: values.json,
    telegrams,
    install: !quick,
  };
}

function sectionName(text: string): SectionName {
  const name = sectionNames.find((one) => one === text.trim());
  if (!name) throw new Error(`--only takes some of ${sectionNames.join(", ")}, and has "${text}"`);
  return name;
}
