import assert from "node:assert/strict";
import type { Telegram } from "../../../../lib/telegram/types";
import { previewOf } from "../../../../nodes/dsmr-filter/dialog/preview";
import { printedMessage } from "../../../../nodes/dsmr-filter/dialog/printed";
import { sampleTelegram } from "../../../../nodes/dsmr-filter/dialog/sample";
import { TelegramFilter } from "../../../../nodes/dsmr-filter/filter";
import { readDsmrFilter } from "../../../../nodes/dsmr-filter/options";
import { telegram, withoutObjects } from "../../../lib/selection/telegrams";
import { assertTelegram } from "../../../support/schema";

const NOON = Date.parse("2026-01-15T12:00:00+01:00");

function preview(raw: Record<string, unknown>, whole: Telegram = telegram()) {
  const { settings, fault } = readDsmrFilter(raw);
  assert.equal(fault, undefined);
  return previewOf(settings, whole);
}

describe("the preview of a dsmr-filter", () => {
  const fields = [{ field: "power_net", unit: "W" }, { field: "0-1:24.2.1", rename: "gas" }, { field: "voltage_*" }];

  for (const shape of ["object", "messages", "influx", "telegram"]) {
    for (const pace of ["all", "change"]) {
      it(`is what the filter sends for the telegram: ${shape}, ${pace}`, () => {
        const raw = { fields, shape, pace, topic: "home/", measurement: "p1" };
        const { settings } = readDsmrFilter(raw);
        const { messages } = new TelegramFilter(settings).take(telegram(), "", () => "");
        assert.deepEqual(preview(raw).messages, messages);
        assert.ok(messages.length > 0);
      });
    }
  }

  it("lists the rows that find nothing", () => {
    const { unmatched, messages } = preview({ fields: [{ field: "voltage_l3" }, { field: "power_net" }] });
    assert.deepEqual([unmatched, messages.length], [["voltage_l3"], 1]);
  });

  it("has no message if no row finds anything", () => {
    assert.deepEqual(preview({ fields: [{ field: "voltage_l3" }] }).messages, []);
  });

  describe("at intervals", () => {
    const times: [aggregate: string, time: number][] = [
      ["latest", NOON],
      ["mean", NOON + 900_000],
      ["max", NOON + 900_000],
    ];
    for (const [aggregate, time] of times) {
      it(`covers the whole current interval, with the time of its ${aggregate}`, () => {
        const { messages, until } = preview({ pace: "interval", every: 900, aggregate, fields });
        assert.deepEqual(messages[0]!.payload, { power_net: 1193, gas: 12785.123, voltage_l1: 230.1 });
        assert.deepEqual([messages.length, messages[0]!.timestamp, messages[0]!.partial], [1, time, undefined]);
        assert.equal(until, "2026-01-15 12:15:00");
      });
    }

    for (const every of [1, 10, 3600, 86_400, 31 * 86_400]) {
      it(`has a message for an interval of ${every} s`, () => {
        for (const shape of ["object", "telegram"]) {
          const { messages } = preview({ pace: "interval", every, shape });
          assert.deepEqual([messages.length, messages[0]!.partial], [1, undefined]);
        }
      });
    }

    it("keeps the telegram's own time in the shape telegram", () => {
      const { messages } = preview({ pace: "interval", shape: "telegram" });
      assert.equal((messages[0]!.payload as Telegram).timestamp, telegram().timestamp);
    });
  });

  describe("at new readings", () => {
    for (const whole of [telegram(), withoutObjects(telegram())]) {
      it(`has each reading at its own time, with an example of use, ${whole.objects ? "with" : "without"} objects`, () => {
        const { messages } = preview({ pace: "reading", fields: [{ field: "gas_delivered", unit: "l" }] }, whole);
        assert.deepEqual(messages[0]!.payload, {
          gas_delivered: 12785123,
          gas_delivered_delta: 100,
          gas_delivered_period: 3600,
          gas_delivered_rate: 100,
        });
        assert.equal(messages[0]!.timestamp, Date.parse("2026-01-15T11:55:00+01:00"));
      });
    }

    it("has the reading of a device that gives no time", () => {
      const devices = telegram().devices.map(({ channel, medium, value, status }) => ({
        channel,
        medium,
        value: value!,
        status,
      }));
      const { messages } = preview({ pace: "reading" }, withoutObjects(telegram({ devices })));
      assert.equal(messages[0]!.timestamp, NOON);
    });

    it("has nothing without gas, water or heat", () => {
      const { messages, fields: picked } = preview({ pace: "reading", fields: [{ field: "power_net" }] });
      assert.deepEqual([messages, picked], [[], 1]);
    });
  });

  it("leaves the telegram as it was", () => {
    const whole = telegram();
    for (const pace of ["all", "interval", "change", "reading"]) preview({ pace, shape: "telegram" }, whole);
    assert.deepEqual(whole, telegram());
  });

  describe("as text", () => {
    it("is JSON indented by two spaces", () => {
      const [message] = preview({ fields: [{ field: "power_net" }], topic: "home" }).messages;
      const whole = { topic: "home", payload: { power_net: 1.193 }, timestamp: NOON };
      assert.equal(printedMessage(message!), JSON.stringify(whole, null, 2));
    });

    it("has the time of a point as a Date", () => {
      const [message] = preview({ fields: [{ field: "power_net" }], shape: "influx", measurement: "p1" }).messages;
      assert.equal(
        printedMessage(message!),
        `{
  "payload": [
    {
      "power_net": 1.193,
      "time": new Date("2026-01-15T11:00:00.000Z")
    },
    {
      "meter": "E0001"
    }
  ],
  "timestamp": ${NOON},
  "measurement": "p1"
}`,
      );
    });

    it("leaves out parts, which are for a join node", () => {
      const [message] = preview({ fields: [{ field: "power_net" }], shape: "messages" }).messages;
      assert.deepEqual(Object.keys(JSON.parse(printedMessage(message!)) as object), ["topic", "payload", "timestamp"]);
    });

    it("is cut if a payload is deep or long", () => {
      const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000)) as unknown;
      assert.match(printedMessage({ payload: deep, timestamp: 0 }), /…/);
      assert.equal(printedMessage({ payload: "x".repeat(100_000), timestamp: 0 }).length, 20_001);
    });
  });
});

describe("the sample telegram", () => {
  it("is a telegram by the schema, and gives a message at every pace", () => {
    assertTelegram(sampleTelegram);
    for (const pace of ["all", "interval", "change", "reading"]) {
      assert.ok(preview({ pace }, sampleTelegram).messages.length > 0, pace);
    }
  });
});
