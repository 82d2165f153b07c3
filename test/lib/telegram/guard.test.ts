import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type ReaderOptions, TelegramReader } from "../../../lib/telegram/reader";
import { readAll, RECEIVED } from "../../support/read";
import { latin1, oldTelegram, telegram } from "../../support/telegrams";

describe("The guard of telegrams without a CRC", () => {
  const at = (minute: number) => `0-0:1.0.0(2301151200${String(minute).padStart(2, "0")}W)`;
  const energy = (value: number, second = 0, extra: string[] = []) =>
    oldTelegram([at(second), `1-0:1.8.1(${value}*kWh)`, ...extra]);
  const energies = (text: string, options: ReaderOptions = {}) =>
    readAll(text, options).map(({ values }) => values.energy_delivered_tariff1);

  const cases: [what: string, values: number[], expected: (number | undefined)[]][] = [
    ["lets a counter rise", [100, 100.1, 101], [100, 100.1, 101]],
    ["holds back a fall", [100, 90, 100.2], [100, undefined, 100.2]],
    ["holds back a jump beyond what the connection carries in an hour", [100, 400, 100.2], [100, undefined, 100.2]],
    ["lets a rise pass that the connection can carry", [100, 272], [100, 272]],
    [
      "believes a change that lasts, in its third telegram",
      [100, 5, 5.1, 5.2, 5.3],
      [100, undefined, undefined, 5.2, 5.3],
    ],
    ["does not believe three different falls", [100, 5, 3, 1, 100.1], [100, undefined, undefined, undefined, 100.1]],
  ];
  for (const [what, values, expected] of cases) {
    it(what, () => assert.deepEqual(energies(values.map((value, i) => energy(value, i)).join("")), expected));
  }

  it("knows meters apart that have one header and take turns", () => {
    const of = (id: string, value: number, second: number) => energy(value, second, [`0-0:96.1.1(${id})`]);
    const turns = [0, 1, 2, 3].flatMap((second) => [of("3031", 100 + second, second), of("3032", 5 + second, second)]);
    assert.deepEqual(energies(turns.join("")), [100, 5, 101, 6, 102, 7, 103, 8]);
  });

  it("allows for the time between two telegrams", () => {
    const later = oldTelegram(["0-0:1.0.0(230116120000W)", "1-0:1.8.1(4000*kWh)"]);
    assert.deepEqual(energies(energy(100) + later), [100, 4000]);
  });

  it("takes the threshold for the limit", () => {
    const limit = ["0-0:17.0.0(017.2*kW)"];
    assert.deepEqual(energies(energy(100, 0, limit) + energy(118, 1, limit)), [100, undefined]);
    assert.deepEqual(
      energies(energy(100, 0, ["0-0:17.0.0(999.9*kW)"]) + energy(118, 1, ["0-0:17.0.0(999.9*kW)"])),
      [100, 118],
    );
  });

  const powers: [what: string, values: number[], expected: (number | undefined)[]][] = [
    ["holds back a power beyond the connection", [1, 888, 1], [1, undefined, 1]],
    [
      "believes a power beyond the connection that lasts, and from then on up to twice as much",
      [200, 210, 220, 430, 1, 190, 450, 1, 450, 430],
      [undefined, undefined, 220, 430, 1, 190, undefined, 1, undefined, 430],
    ],
    [
      "believes one beyond that only where it lasts, too",
      [200, 210, 220, 500, 510, 520, 1000, 1050],
      [undefined, undefined, 220, undefined, undefined, 520, 1000, undefined],
    ],
    ["does not believe powers beyond the connection that grow", [200, 500, 2000, 9000], Array(4).fill(undefined)],
    [
      "believes a returned power that lasts",
      [-200, -210, -220, -430, -450],
      [undefined, undefined, -220, -430, undefined],
    ],
    [
      "does not believe powers beyond the connection that come one by one",
      [888, 1, 888, 1, 888],
      [undefined, 1, undefined, 1, undefined],
    ],
  ];
  for (const [what, values, expected] of powers) {
    it(what, () => {
      const text = values.map((value, i) => oldTelegram([at(i), `1-0:16.7.0(${value}*kW)`])).join("");
      const read = readAll(text).map((telegram) => telegram.values.power_balance);
      assert.deepEqual(read, expected);
    });
  }

  it("does not believe a power because the threshold fell below the one before it", () => {
    const of = (second: number, threshold: string, value: number) =>
      oldTelegram([at(second), `0-0:17.0.0(${threshold}*A)`, `1-0:1.7.0(${value}*kW)`]);
    const text = of(0, "080", 50) + of(1, "010", 99) + of(2, "080", 50);
    assert.deepEqual(
      readAll(text).map(({ values }) => values.power_delivered),
      [50, undefined, 50],
    );
  });

  it("holds back a power beyond the connection, with the reason", () => {
    const [read] = readAll(oldTelegram(["1-0:1.7.0(888.88*kW)", "1-0:2.7.0(0*kW)"]));
    assert.deepEqual(read!.values, { power_returned: 0 });
    assert.equal(read!.objects!["1-0:1.7.0"]!.value, undefined);
    assert.deepEqual(read!.problems, [
      {
        obis: "1-0:1.7.0",
        problem: "power_delivered is held back: 888.88 is more than the 172.5 kW that the connection can carry.",
        raw: "1-0:1.7.0(888.88*kW)",
      },
    ]);
  });

  it("holds back gas that falls", () => {
    const gas = (value: string) =>
      oldTelegram(["0-1:24.1.0(3)", "0-1:96.1.0(G)", `0-1:24.2.1(230115110000W)(${value}*m3)`]);
    const [, second] = readAll(gas("100.0") + gas("90.0"));
    assert.deepEqual([second!.values, second!.devices[0]!.value], [{}, undefined]);
  });

  it("makes no total of what it held back", () => {
    const both = (a: number, b: number) => oldTelegram([`1-0:1.8.1(${a}*kWh)`, `1-0:1.8.2(${b}*kWh)`]);
    const [, second] = readAll(both(100, 100) + both(100.1, 5));
    assert.deepEqual(second!.values, { energy_delivered_tariff1: 100.1 });
  });

  it("leaves telegrams with a CRC alone, and all where it is off", () => {
    const sealed = (value: number) => telegram([`1-0:1.8.1(${value}*kWh)`]);
    assert.deepEqual(energies(sealed(100) + sealed(5)), [100, 5]);
    assert.deepEqual(energies(energy(100) + energy(5), { guard: false }), [100, 5]);
  });
});

describe("A value that is held back", () => {
  const CLOCK = (second: number) => `0-0:1.0.0(24010112000${second}W)`;
  const read = (reader: TelegramReader, second: number, power: string, energy: string) =>
    reader.read(
      {
        bytes: latin1(
          oldTelegram([CLOCK(second), `1-0:1.8.1(${energy}*kWh)`, `1-0:1.7.0(${power}*kW)`, "1-0:2.7.0(000.1*kW)"]),
        ),
        crc: { status: "absent" },
        ended: true,
      },
      RECEIVED,
    );

  it("is missing in its own telegram, and there again in the next", () => {
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
