import assert from "node:assert/strict";
import type { NodeMessage } from "node-red";
import { realClock } from "../../lib/connection/system-clock";
import dsmrParse from "../../nodes/dsmr-parse/dsmr-parse";
import p1In from "../../nodes/p1-in/p1-in";
import { HeldTimers } from "../support/held-timers";
import { until } from "../support/until";
import { type FlowNode, parser, receive, Sent, statuses, tab, warnings } from "./flow";
import { helper } from "./support";
import { altered, damaged, dsmr22, dsmr5 } from "./telegrams";

describe("dsmr-parse with an input", () => {
  let sent: Sent;

  async function start(properties: Record<string, unknown> = {}, ...others: FlowNode[]): Promise<void> {
    await helper.load([p1In, dsmrParse], [tab, ...others, ...parser("parse", properties)]);
    sent = new Sent("parse");
  }

  afterEach(() => helper.unload());

  it("sends a telegram in the message that came, with what else was in it", async () => {
    await start();
    const res = { send: () => undefined };
    assert.equal(await receive("parse", { payload: dsmr5(1.193), topic: "meters/1", mine: 42, res }), undefined);
    await until("a telegram", () => sent.telegrams.length === 1);
    const { topic, timestamp, payload, mine, res: kept } = sent.telegrams[0]!;
    assert.deepEqual([topic, mine, kept], ["meters/1", 42, res]);
    assert.equal(timestamp, Date.parse("2024-01-01T12:00:00+01:00"));
    assert.equal(payload.timestamp, "2024-01-01T12:00:00+01:00");
    assert.deepEqual(payload.meter, {
      id: "E0001",
      header: "ISk5\\2MT382-1000",
      manufacturer: "ISk",
      model: payload.meter.model,
      version: "50",
    });
    assert.equal(payload.crc.status, "valid");
    assert.equal(payload.values.power_delivered, 1.193);
    assert.deepEqual(payload, JSON.parse(JSON.stringify(payload)));
    assert.deepEqual(sent.health, []);
  });

  it("sends further telegrams of a message in clones that share nothing", async () => {
    await start();
    const res = { send: () => undefined };
    await receive("parse", { payload: Buffer.from(dsmr5(1) + dsmr5(2) + dsmr5(3)), mine: { a: 1 }, res });
    await until("three telegrams", () => sent.telegrams.length === 3);
    assert.deepEqual(sent.powers, [1, 2, 3]);
    const [first, second] = sent.telegrams as NodeMessage[] as [NodeMessage, NodeMessage];
    assert.deepEqual(first.mine, second.mine);
    assert.notEqual(first.mine, second.mine);
    assert.equal(second.res, res);
  });

  for (const [topics, expected] of [
    [{ topic: "option", incoming: "in" }, "option"],
    [{ topic: "", incoming: "in" }, "in"],
    [{ topic: "", incoming: "" }, "p1"],
  ] as const) {
    it(`has the topic ${expected} for ${JSON.stringify(topics)}`, async () => {
      await start({ topic: topics.topic });
      await receive("parse", { payload: dsmr5(), topic: topics.incoming });
      await receive("parse", { payload: damaged(dsmr5()), topic: topics.incoming });
      await until("both outputs", () => sent.telegrams.length === 1 && sent.health.length === 1);
      assert.deepEqual([sent.telegrams[0]!.topic, sent.health[0]!.topic], [expected, expected]);
    });
  }

  const wrongPayloads: [string, unknown][] = [
    ["a number", 42],
    ["an object", { payload: dsmr5() }],
    ["an array", [dsmr5()]],
    ["missing", undefined],
    ["a boolean", true],
  ];
  for (const [kind, payload] of wrongPayloads) {
    it(`says that a payload is ${kind}, with an error for catch nodes`, async () => {
      await start();
      const error = await receive("parse", { payload });
      assert.match(
        error?.message ?? "",
        new RegExp(`^payload must be text or a Buffer with telegrams, and is ${kind}`),
      );
      assert.deepEqual([sent.telegrams, sent.health], [[], []]);
    });
  }

  for (const payload of ["", "hello", "/", "!", "\u0000\uffff", Buffer.alloc(100_000, 0xdb), "/ABC5".repeat(5000)]) {
    it(`takes ${JSON.stringify(payload.toString("latin1").slice(0, 12))} for noise`, async () => {
      await start();
      assert.equal(await receive("parse", { payload }), undefined);
      assert.deepEqual(sent.telegrams, []);
    });
  }

  it("rejects a telegram with a wrong CRC on the health output, and is done with it", async () => {
    await start();
    assert.equal(await receive("parse", { payload: altered("0F2E"), topic: "xs210" }), undefined);
    await until("a rejection", () => sent.health.length === 1);
    const { topic, payload } = sent.health[0]!;
    assert.equal(topic, "xs210");
    assert.ok(payload.event === "rejected");
    assert.deepEqual([payload.reason, payload.received, payload.computed, payload.count], ["crc", "0F2E", "52B8", 1]);
    assert.equal(payload.raw, altered("0F2E").trimEnd());
    assert.match(payload.text, /CRC/);
    assert.deepEqual(sent.telegrams, []);
  });

  it("delivers it with the CRC status and its problems where the CRC is flagged", async () => {
    await start({ crc: "flag" });
    await receive("parse", { payload: altered("0F2E") });
    await until("a telegram", () => sent.telegrams.length === 1);
    const { payload, timestamp } = sent.telegrams[0]!;
    assert.deepEqual(payload.crc, { status: "invalid", received: "0F2E", computed: "52B8" });
    assert.equal(payload.values.voltage_l1, 227);
    assert.equal(payload.values.power_delivered_l1, 0.008);
    assert.equal(timestamp, Date.parse("2017-09-16T17:11:08Z"));
    const gas = payload.devices.find(({ medium }) => medium === "gas");
    assert.equal(gas?.value, 0.001);
    assert.equal(gas.timestamp, undefined);
    assert.ok(payload.problems?.some(({ obis }) => obis === "0-1:24.2.1"));
    assert.deepEqual(sent.health, []);
  });

  it("delivers it as valid with its CRC put right", async () => {
    await start();
    await receive("parse", { payload: altered("52B8") });
    await until("a telegram", () => sent.telegrams.length === 1);
    const { payload, timestamp } = sent.telegrams[0]!;
    assert.equal(payload.crc.status, "valid");
    assert.equal(timestamp, Date.parse("2017-09-16T17:11:08Z"));
  });

  it("takes a pasted telegram with LF alone", async () => {
    await start();
    await receive("parse", { payload: altered("52B8").replaceAll("\r\n", "\n") });
    await until("a telegram", () => sent.telegrams.length === 1);
    assert.equal(sent.telegrams[0]!.payload.crc.status, "valid");
  });

  it("reads the old generation, which has no CRC", async () => {
    await start();
    await receive("parse", { payload: dsmr22 });
    await until("a telegram", () => sent.telegrams.length === 1);
    const { payload } = sent.telegrams[0]!;
    assert.equal(payload.crc.status, "absent");
    assert.deepEqual([payload.values.power_delivered, payload.values.gas_delivered], [0.25, 246.138]);
  });

  it("takes objects, raw and clock as it is set", async () => {
    await start({ objects: "false", raw: "true", clock: "receipt" });
    const original = { ...realClock };
    realClock.now = () => Date.UTC(2026, 5, 1, 10, 20, 30);
    try {
      await receive("parse", { payload: dsmr5() });
    } finally {
      Object.assign(realClock, original);
    }
    await until("a telegram", () => sent.telegrams.length === 1);
    const { payload, timestamp } = sent.telegrams[0]!;
    assert.equal("objects" in payload, false);
    assert.equal(payload.raw, dsmr5().trimEnd());
    assert.equal(payload.clock, "receipt");
    assert.equal(timestamp, Date.UTC(2026, 5, 1, 10, 20, 30));
  });

  it("puts streams together by session", async () => {
    await start({ framing: "stream" });
    const one = dsmr5(1, "E0001");
    const two = dsmr5(2, "E0002");
    for (let at = 0; at < one.length; at += 50) {
      await receive("parse", { payload: one.slice(at, at + 50), topic: "", _session: { id: "a" } });
      await receive("parse", { payload: Buffer.from(two.slice(at, at + 50)), topic: "", _session: { id: "b" } });
    }
    await until("two telegrams", () => sent.telegrams.length === 2);
    assert.deepEqual(sent.powers, [1, 2]);
    assert.deepEqual(sent.telegrams[0]!._session, { id: "a" });
  });

  it("shows a grey ring until the input is used, then the meter", async () => {
    await start();
    assert.deepEqual(statuses("parse"), ["grey ring dsmr-parse.status.unused"]);
    await receive("parse", { payload: dsmr5(1.193) });
    await until("the reading", () => statuses("parse").at(-1) === "green dot DSMR 5.0 · 1.193 kW");
  });

  const wrongOptions: [Record<string, unknown>, RegExp][] = [
    [{ crc: "ignore" }, /^red dot CRC is "ignore": it must be one of require, flag$/],
    [{ framing: "lines" }, /^red dot Input is "lines"/],
    [{ zone: "Mars/Olympus" }, /^red dot Time zone is "Mars\/Olympus"/],
    [{ summary: "often" }, /^red dot Summary is "often"/],
    [{ source: "gone" }, /^red dot the meter is missing or disabled/],
  ];
  for (const [properties, status] of wrongOptions) {
    it(`shows red for ${JSON.stringify(properties)}, says so once, and drops messages`, async () => {
      await start(properties);
      assert.match(statuses("parse").join(), status);
      for (const message of [{ payload: dsmr5() }, { payload: dsmr5() }]) {
        assert.equal(await receive("parse", message), undefined);
      }
      assert.equal(warnings("parse").length, 1);
      assert.ok(statuses("parse").join().endsWith(warnings("parse")[0]!));
      assert.deepEqual(sent.telegrams, []);
    });
  }

  it("takes an environment variable for a whole property", async () => {
    process.env.P1_TEST_CRC = "flag";
    try {
      await start({ crc: "${P1_TEST_CRC}" });
      await receive("parse", { payload: altered("0F2E") });
      await until("a telegram", () => sent.telegrams.length === 1);
    } finally {
      delete process.env.P1_TEST_CRC;
    }
  });

  it("reads the input also beside a p1-in, and names its topic after it", async () => {
    const simulator = {
      id: "meter",
      type: "p1-in",
      name: "house",
      connection: "simulator",
      profile: "be",
      period: "3600",
    };
    await start({ source: "meter" }, simulator);
    await receive("parse", { payload: dsmr5(1.5) });
    await until("the telegram", () => sent.powers.includes(1.5));
    assert.equal(sent.telegrams.find(({ payload }) => payload.values.power_delivered === 1.5)?.topic, "house");
  });

  it("survives a flood of rejected telegrams with one report a second and one line of log", async () => {
    const second = new HeldTimers(realClock, 1000);
    try {
      await start();
      for (let n = 0; n < 200; n++) await receive("parse", { payload: damaged(dsmr5(n / 100)) });
      second.pass();
    } finally {
      second.release();
    }
    await until("the second report", () => sent.health.length === 2);
    assert.deepEqual(
      sent.health.map(({ payload }) => payload.event === "rejected" && payload.count),
      [1, 199],
    );
    assert.equal(warnings("parse").length, 1);
  });
});
