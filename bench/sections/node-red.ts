import { Owner } from "../../test/system/support/owner";
import { TcpLine } from "../../test/system/support/tcp-line";
import { GeneratedMeter } from "../measured/telegrams/meter";
import { functionFlow, packageFlow } from "../node-red/flows";
import { latency } from "../node-red/latency";
import { connections } from "../node-red/memory";
import { BenchNodeRed } from "../node-red/node-red";
import { spread, short, spreadText } from "../numbers";
import { table } from "../table";
import { ratio } from "./ratio";
import { type Findings, goal, type Setting } from "./section";

const FLOWS = {
  "p1-in, dsmr-parse, dsmr-filter": (port: number) => packageFlow([port], 1),
  "the same, dsmr-parse with a second wire": (port: number) => packageFlow([port], 1, true),
  "tcp in, function node": functionFlow,
} as const;
type FlowName = keyof typeof FLOWS;
const PACKAGE: FlowName = "p1-in, dsmr-parse, dsmr-filter";
const FUNCTION: FlowName = "tcp in, function node";

interface Lane {
  readonly name: FlowName;
  readonly line: TcpLine;
  readonly nodeRed: BenchNodeRed;
  /** CPU time per telegram in each round, us. */
  readonly cpu: number[];
  /** Telegrams per second of elapsed time in each round. */
  readonly pace: number[];
}

/** (d) The nodes in a Node-RED without editor. */
export async function nodeRedSection(setting: Setting): Promise<Findings> {
  const parts = [await cost(setting), await latency(setting), await connections(setting)];
  return { figures: parts.map(({ figures }) => figures), goals: parts.flatMap(({ goals }) => goals) };
}

/** The cost of a telegram, from its bytes to the message of the last node. */
async function cost({ compiled, effort, options, say }: Setting): Promise<Findings> {
  const telegrams = options.quick ? 500 : 5000;
  const meter = new GeneratedMeter(3);
  const bytes = Array.from({ length: telegrams }, (_, second) => meter.telegram(second));
  const owner = new Owner();
  try {
    const names = Object.keys(FLOWS) as FlowName[];
    const lanes: Lane[] = [];
    for (const name of names) {
      const line = await TcpLine.listen(owner);
      const nodeRed = await BenchNodeRed.start(owner, compiled, FLOWS[name](line.port));
      await line.hasReaders(1);
      lanes.push({ name, line, nodeRed, cpu: [], pace: [] });
    }
    for (let round = -1; round < effort.rounds; round++) {
      for (const { line, nodeRed, cpu, pace } of lanes) {
        const started = performance.now();
        const { cpuSeconds } = await nodeRed.messages(telegrams, async () => {
          for (const telegram of bytes) await line.write(telegram);
        });
        // The first round is a warm-up and does not count.
        if (round < 0) continue;
        cpu.push((cpuSeconds / telegrams) * 1e6);
        pace.push((telegrams / (performance.now() - started)) * 1000);
      }
    }
    const of = (name: FlowName): number[] => lanes.find((lane) => lane.name === name)!.cpu;
    const times = (name: FlowName) => ratio(of(name), of(FUNCTION));
    const rows = lanes.map(({ name, cpu, pace }) => {
      const perCpuSecond = spread(cpu.map((us) => 1e6 / us));
      return [
        name,
        spreadText(spread(cpu)),
        spreadText(perCpuSecond),
        short(spread(pace).median),
        short(times(name).median),
      ];
    });
    const head = [
      "",
      "us of CPU per telegram",
      "telegrams per CPU second",
      "per second",
      "times the function node's CPU",
    ];
    say(`**One connection, as fast as it goes**\n\n${table(head, rows)}\n`);
    const perCpuSecond = 1e6 / spread(of(PACKAGE)).median;
    return {
      figures: lanes.map(({ name, cpu, pace }) => ({ name, cpuMicroseconds: spread(cpu), perSecond: spread(pace) })),
      goals: [goal("d: telegrams a second on one core >= 5000", perCpuSecond, "/s", perCpuSecond >= 5000)],
    };
  } finally {
    await owner.release();
  }
}
