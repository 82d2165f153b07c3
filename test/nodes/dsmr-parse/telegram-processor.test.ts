import assert from "node:assert/strict";
import type { HealthEvent } from "../../../nodes/dsmr-parse/health";
import { readDsmrParse } from "../../../nodes/dsmr-parse/options";
import { TelegramProcessor } from "../../../nodes/dsmr-parse/telegram-processor";
import type { RawOptions } from "../../../nodes/shared/options";
import { FakeClock } from "../../lib/connection/support";
import { damaged, dsmr22, dsmr5 } from "../telegrams";
import { nodeTexts } from "../texts";

describe("TelegramProcessor", () => {
  let clock: FakeClock;
  let health: { event: HealthEvent; topic: string }[];
  let statuses: (string | undefined)[];
  let logged: string[];
  let processor: TelegramProcessor;

  function makeProcessor(raw: RawOptions = {}, connected = false): TelegramProcessor {
    return new TelegramProcessor(
      {
        settings: readDsmrParse(raw).settings,
        translate: nodeTexts(),
        sourceTopic: "house",
        framer: {},
        connected,
        counters: () => (connected ? { bytes: 10, frames: 2, noise: 3, reconnects: 1, period: 1 } : undefined),
        onHealth: (event, topic) => health.push({ event, topic }),
        onStatus: (status) => statuses.push(status().text),
        onRejected: (reason) => logged.push(reason),
      },
      clock,
    );
  }

  beforeEach(() => {
    clock = new FakeClock();
    [health, statuses, logged] = [[], [], []];
    processor = makeProcessor();
  });

  const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

  it("reads every telegram of a message", () => {
    const telegrams = processor.message(bytes(dsmr5(1) + dsmr5(2) + dsmr22), "", "topic");
    assert.deepEqual(
      telegrams.map(({ values }) => values.power_delivered),
      [1, 2, 0.25],
    );
  });

  it("puts a stream together from pieces of any size, each stream by itself", () => {
    const [one, two] = [bytes(dsmr5(1)), bytes(dsmr5(2, "E0002"))];
    const powers: unknown[] = [];
    for (let at = 0; at < Math.max(one.length, two.length); at += 7) {
      for (const [key, text] of [
        ["one", one],
        ["two", two],
      ] as const) {
        const telegrams = processor.chunk(text.subarray(at, at + 7), key, key);
        powers.push(...telegrams.map(({ values }) => values.power_delivered));
      }
    }
    assert.deepEqual(powers.toSorted(), [1, 2]);
    assert.deepEqual(health, []);
  });

  it("forgets the stream that was used longest ago when there are more than 1,000", () => {
    const text = bytes(dsmr5());
    processor.chunk(text.subarray(0, 100), "first", "t");
    processor.chunk(text.subarray(0, 100), "second", "t");
    for (let key = 0; key < 998; key++) processor.chunk(text.subarray(0, 100), String(key), "t");
    processor.chunk(text.subarray(100, 110), "first", "t");
    processor.chunk(text.subarray(0, 100), "one more", "t");
    assert.equal(processor.chunk(text.subarray(110), "first", "t").length, 1);
    assert.equal(processor.chunk(text.subarray(100), "second", "t").length, 0);
  });

  it("reports, logs and shows a rejected telegram, under its own topic", () => {
    assert.deepEqual(processor.message(bytes(damaged(dsmr5())), "", "garage"), []);
    assert.equal(health[0]?.topic, "garage");
    const { event } = health[0];
    assert.equal(event.event === "rejected" && event.reason, "crc");
    assert.deepEqual(logged, ["crc"]);
    assert.equal(statuses.at(-1), "dsmr-parse.status.rejected-crc");
  });

  it("only counts noise", () => {
    assert.deepEqual(processor.message(bytes("hello\r\n/not a telegram\r\n"), "", "t"), []);
    assert.deepEqual([health, logged], [[], []]);
  });

  it("remembers a meter within its topic: once it sent a CRC it must", () => {
    const without = dsmr5()
      .replace("1-3:0.2.8(50)\r\n", "")
      .replace(/![0-9A-F]{4}/, "!");
    assert.equal(processor.message(bytes(without), "a", "a").length, 1);
    assert.equal(processor.message(bytes(dsmr5()), "a", "a").length, 1);
    assert.equal(processor.message(bytes(without), "a", "a").length, 0);
    assert.equal(processor.message(bytes(without), "b", "b").length, 1);
  });

  it("says when a meter is another one", () => {
    processor.message(bytes(dsmr5(1, "E0001")), "", "t");
    processor.message(bytes(dsmr5(1, "E0002")), "", "t");
    assert.deepEqual(health, [
      {
        topic: "t",
        event: {
          event: "meter-changed",
          timestamp: "2024-01-01T00:00:00.000Z",
          text: "the electricity meter is another one now: E0002 in place of E0001",
          medium: "electricity",
          from: "E0001",
          to: "E0002",
        },
      },
    ]);
  });

  it("sums up every so many minutes", async () => {
    const summing = makeProcessor({ summary: "2" }, true);
    for (let n = 0; n < 6; n++) summing.message(bytes(dsmr5(n)), "", "t");
    summing.message(bytes(`noise\r\n${damaged(dsmr5())}`), "", "t");
    health.length = 0;
    await clock.pass(240);
    assert.deepEqual(
      health.map(({ event, topic }) => event.event === "summary" && { topic, ...event.counters }),
      [
        {
          topic: "house",
          uptime: 120,
          telegrams: 6,
          rejected: { crc: 1 },
          noise: 10,
          rate: 3,
          bytes: 10,
          frames: 2,
          reconnects: 1,
          period: 1,
        },
        {
          topic: "house",
          uptime: 240,
          telegrams: 6,
          rejected: { crc: 1 },
          noise: 10,
          rate: 0,
          bytes: 10,
          frames: 2,
          reconnects: 1,
          period: 1,
        },
      ],
    );
    summing.close();
    assert.equal(clock.pending, 0);
  });

  it("shows that it is unused only where there is no connection", () => {
    assert.deepEqual(statuses, ["dsmr-parse.status.unused"]);
    statuses.length = 0;
    makeProcessor({}, true);
    assert.deepEqual(statuses, []);
  });

  it("shows trouble of the connection before what the input brings, and telegrams again when it is over", () => {
    processor.message(bytes(dsmr5()), "", "t");
    processor.connection({ state: "backing-off", to: "x", hint: "unplugged" });
    processor.message(bytes(dsmr5(2)), "", "t");
    assert.equal(statuses.at(-1), "not connected: unplugged");
    processor.connection({ state: "receiving", to: "x", hint: "" });
    assert.equal(statuses.at(-1), "DSMR 5.0 · 2.000 kW");
  });
});
