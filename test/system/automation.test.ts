import assert from "node:assert/strict";
import { withCrc } from "../../lib/source/simulator/text";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { eventually } from "./support/eventually";
import { tapped } from "./support/examples";
import { feed, type FlowNode, type Message, NodeRed, type NodeRedOptions, tap } from "./support/node-red";
import { fedExample } from "./support/outputs";
import { ownerOfSuite } from "./support/owner";
import { telegram } from "./support/telegram";

/** As the example "8 - Use per hour and day" says it is to be set. */
const persistent: NodeRedOptions = { settings: { contextStorage: { default: { module: "localfilesystem" } } } };

/** The examples, each with a feed of its own and its outputs tapped. */
function flows(): FlowNode[] {
  const peak = fedExample("7 - Belgian quarter-hour peak", "p1-peak-parse", "peak-meter");
  const use = fedExample("8 - Use per hour and day", "p1-use-parse", "use-meter");
  const surplus = fedExample("9 - Solar surplus", "p1-surplus-parse", "surplus-meter");
  const health: FlowNode = {
    id: "feed-health",
    type: "test-feed",
    z: "p1-surplus",
    name: "surplus-health",
    x: 100,
    y: 40,
    wires: [["p1-surplus-load"]],
  };
  return [
    ...tapped(peak, "p1-peak-peak", tap("quarter", "p1-peak"), tap("warning", "p1-peak")),
    ...tapped(
      tapped(use, "p1-use-use", tap("so far", "p1-use"), tap("ended", "p1-use")),
      "p1-use-parse",
      tap("telegram", "p1-use"),
    ),
    ...tapped(
      tapped(surplus, "p1-surplus-load", tap("switch", "p1-surplus")),
      "p1-surplus-parse",
      tap("surplus telegram", "p1-surplus"),
    ),
    health,
    feed("echo", "p1-surplus", ["tap-echo"]),
    tap("echo", "p1-surplus"),
  ];
}

