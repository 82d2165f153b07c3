import assert from "node:assert/strict";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import type { P1InNode } from "../../../nodes/p1-in/p1-in-node";
import p1In from "../../../nodes/p1-in/p1-in";
import { type FlowNode, tab } from "../flow";
import { helper } from "../support";
import { damaged, dsmr5 } from "../telegrams";
import { until } from "../../support/until";
import { TcpMeter } from "../tcp-meter";

const PATH = "/node-red-p1-dsmr/report";
const KEY = "0123456789ABCDEF0123456789ABCDEF";

describe("a p1-in's problem report", () => {
  let meter: TcpMeter;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });

  beforeEach(async () => (meter = await TcpMeter.start()));

  afterEach(async () => {
    await helper.unload();
    await meter.stop();
  });

  function tcp(properties: Record<string, unknown> = {}): FlowNode {
    return {
      id: "meter",
      type: "p1-in",
      connection: "tcp",
      host: "127.0.0.1",
      port: String(meter.port),
      ...properties,
    };
  }

  async function load(node: FlowNode, credentials: Record<string, string> = {}): Promise<P1InNode> {
    await helper.load([p1In], [tab, node], { meter: credentials });
    return helper.getNode("meter") as P1InNode;
  }

  async function report(body: object): Promise<string> {
    const response = await helper.request().post(PATH).send(body).expect(200);
    assert.equal(response.headers["cache-control"], "no-store");
    return (response.body as { report: string }).report;
  }

  it("has versions, settings, state, counters, events and the last telegrams masked", async () => {
    const node = await load(tcp(), { decryptionKey: KEY });
    const leave = node.subscribe({ onFrame: () => undefined, onEvent: () => undefined, onStatus: () => undefined });
    try {
      await until("a connection", () => meter.readers === 1);
      for (let i = 0; i < 4; i++) meter.send(dsmr5(i, "K8EG004046395507"));
      meter.send(damaged(dsmr5(9, "K8EG004046395507")));
      await until("the telegrams", () => node.counters?.frames === 5);
      const text = await report({ id: "meter" });
      assert.match(text, /- Node-RED: \S+\n- Node\.js: \d+/);
      assert.match(text, /- connection: `tcp`/);
      assert.match(text, /- host: `127\.0\.0\.1`/);
      assert.match(text, /- decryptionKey: `set`\n- authenticationKey: `not set`/);
      assert.match(text, /- state: receiving/);
      assert.match(text, /- telegrams: CRC valid 4, CRC wrong 1/);
      assert.match(text, /connected: connected to 127\.0\.0\.1/);
      assert.equal(text.match(/```text/g)?.length, 3, "the last two good ones and the bad one");
      const hex = Buffer.from("K8EG004046395507", "latin1").toString("hex");
      for (const secret of [KEY, "K8EG004046395507", hex, hex.toUpperCase()]) assert.ok(!text.includes(secret), secret);
    } finally {
      leave();
    }
  });

  it("keeps the frames it was given, not copies, and only a few", async () => {
    const node = await load({ id: "meter", type: "p1-in", connection: "simulator", period: "0.1" });
    const frames: unknown[] = [];
    const leave = node.subscribe({
      onFrame: (frame) => frames.push(frame),
      onEvent: () => undefined,
      onStatus: () => undefined,
    });
    await until("some telegrams", () => frames.length >= 4);
    leave();
    const kept = node.recent!.frames.map(({ frame }) => frame);
    assert.deepEqual(
      kept.map((frame) => frames.indexOf(frame)),
      [frames.length - 2, frames.length - 1],
    );
  });

  it("says what is wrong with settings that cannot be used, and shows no host and no pasted telegram", async () => {
    await load(tcp({ host: "meter.example.org:1234" }));
    const text = await report({ id: "meter" });
    assert.match(text, /- problem: `host is "\.\.\."/);
    assert.ok(!text.includes("example.org"));
    await helper.unload();
    await load({
      id: "meter",
      type: "p1-in",
      connection: "simulator",
      profile: "replay",
      telegram: "/ABC5 E0012345678",
    });
    assert.match(await report({ id: "meter" }), /- telegram: `set`/);
  });

  it("shows the settings in a dialog that was not deployed, without telegrams", async () => {
    await load(tcp());
    const settings = { connection: "serial", path: "/dev/serial/by-id/usb-X_Y_AB0JQLXY-if00", line: "9600-7E1" };
    const text = await report({ id: "new", z: "", settings, credentials: { decryptionKey: KEY } });
    assert.match(text, /- deployed: `no`/);
    assert.match(text, /- line: `9600-7E1`/);
    assert.match(text, /- decryptionKey: `set`/);
    assert.match(text, /None was received/);
    assert.ok(!text.includes("AB0JQLXY") && !text.includes(KEY));
  });

  it("reads encrypted telegrams of a running meter in clear", async () => {
    const node = await load(tcp(), { decryptionKey: KEY });
    const leave = node.subscribe({ onFrame: () => undefined, onEvent: () => undefined, onStatus: () => undefined });
    await until("a connection", () => meter.readers === 1);
    meter.send(new SimulatedMeter({ profile: "lu-encrypted", decryptionKey: KEY }).next());
    await until("the telegram", () => node.counters?.frames === 1);
    assert.match(await report({ id: "meter" }), /CRC valid, came encrypted/);
    leave();
  });

  const hostile: [what: string, body: string | object, type?: string][] = [
    ["nothing", ""],
    ["an array", [1, 2]],
    ["another id", { id: "nobody" }],
    ["an id that is none", { id: { toString: "x" } }],
    ["a long id", { id: "x".repeat(100_000) }],
    ["the id of another node", { id: "tab" }],
    ["an object's own name for an id", { id: "__proto__" }],
    ["settings that are none", { settings: [] }],
    ["settings that are objects", { settings: { host: { a: 1 } } }],
    ["text", "hello", "text/plain"],
    ["a form", "id=nobody", "application/x-www-form-urlencoded"],
  ];
  for (const [what, body, type = "application/json"] of hostile) {
    it(`refuses ${what} in a sentence`, async () => {
      await load(tcp());
      const response = await helper.request().post(PATH).set("Content-Type", type).send(body).expect(400);
      assert.deepEqual(response.body, { error: "send { id } of a p1-in, or { settings } of one" });
    });
  }

  it("takes unknown words and numbers in a dialog's settings as they may stand in a flow file", async () => {
    await load(tcp());
    const text = await report({
      settings: { connection: "usb\n# no heading", port: "${NOT_SET_HERE}", constructor: "x" },
    });
    assert.match(text, /- problem: `connection is "\.\.\.": it must be one of serial, tcp, simulator`/);
  });

  it("shows no values of variables", async () => {
    process.env.P1_REPORT_SECRET = "hunter2";
    await load(tcp());
    const text = await report({ settings: { connection: "${P1_REPORT_SECRET}", profile: "${P1_REPORT_SECRET}" } });
    assert.doesNotMatch(text, /hunter2/);
    assert.match(text, /P1_REPORT_SECRET/);
    delete process.env.P1_REPORT_SECRET;
  });
});
