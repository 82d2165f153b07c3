import assert from "node:assert/strict";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { TcpMeter } from "../nodes/tcp-meter";
import { example, nodeOf, tapped } from "./support/examples";
import { discoveryProblems, type SensorConfig } from "./support/home-assistant";
import { type Mosquitto, startMosquitto } from "./support/mosquitto";
import { NodeRed, tap } from "./support/node-red";
import { withBroker } from "./support/outputs";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";
import { Subscriber } from "./support/subscriber";

const z = "p1-hass";
const start = Date.UTC(2026, 5, 21, 12);

describeWith(["mosquitto"], 'the example "5 - To MQTT and Home Assistant"', function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  const simulated = new SimulatedMeter();
  let broker: Mosquitto;
  let meter: TcpMeter;
  let nodeRed: NodeRed;
  let second = 0;

  /** Sends the telegrams of the next `seconds`; gives the message of the last. */
  const send = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) meter.send(simulated.at(start + 1000 * second++));
    const time = start + 1000 * (second - 1);
    return nodeRed.next("telegram", ({ timestamp }) => timestamp === time);
  };
  const subscribe = (...topics: string[]) => Subscriber.connect(owner, broker.port, topics);
  const both = (meterNow: string) => (latest: Subscriber["latest"]) =>
    latest.get("p1/availability/node-red")?.payload.toString() === "online" &&
    latest.get("p1/availability/meter")?.payload.toString() === meterNow;

  before("starts a broker, a meter in the network and Node-RED", async () => {
    broker = await startMosquitto(owner);
    meter = await TcpMeter.start();
    owner.owns(() => meter.stop());
    nodeRed = await NodeRed.start(owner);
    const flows = withBroker(example("5 - To MQTT and Home Assistant"), broker.port);
    Object.assign(nodeOf(flows, `${z}-meter`), { connection: "tcp", host: "127.0.0.1", port: meter.port });
    await nodeRed.deploy(tapped(flows, `${z}-parse`, tap("telegram", z), tap("health", z)));
    await nodeRed.next("health", ({ payload }) => (payload as { event: string }).event === "connected");
  });

  it("says that the meter is not available until it is heard, and then that it is", async () => {
    const availability = await subscribe("p1/availability/#");
    await availability.until("a meter not heard yet", both("offline"));
    await send(1);
    await availability.until("a meter that is heard", both("online"));
  });

  it("keeps a discovery message for every field, as Home Assistant's schema wants it", async () => {
    const seen = await subscribe("p1/#");
    const { payload } = await send(11);
    const fields = Object.keys((payload as { values: object }).values).filter((name) =>
      /^(energy|power|voltage|current)_|^electricity_tariff$|^gas_delivered$/.test(name),
    );
    assert.ok(fields.length > 20, "the meter has many fields");
    await seen.until("a message for every field", (latest) =>
      fields.every((field) => [...latest.keys()].some((topic) => topic.endsWith(`/${field}`))),
    );

    // Who comes later gets what is retained, and nothing else.
    const later = await subscribe("homeassistant/#", "p1/#");
    await later.until("every retained discovery message", ({ size }) => size === 2 * fields.length + 2);
    const kept = [...later.latest.values()];
    assert.ok(
      kept.every(({ retain }) => retain),
      "all are retained",
    );

    const configs = kept.filter(({ topic }) => topic.startsWith("homeassistant/"));
    const sensors = configs.map(({ topic, payload }) => ({
      topic,
      config: JSON.parse(payload.toString()) as SensorConfig,
    }));
    assert.deepEqual(
      sensors.flatMap(({ topic, config }) => discoveryProblems(topic, config)),
      [],
    );
    assert.equal(new Set(sensors.map(({ config }) => config.unique_id)).size, fields.length);
    for (const { config } of sensors) {
      const state = later.latest.get(config.state_topic);
      assert.match(String(state?.payload), /^-?\d+(\.\d+)?$/, `${config.state_topic} has a number`);
      for (const { topic } of config.availability) assert.equal(String(later.latest.get(topic)?.payload), "online");
    }

    const kinds = new Map(sensors.map(({ config }) => [config.state_topic.split("/").at(-1)!, config]));
    assert.deepEqual([...kinds.keys()].sort(), fields.sort());
    const cases = [
      ["energy_delivered_tariff1", "energy", "kWh", "total_increasing"],
      ["energy_returned_tariff2", "energy", "kWh", "total_increasing"],
      ["gas_delivered", "gas", "m³", "total_increasing"],
      ["power_net", "power", "kW", "measurement"],
      ["voltage_l1", "voltage", "V", "measurement"],
      ["current_l3", "current", "A", "measurement"],
      ["electricity_tariff", undefined, undefined, undefined],
    ] as const;
    for (const [field, ...wanted] of cases) {
      const { device_class, unit_of_measurement, state_class } = kinds.get(field)!;
      assert.deepEqual([device_class, unit_of_measurement, state_class], wanted, field);
    }
  });

  it("gives the values of the telegrams", async () => {
    const states = await subscribe("p1/+/energy_delivered_tariff1");
    await states.until("a reading", ({ size }) => size === 1);
    const { payload } = [...states.latest.values()][0]!;
    const readings = nodeRed
      .taken("telegram")
      .map((msg) => (msg.payload as { values: Record<string, number> }).values.energy_delivered_tariff1);
    assert.ok(readings.includes(Number(payload.toString())), payload.toString());
  });

  it("tells all fields anew when Home Assistant starts", async () => {
    const told = await subscribe("homeassistant/sensor/#");
    await told.until("the retained ones", ({ size }) => size > 20);
    await told.publish("homeassistant/status", "online");
    await send(11);
    await told.until("all of them anew", (latest) => [...latest.values()].every(({ retain }) => !retain));
  });

  it("says that the meter is not available when its connection is lost", async () => {
    const availability = await subscribe("p1/availability/#");
    await availability.until("a meter that is heard", both("online"));
    meter.cut();
    await availability.until("a meter that is not heard", both("offline"));
  });

  it("says that it is not available itself when Node-RED ends", async () => {
    const availability = await subscribe("p1/availability/#");
    await availability.until("the retained state", ({ size }) => size === 2);
    await nodeRed.stop();
    await availability.until(
      "offline",
      (latest) => latest.get("p1/availability/node-red")?.payload.toString() === "offline",
    );
  });
});
