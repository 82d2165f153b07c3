import assert from "node:assert/strict";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { eventually } from "./support/eventually";
import { nodeOf, tapped } from "./support/examples";
import { Fleet, pointKey } from "./support/fleet";
import { InfluxDb } from "./support/influxdb";
import { type Mosquitto, startMosquitto } from "./support/mosquitto";
import { type FlowNode, type Message, NodeRed, type NodeRedOptions, tap } from "./support/node-red";
import { fedExample, withBroker, withInfluxDb } from "./support/outputs";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";
import { Subscriber } from "./support/subscriber";

/** Half of the 20 s for a stopped worker, half for a killed one. */
const fleet = { homes: 200, period: 1, rounds: 10 };

describeWith(["influxd", "mosquitto"], 'the example "6 - Many meters"', function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  const workers: NodeRed[] = [];
  let broker: Mosquitto;
  let influxDb: InfluxDb;

  /** As the example says a worker is to be set. */
  const settings = (worker: number): NodeRedOptions => ({
    with: ["node-red-contrib-influxdb"],
    env: { P1_WORKER: `worker-${worker}`, P1_HOME: "home-seven" },
    settings: { runtimeSyncDelivery: true, contextStorage: { default: { module: "localfilesystem" } } },
  });
  /** Both tabs of the example: the home's with a meter of the test's, the worker's with what it takes tapped. */
  const flows = (): FlowNode[] => {
    const nodes = fedExample("6 - Many meters", "p1-home-parse", "home-meter");
    const placed = withInfluxDb(withBroker(nodes, broker.port), influxDb.port);
    const watched = tapped(placed, "p1-worker-parse", tap("taken", "p1-worker"));
    // First, for with synchronous delivery the second wire gets what the first has left of the message.
    (nodeOf(watched, "p1-worker-parse").wires as string[][])[0]!.reverse();
    const queued = tapped(watched, "p1-worker-queue", tap("batch", "p1-worker"));
    return tapped(queued, "p1-worker-written", tap("written", "p1-worker"));
  };
  const again = async (worker: number) => {
    const { userDir } = workers[worker]!;
    workers[worker] = await NodeRed.start(owner, { ...settings(worker), userDir });
  };
  const written = async () => {
    const rows = await influxDb.query("SELECT power_delivered, meter FROM telegrams");
    return new Set(rows.map(({ meter, time }) => pointKey(String(meter), Date.parse(String(time)))));
  };
  const missing = async (keys: readonly string[]) => {
    const there = await written();
    return keys.filter((key) => !there.has(key));
  };
  const takenBy = (worker: NodeRed) =>
    new Set(
      worker.taken("taken").map(({ payload, timestamp }) => {
        const { meter } = payload as { meter: { id: string } };
        return pointKey(meter.id, timestamp as number);
      }),
    );
  /** Publishes a fleet's telegrams; `half` is called when half of them are at the broker. */
  const publish = async (all: Fleet, half: () => Promise<void>) => {
    let halfway: Promise<void> | undefined;
    await all.publish(broker.port, (published) => {
      if (published === all.size / 2) halfway = half();
    });
    await halfway;
  };

  before("starts a broker, InfluxDB and two workers", async () => {
    [broker, influxDb] = await Promise.all([startMosquitto(owner), InfluxDb.start(owner)]);
    await influxDb.query("CREATE DATABASE p1");
    workers.push(...(await Promise.all([0, 1].map((worker) => NodeRed.start(owner, settings(worker))))));
    await Promise.all(workers.map((worker) => worker.deploy(flows())));
    await Promise.all(workers.map((worker) => worker.program.line(/Connected to broker: worker-/)));
  });

  it("brings a home's telegram, byte for byte, to the broker and into the database", async () => {
    const seen = await Subscriber.connect(owner, broker.port, ["p1/home-seven/telegram"]);
    const meter = new SimulatedMeter({ seed: 77_777 });
    const start = Date.UTC(2026, 5, 20, 12);
    const telegrams = Array.from({ length: 11 }, (_, second) => meter.at(start + 1000 * second));
    for (const bytes of telegrams) workers[0]!.feed("home-meter", { payload: bytes.toString("latin1") });
    await seen.until("a telegram", ({ size }) => size === 1);
    // Up to its CRC: what lies between telegrams belongs to none.
    assert.deepEqual(seen.latest.get("p1/home-seven/telegram")?.payload, telegrams[9]?.subarray(0, -2));
    await eventually(async () => assert.equal(await influxDb.count("telegrams", "power_delivered"), 1));
  });

  it("loses none of 200 homes' telegrams when a worker is stopped and started again", async function () {
    const all = new Fleet({ ...fleet, start: Date.UTC(2026, 5, 21, 12) });
    const [steady, stopped] = workers as [NodeRed, NodeRed];
    await publish(all, async () => {
      await stopped.stop();
      await again(1);
    });
    await eventually(async () => assert.deepEqual(await missing(all.keys), []), 60_000);

    const shares = [steady, stopped, workers[1]!].map((worker) => takenBy(worker).size);
    assert.ok(
      shares.every((share) => share > 0),
      `each worker took its share: ${shares.join()}`,
    );
    this.test!.title += ` (${all.size} telegrams, taken ${shares.join(", ")})`;
  });

  it("loses at most what a killed worker had taken and not yet written", async function () {
    const all = new Fleet({ ...fleet, start: Date.UTC(2026, 5, 22, 12) });
    const [killed] = workers as [NodeRed];
    await publish(all, async () => {
      await killed.kill();
      await again(0);
    });
    // What it had not taken the broker gives to it again when it is back, or gave to the other.
    const taken = takenBy(killed);
    const notTaken = all.keys.filter((key) => !taken.has(key));
    await eventually(async () => assert.deepEqual(await missing(notTaken), []), 60_000);

    const lost = await missing(all.keys);
    const perSecond = fleet.homes / fleet.period / workers.length;
    assert.ok(lost.length <= 3 * perSecond, `${lost.length} lost are no more than what comes in some writes`);
    this.test!.title += ` (${lost.length} of ${all.size} telegrams lost; the worker had taken ${all.keys.filter((key) => taken.has(key)).length})`;
  });

  it("writes the same point when a telegram comes twice", async () => {
    const before = (await written()).size;
    const meter = new SimulatedMeter({ seed: 77_777 });
    const publisher = await Subscriber.connect(owner, broker.port, []);
    const mark = workers.map((worker) => worker.mark);
    const time = Date.UTC(2026, 5, 20, 12, 0, 9);
    const hasIt = ({ payload }: Message) =>
      (payload as [{ time: string }, object][]).some(([fields]) => Date.parse(fields.time) === time);
    await publisher.publish("p1/home-seven/telegram", meter.at(time));
    await Promise.any(workers.map((worker, i) => worker.next("written", hasIt, { mark: mark[i]! })));
    assert.equal((await written()).size, before);
  });

  it("tries again what InfluxDB did not take", async () => {
    const kept = await written();
    assert.ok(kept.size > 0);
    await influxDb.query("DROP DATABASE p1");
    const publisher = await Subscriber.connect(owner, broker.port, []);
    const marks = workers.map(({ mark }) => mark);
    const batches = (times: number) =>
      Promise.any(
        workers.map(async (worker, i) => {
          for (let mark = marks[i]!, time = 0; time < times; time++, mark = worker.mark)
            await worker.next("batch", () => true, { mark });
        }),
      );
    await publisher.publish("p1/home-seven/telegram", new SimulatedMeter({ seed: 77_777 }).at(Date.UTC(2026, 5, 23)));
    await batches(2);
    await influxDb.query("CREATE DATABASE p1");
    await eventually(async () => assert.equal((await written()).size, 1));
  });
});