describe("the examples that work something out", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let nodeRed: NodeRed;
  const send = (to: string, bytes: Buffer) => nodeRed.feed(to, { payload: bytes.toString("latin1") });

  /** Waits until what a telegram that was read has brought about is over: each echo passes Node-RED's queue once. */
  const settled = async () => {
    for (let times = 0; times < 5; times++) {
      const { mark } = nodeRed;
      nodeRed.feed("echo", {});
      await nodeRed.next("echo", () => true, { mark });
    }
  };

  before("starts a Node-RED with persistent context", async () => {
    nodeRed = await NodeRed.start(owner, persistent);
    await nodeRed.deploy(flows());
  });

  describe("7 - Belgian quarter-hour peak", () => {
    const quarter = Date.UTC(2026, 0, 15, 17);

    /** The quarter at `second`; gives what the example says of it. */
    const at = (second: number, power: number, demand: number) => {
      send("peak-meter", belgianTelegram({ time: quarter + 1000 * second, power, demand, peak: 4.3 }));
      return nodeRed.next("quarter", ({ timestamp }) => timestamp === quarter + 1000 * second);
    };
    const warnings = () => nodeRed.taken("warning").map(({ payload }) => (payload as { warning: boolean }).warning);

    const moments = [
      {
        name: "starts at the power",
        second: 0,
        power: 2,
        demand: 0,
        average: 2,
        projection: 2,
        room: 4.3,
        warnings: [],
      },
      {
        name: "follows the demand",
        second: 300,
        power: 2,
        demand: 0.666,
        average: 1.998,
        projection: 1.999,
        room: 5.451,
        warnings: [],
      },
      {
        name: "warns of a new peak",
        second: 310,
        power: 8,
        demand: 0.755,
        average: 2.192,
        projection: 5.999,
        room: 5.408,
        warnings: [true],
      },
      {
        name: "warns once",
        second: 400,
        power: 8,
        demand: 1.555,
        average: 3.499,
        projection: 5.999,
        room: 4.941,
        warnings: [true],
      },
      {
        name: "says when it is over",
        second: 480,
        power: 0.5,
        demand: 2.266,
        average: 4.249,
        projection: 2.499,
        room: 4.359,
        warnings: [true, false],
      },
      {
        name: "says nothing in a quarter's first minute",
        second: 930,
        power: 9,
        demand: 0.3,
        average: 9,
        projection: 9,
        room: 4.138,
        warnings: [true, false],
      },
      {
        name: "and warns after it",
        second: 960,
        power: 9,
        demand: 0.6,
        average: 9,
        projection: 9,
        room: 3.964,
        warnings: [true, false, true],
      },
      {
        name: "ends a warning with its quarter",
        second: 1800,
        power: 1,
        demand: 0,
        average: 1,
        projection: 1,
        room: 4.3,
        warnings: [true, false, true, false],
      },
    ];
    for (const { name, second, power, demand, warnings: wanted, ...figures } of moments) {
      it(name, async () => {
        const { payload } = await at(second, power, demand);
        const { average, projection, room, peak } = payload as Record<string, number>;
        assert.deepEqual({ average, projection, room, peak }, { ...figures, peak: 4.3 });
        await settled();
        assert.deepEqual(warnings(), wanted);
      });
    }

    it("works with the simulated meter", async () => {
      const meter = new SimulatedMeter({ profile: "be" });
      send("peak-meter", meter.at(quarter + 86_400_000));
      const { payload } = await nodeRed.next("quarter", ({ timestamp }) => timestamp === quarter + 86_400_000);
      assert.ok((payload as { projection: number }).projection > 0);
    });
  });

  describe("8 - Use per hour and day", () => {
    const prices: Record<string, number> = {
      energy_delivered_tariff1: 0.24,
      energy_delivered_tariff2: 0.29,
      energy_returned_tariff1: -0.08,
      energy_returned_tariff2: -0.08,
      gas_delivered: 1.3,
    };
    const meter = new SimulatedMeter();
    const minutes = 60_000;

    interface Ended {
      topic: string;
      payload: { field: string; period: string; use: number; cost: number; from: string; to: string };
    }

    /** Sends a telegram every 5 minutes of [from, to]; gives the readings at both ends. */
    const sendAll = async (from: number, to: number) => {
      for (let time = from; time <= to; time += 5 * minutes) send("use-meter", meter.at(time));
      await nodeRed.next("so far", ({ timestamp }) => timestamp === to, { timeout: 30_000 });
      const readings = (time: number) => {
        const found = nodeRed.taken("telegram").find(({ timestamp }) => timestamp === time);
        return (found!.payload as { values: Record<string, number> }).values;
      };
      return { before: readings(from), after: readings(to) };
    };
    const ended = (topic: string, day: string) =>
      (nodeRed.taken("ended") as unknown as Ended[])
        .filter((one) => one.topic === topic && one.payload.period.startsWith(day))
        .map(({ payload }) => payload);
    const soFar = (msg: Message) => msg.payload as Record<string, Record<string, { use: number; cost: number }>>;

    const days = [
      { name: "24 hours", day: "2026-03-28", midnight: Date.UTC(2026, 2, 27, 23), hours: 24 },
      { name: "23 hours", day: "2026-03-29", midnight: Date.UTC(2026, 2, 28, 23), hours: 23 },
      { name: "25 hours", day: "2026-10-25", midnight: Date.UTC(2026, 9, 24, 22), hours: 25 },
    ];
    for (const { name, day, midnight, hours } of days) {
      it(`counts a day of ${name}`, async () => {
        const { before, after } = await sendAll(midnight, midnight + hours * 60 * minutes);
        // The last message of the day.
        await eventually(() => assert.equal(ended("day/gas_delivered", day).length, 1));
        for (const [field, price] of Object.entries(prices)) {
          const ofHours = ended(`hour/${field}`, day);
          assert.equal(new Set(ofHours.map(({ period }) => period)).size, hours, `hours of ${field}`);
          const [ofDay] = ended(`day/${field}`, day);
          const used = thousandths(after[field]! - before[field]!);
          assert.equal(ofDay?.use, used, field);
          assert.equal(thousandths(ofHours.reduce((sum, { use }) => sum + use, 0)), used, `all hours of ${field}`);
          assert.equal(ofDay.cost, thousandths(used * price), `cost of ${field}`);
          assert.equal(Date.parse(ofDay.to) - Date.parse(ofDay.from), hours * 60 * minutes);
        }
      });
    }

    it("counts each of October's two hours from 2 to 3", () => {
      const hours = ended("hour/gas_delivered", "2026-10-25T02").map(({ period }) => period);
      assert.deepEqual(hours, ["2026-10-25T02+02:00", "2026-10-25T02+01:00"]);
    });

    it("adds up what an hour cost", async () => {
      const [last] = nodeRed.taken("so far").slice(-1);
      const { day } = soFar(last!);
      assert.deepEqual(Object.keys(day!), [...Object.keys(prices), "cost"]);
      const time = Date.UTC(2026, 9, 26, 9);
      await sendAll(time, time);
      const { day: now } = soFar(nodeRed.taken("so far").at(-1)!);
      const { cost, ...fields } = now as unknown as Record<string, { cost: number }> & { cost: number };
      assert.equal(cost, thousandths(Object.values(fields).reduce((sum, field) => sum + field.cost, 0)));
      assert.ok(cost > 0);
    });

    it("goes on where it was after a restart, with what was used meanwhile", async () => {
      const midnight = Date.UTC(2026, 10, 9, 23);
      const { before } = await sendAll(midnight, midnight + 600 * minutes);
      await nodeRed.stop();
      nodeRed = await NodeRed.start(owner, { ...persistent, userDir: nodeRed.userDir });
      await nodeRed.program.line(/Started flows/);
      const time = midnight + 900 * minutes;
      const { after } = await sendAll(time, time);
      const { day } = soFar(nodeRed.taken("so far").at(-1)!);
      for (const field of Object.keys(prices)) {
        assert.equal(day![field]?.use, thousandths(after[field]! - before[field]!), field);
      }
    });
  });

  describe("9 - Solar surplus", () => {
    const noon = Date.UTC(2026, 5, 21, 10);
    let second = 0;
    const switched = () => nodeRed.taken("switch").map(({ payload }) => payload);
    /** Net power of the house, kW, for so many seconds, in telegrams every 10 s. */
    const net = async (power: number, seconds: number) => {
      for (const end = second + seconds; second < end; second += 10) {
        const time = noon + 1000 * second;
        send("surplus-meter", telegram({ delivered: Math.max(power, 0), returned: Math.max(-power, 0), time }));
      }
      const last = noon + 1000 * (second - 10);
      await nodeRed.next("surplus telegram", ({ timestamp }) => timestamp === last);
    };

    const phases = [
      { name: "is off at the start", power: 0.3, seconds: 60, switched: [false] },
      { name: "stays off while less than the load's power is left over", power: -1.4, seconds: 300, switched: [false] },
      { name: "goes on when enough is left over", power: -1.7, seconds: 60, switched: [false, true] },
      { name: "stays on with what is left beside the load", power: -0.2, seconds: 60, switched: [false, true] },
      { name: "stays on for its minimum time under a cloud", power: 1.5, seconds: 300, switched: [false, true] },
      { name: "goes off after it", power: 1.5, seconds: 300, switched: [false, true, false] },
      { name: "goes on again", power: -3, seconds: 60, switched: [false, true, false, true] },
    ];
    for (const { name, power, seconds, switched: wanted } of phases) {
      it(name, async () => {
        await net(power, seconds);
        await settled();
        assert.deepEqual(switched(), wanted);
      });
    }

    it("goes off at once when the meter is not heard", async () => {
      nodeRed.feed("surplus-health", { payload: { event: "no-data", timestamp: "2026-06-21T12:30:00+02:00" } });
      await eventually(() => assert.deepEqual(switched(), [false, true, false, true, false]));
    });
  });
});

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

/** A Belgian telegram with the quarter's demand and the month's peak, kW, at `time` (epoch ms, in winter). */
function belgianTelegram(now: { time: number; power: number; demand: number; peak: number }): Buffer {
  const stamp = `${new Date(now.time + 3_600_000).toISOString().replace(/\D/g, "").slice(2, 14)}W`;
  const kilowatts = (value: number) => `${value.toFixed(3).padStart(6, "0")}*kW`;
  return withCrc([
    "/FLU5\\SYSTEM-TEST",
    "",
    "0-0:96.1.4(50217)",
    "0-0:96.1.1(31534154303030303030303031)",
    `0-0:1.0.0(${stamp})`,
    `1-0:1.4.0(${kilowatts(now.demand)})`,
    `1-0:1.6.0(260110173000W)(${kilowatts(now.peak)})`,
    `1-0:1.7.0(${kilowatts(now.power)})`,
    `1-0:2.7.0(${kilowatts(0)})`,
  ]);
}
