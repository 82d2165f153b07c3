import { connectAsync } from "mqtt";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";

export interface FleetOptions {
  readonly homes: number;
  /** Seconds between a home's telegrams. */
  readonly period: number;
  /** Telegrams each home sends. */
  readonly rounds: number;
  /** Epoch ms of the first round, by the meters' clocks. */
  readonly start: number;
}

/** Which meter, and when by its clock (epoch ms): what makes a point in the database one and the same. */
export function pointKey(meter: string, time: number): string {
  return `${meter} ${time}`;
}

/** Homes whose simulated meters publish raw telegrams to p1/<home>/telegram, evenly spread over their period. */
export class Fleet {
  /** The key of every telegram, in the order they are published. */
  readonly keys: string[] = [];
  readonly #telegrams: { readonly topic: string; readonly bytes: Buffer }[] = [];
  readonly #options: FleetOptions;

  /** Writes all telegrams beforehand, so that publishing them costs little. */
  constructor(options: FleetOptions) {
    this.#options = options;
    const { homes, rounds, period, start } = options;
    for (let home = 0; home < homes; home++) {
      const meter = new SimulatedMeter({ seed: home + 1, period });
      for (let round = 0; round < rounds; round++) {
        const time = start + 1000 * period * round;
        const bytes = meter.at(time);
        const at = round * homes + home;
        this.#telegrams[at] = { topic: `p1/home-${home + 1}/telegram`, bytes };
        this.keys[at] = pointKey(equipmentId(bytes), time);
      }
    }
    if (new Set(this.keys).size !== this.keys.length) throw new Error("two homes have the same meter");
  }

  get size(): number {
    return this.#telegrams.length;
  }

  /** Publishes them all at their pace with QoS 1; `progress` is told how many the broker has. Gives the ms it took. */
  async publish(port: number, progress: (published: number) => void = () => undefined): Promise<number> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5 });
    const started = performance.now();
    const perMs = this.#options.homes / (1000 * this.#options.period);
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        let [begun, published] = [0, 0];
        const acknowledged = (error?: Error | null) => {
          if (error) reject(error);
          else progress(++published);
          if (published === this.size) resolve();
        };
        timer = setInterval(() => {
          const due = Math.min(Math.ceil((performance.now() - started) * perMs), this.size);
          while (begun < due) {
            const { topic, bytes } = this.#telegrams[begun++]!;
            client.publish(topic, bytes, { qos: 1 }, acknowledged);
          }
        }, 5);
      });
      return performance.now() - started;
    } finally {
      clearInterval(timer);
      await client.endAsync();
    }
  }
}

/** 0-0:96.1.1, decoded. */
function equipmentId(telegram: Buffer): string {
  const [, hex] = /^0-0:96\.1\.1\(([0-9A-F]+)\)/m.exec(telegram.toString("latin1"))!;
  return Buffer.from(hex!, "hex").toString("latin1");
}
