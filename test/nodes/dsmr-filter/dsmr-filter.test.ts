import assert from "node:assert/strict";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { Node, NodeInitializer, NodeMessage, NodeStatus } from "node-red";
import dsmrFilter from "../../../nodes/dsmr-filter/dsmr-filter";
import type { Telegram } from "../../../lib/telegram/types";
import type { LastPayloadAnswer } from "../../../nodes/shared/last-payload";
import { at, device, telegram } from "../../lib/selection/telegrams";
import { helper } from "../support";

// The core nodes of the Node-RED under test.
const fromNodeRed = createRequire(require.resolve(process.env.P1_NODE_RED ?? "node-red"));
const coreNodes = dirname(fromNodeRed.resolve("@node-red/nodes/package.json"));
const coreNode = (path: string) => fromNodeRed(`${coreNodes}/core/${path}`) as NodeInitializer;

type Raw = Record<string, unknown>;
type FlowNode = Raw & { id: string; type: string };

/** A tab with one dsmr-filter, the nodes after it, and helpers that receive what it sends, completes and cannot use. */
function tab(config: Raw, behind: FlowNode[] = []): FlowNode[] {
  const nodes: FlowNode[] = [
    { id: "filter", type: "dsmr-filter", wires: [[behind[0]?.id ?? "out"]], ...config },
    ...behind.map((node) => ({ wires: [["out"]], ...node })),
    { id: "out", type: "helper" },
    { id: "ended", type: "helper" },
    { id: "caught", type: "helper" },
    { id: "on-end", type: "complete", scope: ["filter"], wires: [["ended"]] },
    { id: "on-error", type: "catch", scope: ["filter"], wires: [["caught"]] },
  ];
  // Without a place on the tab a node would be taken for a configuration.
  return [{ id: "tab", type: "tab" }, ...nodes.map((node) => ({ ...node, z: "tab", x: 0, y: 0 }))];
}

/** A flow of one dsmr-filter, which keeps what the filter sends, completes and cannot use. */
class Flow {
  readonly sent: NodeMessage[] = [];
  readonly ended: NodeMessage[] = [];
  readonly errors: { error: { message: string } }[] = [];

  static async of(config: Raw, behind: FlowNode[] = []): Promise<Flow> {
    const flow = new Flow();
    await helper.load([dsmrFilter, coreNode("sequence/17-split.js")], tab(config, behind));
    for (const [id, into] of Object.entries({ out: flow.sent, ended: flow.ended, caught: flow.errors })) {
      helper.getNode(id).on("input", (msg: unknown) => (into as unknown[]).push(msg));
    }
    return flow;
  }

  get node(): Node {
    return helper.getNode("filter");
  }

