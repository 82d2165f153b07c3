import { Owner } from "../../test/system/support/owner";
import { MeasuredProcess } from "../measured-process";
import { short } from "../numbers";
import { type Findings, goal, type Setting } from "./section";

const INTERVALS = 20;
const MB = 2 ** 20;
/** Growth that is allowed, for compiled code and caches. A leak of ten bytes per telegram would exceed it. */
const GROWTH_MB = 4;

/** (e) Many telegrams through framer and reader: the memory in use must not grow. */
export async function memorySection({ compiled, options, say }: Setting): Promise<Findings> {
  const each = Math.ceil(options.telegrams / INTERVALS);
  const owner = new Owner();
  try {
    const lane = new MeasuredProcess(owner, compiled);
    const heaps: number[] = [];
    let telegrams = 0;
    for (let interval = 0; interval < INTERVALS; interval++) {
      const answer = await lane.run({ job: { kind: "hold", telegrams: each }, cpuSeconds: 0 });
      telegrams += answer.telegrams;
      heaps.push(answer.held! / MB);
      say(`- ${telegrams.toLocaleString("en")} telegrams: ${short(heaps.at(-1)!)} MB on the heap and in buffers`);
    }
    say("");
    const growth = heaps.at(-1)! - heaps[1]!;
    return {
      figures: { telegrams, heaps },
      goals: [goal(`e: ${telegrams.toLocaleString("en")} telegrams, no growth`, growth, " MB", growth < GROWTH_MB)],
    };
  } finally {
    await owner.release();
  }
}
