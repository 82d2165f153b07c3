import assert from "node:assert/strict";
import { Pacer } from "../../../lib/selection/pacer";
import { compileSelection, select } from "../../../lib/selection/select";
import { shape, type Shaped, type ShapeOptions } from "../../../lib/selection/shape";
import type { PaceOptions } from "../../../lib/selection/pace";
import type { FieldRow } from "../../../lib/selection/types";
import type { Telegram } from "../../../lib/telegram/types";
import { telegram, withoutObjects } from "./telegrams";

const NOON = Date.parse("2026-01-15T12:00:00+01:00");
const ROWS: FieldRow[] = [
  { field: "power_delivered", rename: "import", unit: "W" },
  { field: "1-0:32.7.0" },
  { field: "0-0:96.13.0" },
];

describe("the shape object", () => {
  it("is the values by name, at the telegram's time", () => {
    assert.deepEqual(shaped({ shape: "object" }, ROWS), [
      { payload: { import: 1193, voltage_l1: 230.1, "0-0:96.13.0": "Prices change in May" }, timestamp: NOON },
    ]);
  });

  it("has the topic that is set", () => {
    assert.equal(shaped({ shape: "object", topic: "home" }, ROWS)[0]!.topic, "home");
  });

  it("is marked partial for an interval that was not seen in full", () => {
    const [whole, partial] = [0, 30].map((second) => {
      const pacer = new Pacer({ ...ALL, pace: "interval" });
      const first = { ...telegram(), timestamp: `2026-01-15T12:00:${String(second).padStart(2, "0")}+01:00` };
      const next = { ...telegram(), timestamp: "2026-01-15T12:01:00+01:00" };
      return [first, next].flatMap((one) => pass(pacer, one, { shape: "object" }, ROWS))[0]!;
    });
    assert.equal("partial" in whole!, false);
    assert.equal(partial!.partial, true);
  });
});

describe("the shape messages", () => {
  it("is one message per field, with the parts that a join node needs", () => {
    const common = { id: "g1", type: "object", count: 3 };
    assert.deepEqual(shaped({ shape: "messages", topic: "p1/" }, ROWS), [
      { payload: 1193, timestamp: NOON, topic: "p1/import", parts: { ...common, key: "import", index: 0 } },
      { payload: 230.1, timestamp: NOON, topic: "p1/voltage_l1", parts: { ...common, key: "voltage_l1", index: 1 } },
      {
        payload: "Prices change in May",
        timestamp: NOON,
        topic: "p1/0-0:96.13.0",
        parts: { ...common, key: "0-0:96.13.0", index: 2 },
      },
    ]);
  });

  it("uses the name as the topic if there is no prefix", () => {
    assert.equal(shaped({ shape: "messages" }, ROWS)[0]!.topic, "import");
  });
});

describe("the shape influx", () => {
  it("is a point: fields with a Date as time, and the meter as tag", () => {
    const [message] = shaped({ shape: "influx" }, ROWS.slice(0, 2));
    const fields = { import: 1193, voltage_l1: 230.1, time: new Date(NOON) };
    assert.deepEqual(message, { payload: [fields, { meter: "E0001" }], timestamp: NOON });
  });

  it("has no tag for a meter without an id", () => {
    const anonymous = telegram({ meter: { header: "ISk5" } });
    assert.deepEqual((shaped({ shape: "influx" }, ROWS, anonymous)[0]!.payload as unknown[])[1], {});
  });

  it("has a measurement only if one is set", () => {
    assert.equal("measurement" in shaped({ shape: "influx" }, ROWS)[0]!, false);
    assert.equal(shaped({ shape: "influx", measurement: "p1" }, ROWS)[0]!.measurement, "p1");
    assert.equal("measurement" in shaped({ shape: "object", measurement: "p1" }, ROWS)[0]!, false);
  });
});

describe("the shape telegram", () => {
  it("is the telegram with the chosen numbers in values and the chosen lines in objects", () => {
    const [message] = shaped({ shape: "telegram" }, [...ROWS, { field: "gas_delivered" }]);
    const whole = telegram();
    const codes = ["0-0:96.13.0", "1-0:1.7.0", "1-0:32.7.0", "0-1:24.2.1"];
    assert.deepEqual(message!.payload, {
      ...whole,
      values: { import: 1193, voltage_l1: 230.1, gas_delivered: 12785.123 },
      objects: Object.fromEntries(codes.map((code) => [code, whole.objects![code]])),
    });
  });

  it("is the telegram as it came if everything is chosen", () => {
    assert.deepEqual(shaped({ shape: "telegram" }, [])[0]!.payload, telegram());
  });

  it("has no objects if the telegram came without", () => {
    const [message] = shaped({ shape: "telegram" }, ROWS, withoutObjects(telegram()));
    assert.equal("objects" in (message!.payload as object), false);
  });

  it("is the last telegram of an interval, not the one that ended it", () => {
    const pacer = new Pacer({ ...ALL, pace: "interval", aggregate: "mean", keepTelegram: true });
    const [first, next] = ["12:00:30", "12:01:00"].map((time) => telegram({ timestamp: `2026-01-15T${time}+01:00` }));
    pass(pacer, first!, { shape: "telegram" }, ROWS);
    const [message] = pass(pacer, next!, { shape: "telegram" }, ROWS);
    assert.equal((message!.payload as Telegram).timestamp, "2026-01-15T12:00:30+01:00");
    assert.equal(message!.timestamp, NOON + 60_000);
  });

  it("leaves the telegram it was made of as it was", () => {
    const whole = telegram();
    shaped({ shape: "telegram" }, ROWS, whole);
    assert.deepEqual(whole, telegram());
  });
});

const ALL: PaceOptions = { pace: "all", every: 60, aggregate: "latest", deadband: 0, heartbeat: 0 };

function shaped(options: Partial<ShapeOptions>, rows: FieldRow[], from = telegram()): Shaped[] {
  return pass(new Pacer(ALL), from, options, rows);
}

function pass(pacer: Pacer, from: Telegram, options: Partial<ShapeOptions>, rows: FieldRow[]): Shaped[] {
  const selection = compileSelection(rows);
  const whole: ShapeOptions = {
    shape: "object",
    topic: "",
    measurement: "",
    everything: selection.everything,
    ...options,
  };
  return pacer
    .push("E0001", from, select(selection, from).fields)
    .flatMap((emission) => shape(emission, whole, () => "g1"));
}