  /** Gives the node a message and waits until it has completed or refused it. */
  async receive(payload: unknown, rest: Raw = {}): Promise<void> {
    const end = Promise.race([once(helper.getNode("ended"), "input"), once(helper.getNode("caught"), "input")]);
    this.node.receive({ payload, topic: "p1", ...rest });
    await end;
    // Each node after it takes a turn of the event loop.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

const NOON = Date.parse("2026-01-15T12:00:00+01:00");

describe("dsmr-filter", () => {
  afterEach(async () => {
    await helper.unload();
    for (const name of Object.keys(process.env))
      if (name.startsWith("TEST_FILTER_")) Reflect.deleteProperty(process.env, name);
  });

  it("sends the chosen fields as one object, with their time, in the incoming message", async () => {
    const flow = await Flow.of({
      fields: [
        { field: "power_delivered", unit: "W" },
        { field: "0-1:24.2.1", rename: "gas" },
      ],
    });
    await flow.receive(telegram(), { mine: "kept", partial: true });
    const [message] = flow.sent;
    assert.deepEqual(message!.payload, { power_delivered: 1193, gas: 12785.123 });
    assert.deepEqual([message!.timestamp, message!.topic, message!.mine], [NOON, "p1", "kept"]);
    assert.equal("partial" in message!, false);
    assert.equal(flow.sent.length, 1);
  });

  it("sends every field without rows", async () => {
    const flow = await Flow.of({});
    await flow.receive(telegram());
    assert.deepEqual(flow.sent[0]!.payload, telegram().values);
  });

  it("takes numbers and words from environment variables", async () => {
    process.env.TEST_FILTER_PACE = "change";
    process.env.TEST_FILTER_BAND = "0.5";
    process.env.TEST_FILTER_FIELD = "power_net";
    const flow = await Flow.of({
      pace: "${TEST_FILTER_PACE}",
      deadband: "${TEST_FILTER_BAND}",
      fields: [{ field: "${TEST_FILTER_FIELD}" }],
    });
    for (const [index, power_net] of [1, 1.4, 1.6].entries()) {
      await flow.receive(at(`2026-01-15T12:00:0${index}+01:00`, { power_net, voltage_l1: index }));
    }
    assert.deepEqual(
      flow.sent.map(({ payload }) => payload),
      [{ power_net: 1 }, { power_net: 1.6 }],
    );
  });

  it("takes its rows from an environment variable", async () => {
    process.env.TEST_FILTER_ROWS = '[{"field":"power_net","unit":"W"}]';
    const flow = await Flow.of({ fields: "${TEST_FILTER_ROWS}" });
    await flow.receive(telegram());
    assert.deepEqual(flow.sent[0]!.payload, { power_net: 1193 });
  });

  describe("paces", () => {
    it("interval: sends at the end of an interval, partial after a start, and completes every message", async () => {
      const flow = await Flow.of({ pace: "interval", every: "60", aggregate: "mean" });
      const times = ["12:00:30", "12:00:45", "12:01:00", "12:01:15", "12:01:30", "12:01:45", "12:02:00"];
      for (const time of times) await flow.receive(at(`2026-01-15T${time}+01:00`, { power_net: 2 }));
      assert.deepEqual(
        flow.sent.map(({ payload, timestamp, partial }) => [payload, timestamp, partial]),
        [
          [{ power_net: 2 }, NOON + 60_000, true],
          [{ power_net: 2 }, NOON + 120_000, undefined],
        ],
      );
      assert.equal(flow.ended.length, times.length);
    });

    it("change: sends what changed, and again at a heartbeat", async () => {
      const flow = await Flow.of({ pace: "change", heartbeat: "20" });
      for (const second of [0, 10, 20, 30]) {
        await flow.receive(at(`2026-01-15T12:00:${second || "00"}+01:00`, { power_net: 2 }));
      }
      assert.deepEqual(
        flow.sent.map(({ timestamp }) => Number(timestamp) - NOON),
        [0, 20_000],
      );
      assert.equal(flow.ended.length, 4);
    });

    it("reading: sends gas at its own time, with what was used since the reading before", async () => {
      const flow = await Flow.of({ pace: "reading", fields: [{ field: "gas_delivered" }] });
      const reading = (value: number, time: string): Telegram => {
        const devices = [device(1, "gas", value, `2026-01-15T${time}+01:00`)];
        return telegram({ values: { gas_delivered: value }, objects: {}, devices });
      };
      await flow.receive(reading(10, "12:00:00"));
      await flow.receive(reading(10, "12:00:00"));
      await flow.receive(reading(10.5, "13:00:00"));
      assert.deepEqual(
        flow.sent.map(({ payload }) => payload),
        [
          { gas_delivered: 10 },
          { gas_delivered: 10.5, gas_delivered_delta: 0.5, gas_delivered_period: 3600, gas_delivered_rate: 0.5 },
        ],
      );
      assert.equal(flow.sent[1]!.timestamp, NOON + 3600_000);
    });

    it("keeps meters without an id apart by topic", async () => {
      const flow = await Flow.of({ pace: "change" });
      const anonymous = { ...at("2026-01-15T12:00:00+01:00", { power_net: 1 }), meter: { header: "ISk5" } };
      for (const topic of ["one", "other", "one"]) await flow.receive(anonymous, { topic });
      assert.deepEqual(
        flow.sent.map(({ topic }) => topic),
        ["one", "other"],
      );
    });

    it("keeps its state while other nodes are deployed", async () => {
      const flow = await Flow.of({ pace: "change" });
      await flow.receive(at("2026-01-15T12:00:00+01:00", { power_net: 1 }));
      const before = flow.node;
      const nodes = tab({ pace: "change" });
      nodes.push({ id: "new", type: "helper", z: "tab", x: 0, y: 0 });
      await helper.setFlows(nodes, "nodes");
      assert.equal(flow.node, before);
      await flow.receive(at("2026-01-15T12:00:10+01:00", { power_net: 1 }));
      assert.equal(flow.sent.length, 1);
    });
  });

  describe("shapes", () => {
    it("messages: sends one per field, which a join in automatic mode puts together again", async () => {
      const config = { shape: "messages", topic: "home/", fields: [{ field: "power_*" }, { field: "0-0:96.13.0" }] };
      const apart = await Flow.of(config);
      await apart.receive(telegram());
      assert.equal(apart.sent.length, 7);
      const { topic, payload, timestamp } = apart.sent[0]!;
      assert.deepEqual(
        { topic, payload, timestamp },
        { topic: "home/power_delivered", payload: 1.193, timestamp: NOON },
      );
      await helper.unload();

      const whole = await Flow.of({ ...config, shape: "object" });
      await whole.receive(telegram());
      await helper.unload();

      const joined = await Flow.of(config, [{ id: "join", type: "join", mode: "auto" }]);
      const kept = { id: "outer", index: 0, count: 2 };
      await joined.receive(telegram(), { parts: kept });
      assert.equal(joined.sent.length, 1);
      assert.deepEqual(joined.sent[0]!.payload, whole.sent[0]!.payload);
      assert.deepEqual(joined.sent[0]!.parts, kept, "the parts that were there before are there again");
    });

    it("influx: sends a point, with a measurement only if one is set", async () => {
      const fields = [{ field: "power_net" }];
      const flow = await Flow.of({ shape: "influx", fields });
      await flow.receive(telegram(), { measurement: "" });
      assert.deepEqual(flow.sent[0]!.payload, [{ power_net: 1.193, time: new Date(NOON) }, { meter: "E0001" }]);
      assert.equal("measurement" in flow.sent[0]!, false, "an empty one would override that of the writing node");
      await helper.unload();

      const named = await Flow.of({ shape: "influx", fields, measurement: "p1" });
      await named.receive(telegram());
      assert.equal(named.sent[0]!.measurement, "p1");
    });

    it("telegram: sends the telegram with the chosen values, which another dsmr-filter accepts", async () => {
      const next = { id: "next", type: "dsmr-filter", fields: [{ field: "power_net", unit: "W" }] };
      const flow = await Flow.of({ shape: "telegram", fields: [{ field: "power_*" }] }, [next]);
      await flow.receive(telegram());
      assert.deepEqual(flow.sent[0]!.payload, { power_net: 1193 });
    });
  });

  it("sends an interval's last telegram in the shape telegram, with the values of the interval", async () => {
    const flow = await Flow.of({ pace: "interval", aggregate: "max", shape: "telegram" });
    const times = ["12:00:00", "12:00:30", "12:01:00"].map((time) => `2026-01-15T${time}+01:00`);
    for (const [index, time] of times.entries()) await flow.receive(at(time, { power_net: 9 - index }));
    const sent = flow.sent[0]!.payload as Telegram;
    assert.deepEqual([flow.sent.length, sent.timestamp, sent.values], [1, times[1], { power_net: 9 }]);
  });

  describe("what it cannot use", () => {
    const payloads: [says: string, payload: unknown, sentence: RegExp][] = [
      ["text", "/ISk5\\2MT382-1000", /put a dsmr-parse before this node/],
      ["a Buffer", Buffer.from("/ISk5"), /put a dsmr-parse before this node/],
      ["a health event", { event: "connected", timestamp: "2026-01-15T12:00:00Z" }, /event of a health output/],
      ["a number", 5, /is not a telegram: wire the first output/],
      ["nothing", undefined, /is not a telegram/],
      ["null", null, /is not a telegram/],
      ["a list", [telegram()], /is not a telegram/],
      ["values alone", { power_net: 1 }, /is not a telegram/],
      ["a telegram with a broken time", { ...telegram(), timestamp: "soon" }, /is not a telegram/],
      ["a telegram with broken devices", { ...telegram(), devices: [null] }, /is not a telegram/],
      ["a telegram with broken objects", { ...telegram(), objects: { "1-0:1.7.0": null } }, /is not a telegram/],
      ["a telegram with a broken meter", { ...telegram(), meter: { id: {} } }, /is not a telegram/],
    ];
    for (const [says, payload, sentence] of payloads) {
      it(`is an error with what to do, and sends nothing: ${says}`, async () => {
        const flow = await Flow.of({});
        await flow.receive(payload);
        assert.match(flow.errors[0]!.error.message, sentence);
        assert.deepEqual([flow.sent, flow.ended], [[], []]);
      });
    }

    const settings: [says: string, config: Raw, text: RegExp][] = [
      ["an unknown pace", { pace: "hourly" }, /Pace is "hourly"/],
      ["an unknown shape", { shape: "csv" }, /Message is "csv"/],
      ["an unknown field", { fields: [{ field: "Power!" }] }, /"Power!" is no field/],
      ["a variable that is not set", { every: "${TEST_FILTER_UNSET}", pace: "interval" }, /TEST_FILTER_UNSET/],
    ];
    for (const [says, config, text] of settings) {
      it(`is a red status with the reason, and sends nothing: ${says}`, async () => {
        const flow = await Flow.of(config);
        await flow.receive(telegram());
        const status = lastStatus();
        assert.equal(status.fill, "red");
        assert.match(String(status.text), text);
        assert.deepEqual(flow.sent, []);
      });
    }
  });

  describe("the last telegram that came in", () => {
    before(() => helper.startServer());
    after(() => helper.stopServer());

    const lastPayload = async () => {
      const response = await helper.request().get("/node-red-p1-dsmr/last/dsmr-filter/filter").expect(200);
      return (response.body as LastPayloadAnswer).payload;
    };

    for (const [says, config] of [
      ["of one that runs", { fields: [{ field: "power_net" }], shape: "telegram" }],
      ["of one with a wrong setting", { pace: "hourly" }],
    ] as const) {
      it(`is shown in the dialog as it came: ${says}`, async () => {
        const flow = await Flow.of(config);
        await flow.receive(telegram({ message: "first" }));
        await flow.receive(telegram());
        assert.deepEqual(await lastPayload(), telegram());
      });
    }

    it("stays as it came when the flow changes the message", async () => {
      const flow = await Flow.of({ shape: "telegram" });
      const whole = telegram();
      await flow.receive(whole);
      for (const one of [whole, flow.sent[0]!.payload as Telegram]) one.devices[0]!.value = 99;
      assert.deepEqual(await lastPayload(), telegram());
    });

    it("is nothing before one came", async () => {
      const flow = await Flow.of({});
      await flow.receive({ event: "connected" });
      assert.equal(await lastPayload(), null);
    });

    const cycle: Raw = {};
    cycle.self = cycle;
    for (const [says, more] of [
      ["a cycle", { more: cycle }],
      ["a BigInt", { more: 1n }],
      ["more text than a telegram can have", { raw: "x".repeat(2_000_000) }],
    ] as const) {
      it(`cannot be shown if it has ${says}, and the next can`, async () => {
        const flow = await Flow.of({ fields: [{ field: "power_net" }] });
        await flow.receive({ ...telegram({ message: "odd" }), ...more });
        assert.equal(flow.sent.length, 1);
        assert.equal(await lastPayload(), null);
        await flow.receive(telegram());
        assert.deepEqual(await lastPayload(), telegram());
      });
    }
  });

  describe("the status", () => {
    it("is a grey ring until the first telegram", async () => {
      await Flow.of({});
      assert.deepEqual(lastStatus(), { fill: "grey", shape: "ring", text: "dsmr-filter.status.waiting" });
    });

    it("shows the first values", async () => {
      const fields = ["power_net", "gas_delivered", "electricity_tariff", "voltage_l1"].map((field) => ({ field }));
      const flow = await Flow.of({ fields });
      await flow.receive(telegram());
      const text = "power_net 1.193 kW · gas_delivered 12785.123 m3 · electricity_tariff 2 · +1";
      assert.deepEqual(lastStatus(), { fill: "green", shape: "dot", text });
    });

    it("names the rows that have found nothing so far", async () => {
      const fields = [{ field: "power_net" }, { field: "voltage_l3" }, { field: "1-0:9.*" }];
      const flow = await Flow.of({ fields });
      await flow.receive(telegram());
      const text = "not in the telegrams so far: voltage_l3, 1-0:9.*";
      assert.deepEqual(lastStatus(), { fill: "yellow", shape: "ring", text });
    });
  });
});

/** The last status that the node set; the test runtime spies on the call. */
function lastStatus(): NodeStatus {
  const watched = helper.getNode("filter") as unknown as { status: { lastCall: { args: [NodeStatus] } } };
  return watched.status.lastCall.args[0];
}
