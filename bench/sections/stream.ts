import type { Job } from "../measured/jobs";
import { entry, readerNames } from "../measured/readers";
import { short, spread, spreadText } from "../numbers";
import { interleave } from "../rounds";
import { table } from "../table";
import { compare } from "./comparison";
import { costs, ratio } from "./ratio";
import { type Findings, type Goal, goal, type Setting } from "./section";

/** Bytes per chunk, and the goal as a multiple of p1-reader's speed: for single bytes, of its speed with 64 KiB. */
const CHUNKS = [
  { chunk: 65_536, name: "64 KiB", atLeast: 3.5 },
  { chunk: 128, name: "128 bytes", atLeast: 2.6 },
  { chunk: 1, name: "1 byte", atLeast: 0.35 },
];
const KIB = 1024;
const SIZES = [1, 4, 16, 64, 256, 1024, 4096, 16_384];
const MOST_APART = 1.5;

/** (b) A stream through framer, CRC and parser, for several sizes of chunks. */
export async function streamSection(setting: Setting): Promise<Findings> {
  const streaming = readerNames.filter((name) => entry(name).streams);
  const goals: Goal[] = [];
  const figures: Record<string, unknown> = {};
  let whole: readonly number[] = [];
  for (const { chunk, name, atLeast } of CHUNKS) {
    const found = await compare(setting, `**Chunks of ${name}**`, streaming, (reader) => {
      return { kind: "stream", reader, chunk };
    });
    figures[name] = found.figures;
    if (whole.length === 0) whole = found.yardstickRates;
    const yardstick = chunk === 1 ? whole : found.yardstickRates;
    if (yardstick.length === 0) continue;
    const times = ratio(found.ourRates, yardstick).median;
    const against = chunk === 1 ? "p1-reader with 64 KiB" : "p1-reader";
    goals.push(goal(`b: ${name}, times ${against} >= ${atLeast}`, times, "x", times >= atLeast));
  }
  const sizes = await bySize(setting);
  return { figures: { ...figures, sizes: sizes.figures }, goals: [...goals, ...sizes.goals] };
}

async function bySize({ compiled, effort, say }: Setting): Promise<Findings> {
  const jobs = SIZES.map((kib): [string, Job] => {
    return [sizeText(kib), { kind: "stream", reader: "this package", chunk: kib * KIB }];
  });
  const answers = await interleave(compiled, new Map(jobs), effort);
  const found = [...answers].map(([size, all]) => ({ size, cost: spread(costs(all)) }));
  const medians = found.map(({ cost }) => cost.median);
  const least = Math.min(...medians);
  const apart = Math.max(...medians) / least;
  const rows = found.map(({ size, cost }) => [size, spreadText(cost), short(cost.median / least)]);
  say(`**This package, by size of chunk**\n\n${table(["", "ns of CPU per byte", "times the least"], rows)}\n`);
  return {
    figures: found,
    goals: [goal(`b: cost per byte from 1 KiB to 16 MiB within ${MOST_APART}x`, apart, "x", apart <= MOST_APART)],
  };
}

function sizeText(kib: number): string {
  return kib < KIB ? `${kib} KiB` : `${kib / KIB} MiB`;
}
