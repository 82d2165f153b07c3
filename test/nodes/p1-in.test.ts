import assert from "node:assert/strict";
import { realClock } from "../../lib/connection/system-clock";
import type { SerialPortList } from "../../lib/source/ports";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import dsmrParse from "../../nodes/dsmr-parse/dsmr-parse";
import p1In from "../../nodes/p1-in/p1-in";
import type { P1InNode } from "../../nodes/p1-in/p1-in-node";
import { HeldTimers } from "../support/held-timers";
import { until } from "../support/until";
import { type FlowNode, parser, receive, Sent, statuses, tab, warnings } from "./flow";
import { helper } from "./support";
import { TcpMeter } from "./tcp-meter";
import { damaged, dsmr5 } from "./telegrams";

describe("p1-in", () => {
  let meter: TcpMeter;

  const load = (...flow: FlowNode[]): Promise<void> => helper.load([p1In, dsmrParse], [tab, ...flow]);
  const tcp = (properties: Record<string, unknown> = {}): FlowNode => ({
    id: "meter",
    type: "p1-in",
    name: "house",
    connection: "tcp",
    host: "127.0.0.1",
    port: String(meter.port),
    ...properties,
  });

  /** While it is there, the second for which a connection outlives its last user passes only by `pass`. */
  let second: HeldTimers | undefined;
  const holdSecond = (): HeldTimers => (second = new HeldTimers(realClock, 1000));

  beforeEach(async () => {
    meter = await TcpMeter.start();
  });
  afterEach(async () => {
    await helper.unload();
    second?.release();
    second = undefined;
    await meter.stop();
  });

  it("brings telegrams from the network to all nodes that share it, over one connection", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }), ...parser("b", { source: "meter", topic: "own" }));
    const [a, b] = [new Sent("a"), new Sent("b")];
    await until("a connection", () => meter.readers === 1);
    meter.send(dsmr5(1.193));
    await until("both telegrams", () => a.telegrams.length === 1 && b.telegrams.length === 1);
    assert.equal(meter.accepted, 1);
    assert.deepEqual([a.telegrams[0]!.topic, b.telegrams[0]!.topic], ["house", "own"]);
    assert.deepEqual([a.powers, b.powers], [[1.193], [1.193]]);
    assert.deepEqual(a.events, ["connected", "data-resumed"]);
    assert.deepEqual(a.health[0]?.topic, "house");
  });

  it("shares nothing between what its users send", async () => {
    await load(
      tcp(),
      ...parser("a", { source: "meter", crc: "flag" }),
      ...parser("b", { source: "meter", crc: "flag" }),
    );
    const [a, b] = [new Sent("a"), new Sent("b")];
    await until("a connection", () => meter.readers === 1);
    meter.send(dsmr5());
    await until("both telegrams", () => a.telegrams.length === 1 && b.telegrams.length === 1);
    assert.deepEqual(sharedObjects(a.telegrams[0]!.payload, b.telegrams[0]!.payload), []);
    assert.deepEqual(sharedObjects(a.health[0]!.payload, b.health[0]!.payload), []);
  });

  it("brings the simulated meter's telegrams", async () => {
    await load(
      { id: "meter", type: "p1-in", connection: "simulator", period: "0.1" },
      ...parser("a", { source: "meter" }),
    );
    const a = new Sent("a");
    await until("some telegrams", () => a.telegrams.length >= 3);
    assert.equal(a.telegrams[0]!.topic, "p1");
    assert.equal(a.telegrams[0]!.payload.crc.status, "valid");
    assert.deepEqual(a.events, ["connected", "data-resumed"]);
  });

  it("says on health and in the status why it is not connected, and connects when it can", async () => {
    const { port } = meter;
    await meter.stop();
    await load(tcp({ port }), ...parser("a", { source: "meter" }));
    const a = new Sent("a");
    await until("a failure", () => a.events.includes("disconnected"));
    const { payload } = a.health[0]!;
    assert.ok(payload.event === "disconnected" && payload.retryIn > 0);
    await until("the status", () => (statuses("a").at(-1) ?? "").startsWith("red dot not connected: "));
    assert.equal(warnings("meter").length, 1);
    meter = await TcpMeter.start(port);
    await until("a connection", () => meter.readers === 1);
    meter.send(dsmr5());
    await until("a telegram", () => a.telegrams.length === 1);
    assert.deepEqual(a.events, ["disconnected", "connected", "data-resumed"]);
  });

  it("comes back after a lost connection", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }));
    const a = new Sent("a");
    await until("a connection", () => meter.readers === 1);
    meter.send(dsmr5(1));
    await until("a telegram", () => a.telegrams.length === 1);
    meter.cut();
    await until("a new connection", () => meter.accepted === 2 && meter.readers === 1);
    meter.send(dsmr5(2));
    await until("a telegram", () => a.telegrams.length === 2);
    assert.deepEqual(a.events, ["connected", "data-resumed", "disconnected", "connected", "data-resumed"]);
  });

  it("gives rejected telegrams to the health of its users", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }));
    const a = new Sent("a");
    await until("a connection", () => meter.readers === 1);
    meter.send(damaged(dsmr5()) + dsmr5(2));
    await until("the good one", () => a.telegrams.length === 1);
    assert.deepEqual(a.powers, [2]);
    assert.ok(a.health.some(({ payload }) => payload.event === "rejected" && payload.reason === "crc"));
  });

  it("connects to nothing while nobody uses it", async () => {
    const used = await TcpMeter.start();
    try {
      await load(tcp(), tcp({ id: "used", port: used.port }), ...parser("a"), ...parser("b", { source: "used" }));
      await until("the connection of the one that is used", () => used.readers === 1);
      assert.equal(meter.accepted, 0);
    } finally {
      await used.stop();
    }
  });

  it("keeps the connection when its only user is deployed again", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }));
    const before = new Sent("a");
    await until("a connection", () => meter.readers === 1);
    meter.send(dsmr5(1));
    await until("a telegram", () => before.telegrams.length === 1);
    const held = holdSecond();
    for (const zone of ["Europe/Brussels", "Europe/Paris", "UTC"]) {
      await helper.setFlows([tab, tcp(), ...parser("a", { source: "meter", zone })], "nodes");
    }
    const a = new Sent("a");
    await until("the event of the present state", () => a.events.length > 0);
    assert.deepEqual(a.events, ["data-resumed"]);
    meter.send(dsmr5(2));
    await until("a telegram", () => a.telegrams.length === 1);
    assert.equal(meter.accepted, 1);
    assert.equal(held.count, 0, "it waits for no user any more");
  });

  it("hangs up a second after its last user is gone", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }));
    await until("a connection", () => meter.readers === 1);
    const held = holdSecond();
    await helper.setFlows([tab, tcp(), ...parser("a")], "nodes");
    assert.deepEqual([meter.readers, held.count], [1, 1]);
    held.pass();
    await until("it hangs up", () => meter.readers === 0);
    assert.equal(meter.accepted, 1);
  });

  it("has one connection after each of many deploys", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }));
    // A deploy ends the old connection at once, not after the second, which does not pass.
    holdSecond();
    for (let deploy = 0; deploy < 9; deploy++) {
      await until("a connection", () => meter.accepted === deploy + 1);
      const type = (["full", "nodes", "flows"] as const)[deploy % 3]!;
      const topic = String(deploy);
      await helper.setFlows([tab, tcp({ timeout: deploy + 1 }), ...parser("a", { source: "meter", topic })], type);
      await until("the old one is gone", () => meter.readers <= 1);
    }
    await until("the last connection", () => meter.accepted === 10 && meter.readers === 1);
    const a = new Sent("a");
    meter.send(dsmr5());
    await until("a telegram", () => a.telegrams.length === 1);
    assert.equal(a.telegrams[0]!.topic, "8");
  });

  it("has one connection after many deploys in a hurry", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }));
    for (let deploy = 0; deploy < 12; deploy++) {
      const type = (["full", "nodes", "flows"] as const)[deploy % 3]!;
      await helper.setFlows([tab, tcp({ timeout: deploy }), ...parser("a", { source: "meter" })], type);
    }
    await until("one connection", () => meter.readers === 1);
    const a = new Sent("a");
    meter.send(dsmr5());
    await until("a telegram", () => a.telegrams.length === 1);
    assert.equal(meter.readers, 1);
  });

  it("hangs up at once when flows are stopped", async () => {
    await load(tcp(), ...parser("a", { source: "meter" }));
    await until("a connection", () => meter.readers === 1);
    // At once, and not after the second, which does not pass.
    holdSecond();
    await helper.clearFlows();
    await until("it hangs up", () => meter.readers === 0);
  });

  it("opens for its relay alone, and passes whole telegrams on", async () => {
    const free = await TcpMeter.start();
    const relayPort = free.port;
    await free.stop();
    const relay = tcp({ relayPort: String(relayPort) });
    const reader = { ...tcp({ port: String(relayPort) }), id: "reader", name: "of the relay" };
    await load(relay, reader, ...parser("a", { source: "reader" }));
    const a = new Sent("a");
    await until("both connections", () => meter.readers === 1 && a.events.includes("connected"));
    const text = dsmr5(3);
    meter.send(text.slice(0, 80));
    meter.send(text.slice(80));
    await until("the telegram", () => a.telegrams.length === 1);
    assert.deepEqual(a.powers, [3]);
  });

  it("takes environment variables, whose numbers are text", async () => {
    process.env.P1_TEST_PORT = String(meter.port);
    try {
      await load(tcp({ port: "${P1_TEST_PORT}" }), ...parser("a", { source: "meter" }));
      await until("a connection", () => meter.readers === 1);
    } finally {
      delete process.env.P1_TEST_PORT;
    }
  });

  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ connection: "usb" }, /^red dot not connected: Connection is "usb"/],
    [{ port: "" }, /^red dot not connected: Port is empty/],
    [{ host: "${NOT_SET_ANYWHERE}" }, /^red dot not connected: Host: the environment variable .* is not set/],
    [{ connection: "serial", path: "" }, /^red dot not connected: Serial port is empty/],
    [{ connection: "simulator", profile: "atlantis" }, /^red dot not connected: \w+ is "atlantis"/],
  ];
  for (const [properties, status] of wrong) {
    it(`shows red under its users for ${JSON.stringify(properties)}`, async () => {
      await load(tcp(properties), ...parser("a", { source: "meter" }));
      assert.equal(statuses("a").length, 1);
      assert.match(statuses("a")[0]!, status);
      assert.equal(warnings("meter").length, 1);
      assert.equal(meter.accepted, 0);
    });
  }

  it("shows under its users why a serial port does not open", async () => {
    await load(tcp({ connection: "serial", path: "/dev/no-such-port" }), ...parser("a", { source: "meter" }));
    await until("the status", () => /^red dot not connected: .*\/dev\/no-such-port/.test(statuses("a").at(-1) ?? ""));
  });

  it("gives its users the keys for their own inputs", async () => {
    const decryptionKey = "00112233445566778899AABBCCDDEEFF";
    const flow = [tab, tcp({ aad: "none" }), ...parser("a", { source: "meter" })];
    await helper.load([p1In, dsmrParse], flow, { meter: { decryptionKey } });
    const node = helper.getNode("meter") as P1InNode;
    assert.deepEqual(node.framerOptions, { decryptionKey, aad: "none" });
  });

  it("opens encrypted telegrams at the input of its users, and only with the right key", async () => {
    const decryptionKey = "0123456789ABCDEF0123456789ABCDEF";
    const flow = [tab, tcp(), ...parser("a", { source: "meter" })];
    await helper.load([p1In, dsmrParse], flow, { meter: { decryptionKey } });
    const a = new Sent("a");
    const encrypted = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey });
    const foreign = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey: decryptionKey.replace("0", "1") });
    await receive("a", { payload: encrypted.next() });
    await receive("a", { payload: foreign.next() });
    await until("a telegram and a rejection", () => a.telegrams.length === 1 && a.events.includes("rejected"));
    assert.equal(a.telegrams[0]!.payload.crc.status, "valid");
    const rejected = a.health.find(({ payload }) => payload.event === "rejected")?.payload;
    assert.equal(rejected?.event === "rejected" && rejected.reason, "decrypt");
  });

  it("remembers the period over deploys, and nothing once it was removed", async () => {
    const simulator = (properties = {}): FlowNode[] => [
      { id: "meter", type: "p1-in", connection: "simulator", period: "0.3", ...properties },
      ...parser("a", { source: "meter" }),
    ];
    const period = (): number | undefined => (helper.getNode("meter") as P1InNode).counters?.period;
    // Sends too rarely for a period to be measured here: one that is known was remembered.
    const rarely = { period: "60" };
    await load(...simulator());
    await until("the period is known", () => period() !== undefined);
    await helper.setFlows([tab, ...simulator({ timeout: "30", ...rarely })], "nodes");
    assert.notEqual(period(), undefined);
    await helper.setFlows([tab, ...simulator({ timeout: "31", ...rarely })], "full");
    assert.notEqual(period(), undefined);
    await helper.setFlows([tab, ...simulator({ profile: "be", ...rarely })], "full");
    assert.equal(period(), undefined);
    await helper.setFlows([tab, ...simulator({ profile: "be" })], "full");
    await until("the period of the other one", () => period() !== undefined);
    await helper.setFlows([tab], "full");
    await helper.setFlows([tab, ...simulator({ profile: "be", ...rarely })], "full");
    assert.equal(period(), undefined);
  });

  it("lists the serial ports, or says why it cannot", async () => {
    await load(tcp());
    const response = await helper.request().get("/node-red-p1-dsmr/serial-ports").expect(200);
    const { ports, reason } = response.body as SerialPortList;
    assert.ok(Array.isArray(ports));
    assert.ok(reason === undefined || typeof reason.text === "string");
  });
});

/** Paths of objects that are the very same in both. */
function sharedObjects(a: unknown, b: unknown, path = "payload"): string[] {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return [];
  const inside = Object.keys(a).flatMap((key) =>
    sharedObjects((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`),
  );
  return a === b ? [path, ...inside] : inside;
}
