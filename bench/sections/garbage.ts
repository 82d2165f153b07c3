import type { Job } from "../measured/jobs";
import { garbageKinds, type GarbageKind } from "../measured/telegrams/garbage";
import { short, spread, spreadText } from "../numbers";
import { interleave } from "../rounds";
import { table } from "../table";
import { costs, ratio } from "./ratio";
import { type Findings, goal, type Setting } from "./section";

const BYTES = 20_000_000;
/** Memory that may be held, KiB: twice 16 KiB in a framer (plain and cipher), the reader's memory, and heap noise. */
const CAP = 256;
const BYTES_QUICK = 1_000_000;
/** The most that a byte of garbage may cost, as a multiple of a telegram's byte. */
const MOST_TIMES = 3;

/** (c) The cost of bytes that are no telegrams, compared with telegrams. */
export async function garbageSection({ compiled, effort, options, say }: Setting): Promise<Findings> {
  const all = options.quick ? BYTES_QUICK : BYTES;
  // This kind is read as telegrams and is slower: a tenth of the bytes is enough.
  const bytesOf = (kind: GarbageKind): number => (kind === "no end lines" ? all / 10 : all);
  const kinds = Object.keys(garbageKinds) as GarbageKind[];
  const jobs = new Map<string, Job>([
    ["telegrams", { kind: "stream", reader: "this package", chunk: 65_536 }],
    ...kinds.map((garbage): [string, Job] => [garbage, { kind: "garbage", garbage, bytes: bytesOf(garbage) }]),
  ]);
  const answers = await interleave(compiled, jobs, effort);
  const telegrams = costs(answers.get("telegrams")!);
  const found = [...answers].map(([name, all]) => ({
    name,
    cost: spread(costs(all)),
    timesTelegrams: ratio(costs(all), telegrams),
    held: spread(all.map((one) => one.held ?? 0)).median,
  }));
  const rows = found.map(({ name, cost, timesTelegrams, held }) => {
    const what = name in garbageKinds ? garbageKinds[name as GarbageKind] : "in chunks of 64 KiB, read";
    return [
      name,
      what,
      spreadText(cost),
      short(timesTelegrams.median),
      name === "telegrams" ? "-" : short(held / 1024),
    ];
  });
  const title = `**${short(all / 1e6)} MB each, in chunks of 64 KiB**`;
  say(`${title}\n\n${table(["", "", "ns of CPU per byte", "times telegrams", "held, KiB"], rows, 2)}\n`);
  return {
    figures: found,
    goals: found
      .filter(({ name }) => name !== "telegrams")
      .flatMap(({ name, timesTelegrams: { median }, held }) => [
        goal(`c: ${name}, at most ${MOST_TIMES} times a telegram's cost`, median, "x", median <= MOST_TIMES),
        goal(`c: ${name}, held <= ${CAP} KiB`, held / 1024, " KiB", held / 1024 <= CAP),
      ]),
  };
}
