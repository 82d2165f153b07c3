import { setTimeout as wait } from "node:timers/promises";
import { Owner } from "../../test/system/support/owner";
import { TcpLine } from "../../test/system/support/tcp-line";
import type { Memory } from "../measured/bench-sink";
import { GeneratedMeter } from "../measured/telegrams/meter";
import { short } from "../numbers";
import { type Findings, goal, type Setting } from "../sections/section";
import { table } from "../table";
import { idleFlow, packageFlow } from "./flows";
import { BenchNodeRed } from "./node-red";

const MB = 2 ** 20;
/** The time for an idle Node-RED to settle, and the time between a meter's telegrams, ms. */
const SECOND = 1000;
const MOST_MB = 150;
/** The meters send at this many different moments within each second. */
const MOMENTS = 20;

interface Found extends Memory {
  readonly meters: number;
  /** CPU time per telegram, us. */
  readonly cpu?: number;
}

/** Measures the cost of many meters, each with its own connection, p1-in, dsmr-parse and dsmr-filter. */
export async function connections({ compiled, options, say }: Setting): Promise<Findings> {
  const seconds = options.quick ? 3 : 15;
  const idle = await measure(compiled, 0, seconds);
  const found: Found[] = [idle];
  for (const meters of options.quick ? [1, 20] : [1, 100, 1000]) found.push(await measure(compiled, meters, seconds));
  const above = (of: Found, what: keyof Memory): string => short((of[what] - idle[what]) / MB);
  const rows = found.map((one) => [
    one.meters === 0 ? "idle Node-RED" : `${one.meters} connection${one.meters === 1 ? "" : "s"}`,
    short(one.resident / MB),
    above(one, "resident"),
    above(one, "residentAfterGc"),
    above(one, "used"),
    one.cpu === undefined ? "-" : short(one.cpu),
  ]);
  const head = ["", "resident, MB", "above idle", "after collection", "heap and buffers", "us of CPU per telegram"];
  say(`**Memory, a telegram a second from each**\n\n${table(head, rows)}\n`);
  const most = (found.at(-1)!.resident - idle.resident) / MB;
  const goals = options.quick ? [] : [goal(`d: 1,000 connections within ${MOST_MB} MB`, most, " MB", most <= MOST_MB)];
  return { figures: found, goals };
}

async function measure(compiled: string, meters: number, seconds: number): Promise<Found> {
  const owner = new Owner();
  try {
    const lines = await Promise.all(Array.from({ length: Math.min(meters, MOMENTS) }, () => TcpLine.listen(owner)));
    const ports = lines.map(({ port }) => port);
    const flow = meters === 0 ? idleFlow() : packageFlow(ports, meters);
    const nodeRed = await BenchNodeRed.start(owner, compiled, flow);
    if (meters === 0) {
      await wait(seconds * SECOND);
      return { meters, ...(await nodeRed.memory()) };
    }
    await Promise.all(lines.map((line) => line.hasReaders(meters / lines.length)));
    const meter = new GeneratedMeter(3);
    const { cpuSeconds } = await nodeRed.messages(meters * seconds, async () => {
      for (let second = 0; second < seconds; second++) {
        const telegram = meter.telegram(second);
        for (const line of lines) {
          await line.write(telegram);
          await wait(SECOND / lines.length);
        }
      }
    });
    return { meters, ...(await nodeRed.memory()), cpu: (cpuSeconds / (meters * seconds)) * 1e6 };
  } finally {
    await owner.release();
  }
}
