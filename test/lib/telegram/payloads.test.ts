import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { TelegramFramer } from "../../../lib/framing/framer";
import type { Frame } from "../../../lib/framing/frame";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { TelegramReader } from "../../../lib/telegram/reader";
import type { Telegram } from "../../../lib/telegram/types";
import { RECEIVED } from "../../support/read";
import { latin1, oldTelegram, telegram } from "../../support/telegrams";

function frameOf(text: string | Buffer): Frame {
  const [frame] = new TelegramFramer().push(typeof text === "string" ? latin1(text) : text);
  assert.ok(frame);
  return frame;
}

/** All objects in a payload. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

function spoil(telegram: Telegram): void {
  for (const object of objectsIn(telegram)) {
    for (const key of Object.keys(object)) Object.assign(object, { [key]: "spoilt" });
    Object.assign(object, { more: 1 });
  }
}

const HEAT = telegram([
  "0-0:1.0.0(240101120000W)",
  "0-1:24.1.0(004)",
  "0-1:24.2.1(240101110000W)(00100*kWh)",
  "0-2:24.1.0(003)",
  "0-2:24.2.1(240101110000W)(00100.000*m3)",
]);
const REGISTERS = telegram([
  "0-0:1.0.0(240101120000W)",
  "0-1:24.1.0(003)",
  "0-1:24.2.1(240101110000W)(00100.000*m3)",
  "0-1:24.2.3(240101110000W)(00101.000*m3)",
]);
/** Lines too long to be remembered. */
const LONG = telegram([
  "0-0:1.0.0(240101120000W)",
  `0-1:24.1.0(003)${" ".repeat(2300)}`,
  `0-1:96.1.0(${"34".repeat(1110)})`,
  "0-1:24.2.1(240101110000W)(00100.000*m3)",
]);
const PROBLEMS = telegram([
  "0-0:1.0.0(240101120000W)",
  "0-1:24.1.0(0000000000000000000000000003m3)",
  "0-1:24.2.1(240101110000W)(00100.000*m3)",
]);
const TWICE = telegram(["0-0:1.0.0(240101120000W)", "1-0:31.7.0(1*A)", "1-0:31.7.0(2*A)", "1-0:31.7.0(1*A)(2*A)"]);

describe("A payload is its receiver's own:", () => {
  const meter = (profile: "nl-dsmr5" | "be" | "nl-dsmr22") => new SimulatedMeter({ profile }).next();
  const cases: [what: string, text: string | Buffer][] = [
    ["a Dutch meter's", meter("nl-dsmr5")],
    ["a Belgian meter's", meter("be")],
    ["an old meter's", meter("nl-dsmr22")],
    ["one with heat in kWh", HEAT],
    ["one with two registers of gas", REGISTERS],
    ["one with a device's lines too long to be remembered", LONG],
    ["one with a problem in a device's line", PROBLEMS],
    ["one that gives a code again", TWICE],
  ];
  for (const [what, text] of cases) {
    it(`${what} shares nothing with the next, and spoiling it spoils no other`, () => {
      const reader = new TelegramReader();
      const frame = frameOf(text);
      const before = new Set<object>();
      const expected = JSON.stringify(reader.read(frame, RECEIVED));
      for (let i = 0; i < 6; i++) {
        const read = reader.read(frame, RECEIVED);
        assert.equal(JSON.stringify(read), expected);
        const objects = objectsIn(read);
        assert.ok(objects.every((object) => !before.has(object)));
        for (const object of objects) before.add(object);
        spoil(read);
      }
    });
  }
});

describe("A meter's id", () => {
  for (const [what, line] of [
    ["a number", (id: string) => `1-0:0.0.0(00${id}*kWh)`],
    ["a text", (id: string) => `1-0:0.0.0(${id})`],
  ] as const) {
    it(`is the telegram's own where it is ${what}, however well the telegrams before are known`, () => {
      const reader = new TelegramReader();
      const ids = ["123", "123", "123", "123", "124", "124", "123"];
      const read = ids.map((id, i) => {
        const lines = [line(id), `0-0:1.0.0(24010112000${i}W)`, "1-0:1.7.0(1*kW)"];
        return reader.read(frameOf(telegram(lines)), RECEIVED).meter.id;
      });
      assert.deepEqual(read, ids);
    });
  }
});

describe("A time without a flag in a log", () => {
  it("is told by itself, whatever line the telegram's clock stands in", () => {
    const reader = new TelegramReader();
    const ends = Array.from({ length: 6 }, (_, i) => {
      const lines = [
        "1-0:99.97.0(1)(0-0:96.7.19)(231029021500)(0000000240*s)",
        `1-0:1.7.0(01.19${i}*kW)`,
        `0-0:1.0.0(24010112000${i}W)`,
        "0-1:24.1.0(003)",
        "0-1:24.2.1(240101110000W)(00012.123*m3)",
      ];
      return reader.read(frameOf(telegram(lines)), RECEIVED).powerFailures[0]?.end;
    });
    assert.deepEqual(ends, Array<string>(6).fill("2023-10-29T02:15:00+01:00"));
  });
});

describe("A value that is held back", () => {
  const CLOCK = (second: number) => `0-0:1.0.0(24010112000${second}W)`;
  const read = (reader: TelegramReader, second: number, power: string, energy: string) =>
    reader.read(
      frameOf(
        oldTelegram([CLOCK(second), `1-0:1.8.1(${energy}*kWh)`, `1-0:1.7.0(${power}*kW)`, "1-0:2.7.0(000.1*kW)"]),
      ),
      RECEIVED,
    );

  it("is missing in its own telegram, and there again in the next, however well the meter is known", () => {
    const reader = new TelegramReader();
    const given = (second: number, power: string, energy: string) => {
      const { values, objects, problems } = read(reader, second, power, energy);
      const object = objects!["1-0:1.7.0"]!;
      return [values.power_delivered, values.power_net, values.energy_delivered_total, object.value, problems?.length];
    };
    const sound = [1.5, 1.4, 100, 1.5, undefined];
    for (const second of [0, 1, 2, 3]) assert.deepEqual(given(second, "001.5", "0100.0"), sound);
    assert.deepEqual(given(4, "999.5", "0100.0"), [undefined, undefined, 100, undefined, 1]);
    assert.deepEqual(given(5, "001.5", "0100.0"), sound);
    assert.deepEqual(given(6, "001.5", "9100.0"), [1.5, 1.4, undefined, 1.5, 1]);
    assert.deepEqual(given(7, "002.5", "0100.0"), [2.5, 2.4, 100, 2.5, undefined]);
    assert.deepEqual(given(8, "001.5", "0100.0"), sound);
  });
});
