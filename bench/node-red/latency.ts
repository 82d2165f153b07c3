import { setTimeout as wait } from "node:timers/promises";
import { Owner } from "../../test/system/support/owner";
import { TcpLine } from "../../test/system/support/tcp-line";
import { GeneratedMeter } from "../measured/telegrams/meter";
import { quantile, short } from "../numbers";
import { type Findings, goal, type Setting } from "../sections/section";
import { table } from "../table";
import { packageFlow } from "./flows";
import { BenchNodeRed } from "./node-red";

/** The last bytes of a telegram: two digits of the CRC and the line end. The digits complete the telegram. */
const REST = 4;
/** ms before the last bytes of a telegram, and between telegrams. */
const PAUSE = 5;

/** Measures the time from the last bytes of a telegram to the filter's message, with a telegram every 10 ms. */
export async function latency({ compiled, options, say }: Setting): Promise<Findings> {
  const telegrams = options.quick ? 100 : 2000;
  const meter = new GeneratedMeter(3);
  const owner = new Owner();
  try {
    const line = await TcpLine.listen(owner);
    const nodeRed = await BenchNodeRed.start(owner, compiled, packageFlow([line.port], 1));
    await line.hasReaders(1);
    const sent: number[] = [];
    const { times } = await nodeRed.messages(telegrams, async () => {
      for (let second = 0; second < telegrams; second++) {
        const telegram = meter.telegram(second);
        await line.write(telegram.subarray(0, -REST));
        await wait(PAUSE);
        sent.push(Number(process.hrtime.bigint()) / 1e6);
        await line.write(telegram.subarray(-REST));
        await wait(PAUSE);
      }
    });
    // The first telegrams are a warm-up.
    const delays = times.map((time, i) => time - sent[i]!).slice(telegrams / 10);
    const [median, p99] = [quantile(delays, 0.5), quantile(delays, 0.99)];
    const row = ["last bytes to the filter's message", short(median), short(p99), short(Math.max(...delays))];
    say(
      `**Latency, a telegram every ${2 * PAUSE} ms**\n\n${table(["", "median, ms", "p99, ms", "most, ms"], [row])}\n`,
    );
    return {
      figures: { median, p99, most: Math.max(...delays) },
      goals: [goal("d: median latency < 1 ms", median, " ms", median < 1)],
    };
  } finally {
    await owner.release();
  }
}
