import assert from "node:assert/strict";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { eventually } from "./support/eventually";
import { tapped } from "./support/examples";
import { InfluxDb } from "./support/influxdb";
import { NodeRed, tap } from "./support/node-red";
import { fedExample, withInfluxDb } from "./support/outputs";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";

const z = "p1-influx";
/** A whole minute, which is also a whole quarter of an hour. */
const start = Date.UTC(2026, 5, 21, 12);
/** A telegram a second for five minutes, and the one that ends the last interval. */
const seconds = 301;

describeWith(["influxd"], 'the example "4 - To InfluxDB"', function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let influxDb: InfluxDb;
  let nodeRed: NodeRed;
  const meter = new SimulatedMeter();
  const telegramAt = (second: number) => meter.at(start + 1000 * second).toString("latin1");

  before("starts InfluxDB and Node-RED, and sends five minutes of telegrams", async () => {
    influxDb = await InfluxDb.start(owner);
    nodeRed = await NodeRed.start(owner, { with: ["node-red-contrib-influxdb"] });
    let flows = withInfluxDb(fedExample("4 - To InfluxDB", `${z}-parse`, "meter"), influxDb.port);
    flows = tapped(flows, `${z}-parse`, tap("telegram", z));
    flows = tapped(flows, `${z}-read`, tap("rows", z));
    flows = tapped(flows, `${z}-create`, tap("created", z));
    await nodeRed.deploy(flows);

    await nodeRed.press(`${z}-make`);
    await nodeRed.next("created");
    for (let second = 0; second < seconds; second++) nodeRed.feed("meter", { payload: telegramAt(second) });
    await eventually(() => assert.equal(nodeRed.taken("telegram").length, seconds), 30_000);
  });

  it("makes the database", async () => {
    const databases = await influxDb.query("SHOW DATABASES");
    assert.ok(databases.some(({ name }) => name === "p1"));
  });

  it("writes one point for every 10 s, with its fields, the meter as a tag and the interval's end as time", async () => {
    await eventually(async () => assert.equal(await influxDb.count("power", "power_delivered"), 30));
    const [first] = await influxDb.query("SELECT * FROM power ORDER BY time LIMIT 1");
    assert.equal(first?.time, "2026-06-21T12:00:10Z");
    assert.match(String(first.meter), /^E0044/);
    const values = nodeRed
      .taken("telegram")
      .slice(0, 10)
      .map(({ payload }) => valuesOf(payload).power_net!);
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    assert.ok(Math.abs((first.power_net as number) - mean) < 1e-9, `${first.power_net} is the mean ${mean}`);
    assert.ok(typeof first.voltage_l1 === "number");
  });

  it("writes a point for each new gas reading, at its own time", async () => {
    await eventually(async () => assert.equal(await influxDb.count("gas_use", "gas_delivered"), 2));
    const rows = await influxDb.query("SELECT gas_delivered, gas_delivered_delta FROM gas_use");
    assert.deepEqual(
      rows.map(({ time }) => time),
      ["2026-06-21T12:00:00Z", "2026-06-21T12:05:00Z"],
    );
    const [first, second] = rows as Record<string, number>[];
    assert.equal(first!.gas_delivered_delta, null);
    assert.equal(
      second!.gas_delivered_delta,
      Math.round((second!.gas_delivered! - first!.gas_delivered!) * 1000) / 1000,
    );
  });

  it("writes ten telegrams at once as an array of points", async () => {
    await eventually(async () => assert.equal(await influxDb.count("telegrams", "energy_delivered_tariff1"), 300));
    const rows = await influxDb.query("SELECT energy_delivered_total, power_delivered FROM telegrams ORDER BY time");
    const sent = nodeRed.taken("telegram").slice(0, 300);
    assert.deepEqual(
      rows.map(({ time, energy_delivered_total, power_delivered }) => [
        Date.parse(String(time)),
        energy_delivered_total,
        power_delivered,
      ]),
      sent.map(({ timestamp, payload }) => [
        timestamp,
        valuesOf(payload).energy_delivered_total,
        valuesOf(payload).power_delivered,
      ]),
    );
  });

  it("writes a batch with a measurement for each kind of device", async () => {
    await eventually(async () => assert.ok((await influxDb.count("gas", "value")) > 0));
    const [row] = await influxDb.query("SELECT value, device FROM gas LIMIT 1");
    assert.match(String(row?.device), /^G0032/);
  });

  it("writes no point twice when telegrams come again", async () => {
    const writes = async () => {
      const [row] = await influxDb.query("SHOW STATS FOR 'httpd'", "");
      return row?.pointsWrittenOK as number;
    };
    const before = await writes();
    // With the last telegram, which still waits for nine others, they are ten.
    for (let second = 0; second < 9; second++) nodeRed.feed("meter", { payload: telegramAt(second) });
    await eventually(async () => assert.ok((await writes()) >= before + 10, "InfluxDB was written to again"));
    assert.equal(await influxDb.count("telegrams", "energy_delivered_tariff1"), seconds);
  });

  it("reads the last points back", async () => {
    await nodeRed.press(`${z}-ask`);
    const { payload } = await nodeRed.next("rows");
    const rows = payload as { time: string; power_delivered: number }[];
    assert.equal(rows.length, 6);
    assert.equal(rows[0]?.time, "2026-06-21T12:05:00.000Z");
  });
});

function valuesOf(payload: unknown): Record<string, number> {
  return (payload as { values: Record<string, number> }).values;
}
