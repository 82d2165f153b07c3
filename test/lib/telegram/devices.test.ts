import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Device } from "../../../lib/telegram/types";
import { readAll, readLines } from "../../support/read";
import { telegram } from "../../support/telegrams";

const CLOCK = "0-0:1.0.0(230115120000W)";
const NOW = "2023-01-15T12:00:00+01:00";
const NO_TIME = "632525252525S";

/** The lines of a device on a channel: type, id, reading. */
function device(channel: number, type: string, id: string, reading: string): string[] {
  return [`0-${channel}:24.1.0(${type})`, `0-${channel}:96.1.0(${id})`, `0-${channel}:24.2.1${reading}`];
}

const gas = (channel: number, id: string, time: string, value: string) =>
  device(channel, "003", id, `(${time})(${value}*m3)`);

function read(...lines: string[]) {
  const { devices, values, problems } = readLines([CLOCK, ...lines]);
  return { devices, values, problems: problems?.map(({ problem }) => problem) };
}

describe("An M-Bus device", () => {
  it("is told with its type, medium, id and reading", () => {
    assert.deepEqual(read(...gas(1, "47303132", "230115115500W", "12785.123")), {
      devices: [
        {
          channel: 1,
          type: 3,
          medium: "gas",
          id: "G012",
          value: 12785.123,
          unit: "m3",
          timestamp: "2023-01-15T11:55:00+01:00",
          status: "live",
        },
      ],
      values: { gas_delivered: 12785.123 },
      problems: undefined,
    });
  });

  describe("has its medium by its type, whatever its channel and register", () => {
    const cases: [type: string, medium: Device["medium"], reading: string, values: Record<string, number>][] = [
      ["002", "electricity", "(230115115500W)(12.5*kWh)", { sub_energy_delivered: 12.5 }],
      ["003", "gas", "(230115115500W)(12.5*m3)", { gas_delivered: 12.5 }],
      ["004", "heat", "(230115115500W)(12.5*GJ)", { heat_delivered: 12.5 }],
      ["004", "heat", "(230115115500W)(12500*MJ)", { heat_delivered: 12.5 }],
      ["004", "heat", "(230115115500W)(1000*kWh)", { heat_delivered: 3.6 }],
      ["004", "heat", "(230115115500W)(0.1*kWh)", { heat_delivered: 0.00036 }],
      ["012", "heat", "(230115115500W)(12.5*GJ)", { heat_delivered: 12.5 }],
      ["013", "heat", "(230115115500W)(12.5*GJ)", { heat_delivered: 12.5 }],
      ["006", "warm_water", "(230115115500W)(12.5*m3)", { warm_water_delivered: 12.5 }],
      ["021", "warm_water", "(230115115500W)(12.5*m3)", { warm_water_delivered: 12.5 }],
      ["007", "water", "(230115115500W)(12.5*m3)", { water_delivered: 12.5 }],
      ["022", "water", "(230115115500W)(12.5*m3)", { water_delivered: 12.5 }],
      ["010", "cooling", "(230115115500W)(12.5*GJ)", { cooling_delivered: 12.5 }],
      ["011", "cooling", "(230115115500W)(12.5*GJ)", { cooling_delivered: 12.5 }],
      ["008", "heat_cost", "(230115115500W)(12.5*m3)", {}],
      ["099", "other", "(230115115500W)(12.5*m3)", {}],
    ];
    for (const [type, medium, reading, values] of cases) {
      it(`type ${type} with ${reading} is ${medium}`, () => {
        for (const channel of [1, 4]) {
          const result = read(...device(channel, type, "X", reading));
          assert.deepEqual({ medium: result.devices[0]!.medium, values: result.values }, { medium, values });
        }
      });
    }
  });

  it("of which the unit does not fit its medium keeps the register, and gives no value", () => {
    const { devices, values } = read(...device(1, "003", "X", "(230115115500W)(12.5*kWh)"));
    assert.deepEqual(values, {});
    assert.deepEqual(devices, [
      {
        channel: 1,
        type: 3,
        medium: "gas",
        id: "X",
        status: "live",
        registers: [{ obis: "0-1:24.2.1", value: 12.5, unit: "kWh", timestamp: "2023-01-15T11:55:00+01:00" }],
      },
    ]);
  });

  it("has its name in its line's object, beside the text that normalising changed", () => {
    const lines = device(1, "004", "47303132", "(230115115500W)(12500*MJ)");
    assert.deepEqual(readLines([CLOCK, ...lines]).objects!["0-1:24.2.1"], {
      name: "heat_delivered",
      value: 12.5,
      unit: "GJ",
      printed: "12500*MJ",
      timestamp: "2023-01-15T11:55:00+01:00",
    });
  });

  it("in Belgium has gas at 24.2.3 and its id at 96.1.1; 96.1.2 is the connection's EAN", () => {
    const { devices, values } = read(
      "0-1:24.1.0(003)",
      "0-1:96.1.2(353431)",
      "0-1:96.1.1(37464C4F)",
      "0-1:24.2.3(230115115500W)(00112.384*m3)",
    );
    assert.deepEqual(values, { gas_delivered: 112.384 });
    assert.equal(devices[0]!.id, "7FLO");
  });

  it("of heat with energy, volume and temperatures gives the energy and keeps all in registers", () => {
    const { devices, values } = read(
      "0-1:24.1.0(004)",
      "0-1:96.1.0(H1)",
      "0-1:24.2.2(230115115500W)(123.4*m3)",
      "0-1:24.2.1(230115115500W)(12.345*GJ)",
      "0-1:24.2.4(230115115500W)(65.1*\xb0C)",
    );
    assert.deepEqual(values, { heat_delivered: 12.345 });
    assert.deepEqual(
      devices[0]!.registers!.map(({ obis, value, unit }) => [obis, value, unit]),
      [
        ["0-1:24.2.1", 12.345, "GJ"],
        ["0-1:24.2.2", 123.4, "m3"],
        ["0-1:24.2.4", 65.1, "\xb0C"],
      ],
    );
  });

  it("of DSMR 2.2 is read from two lines, or from one", () => {
    const head = ["0-2:24.1.0(03)", "0-2:96.1.0(G1)"];
    const profile = "0-2:24.3.0(230115110000)(00)(60)(1)(0-2:24.2.0)(m3)";
    for (const line of [`${profile}\r\n(00001.234)`, `${profile}(00001.234)`]) {
      const { devices, values } = read(...head, line, "0-2:24.4.0(1)");
      assert.deepEqual(values, { gas_delivered: 1.234 });
      assert.equal(devices[0]!.timestamp, "2023-01-15T11:00:00+01:00");
    }
  });

  it("with empty parentheses behind its reading is read", () => {
    assert.deepEqual(read(...device(1, "003", "47", "(230115115500W)(5.000*m3)()")).values, { gas_delivered: 5 });
  });

  it("of DSMR 2.2 without its second line has no reading", () => {
    const { devices, values } = read("0-2:24.1.0(03)", "0-2:24.3.0(230115110000)(00)(60)(1)(0-2:24.2.0)(m3)");
    assert.deepEqual({ status: devices[0]!.status, values }, { status: "unpaired", values: {} });
  });

  describe("is unpaired", () => {
    const cases: [what: string, lines: string[]][] = [
      ["without a reading", ["0-1:24.1.0(003)", "0-1:96.1.0(G1)"]],
      ["with an impossible time and no id", gas(1, "", NO_TIME, "00001.000")],
      ["with an impossible time and a value of 0", gas(1, "47", NO_TIME, "00000.000")],
      ["with an impossible time and no unit", device(1, "003", "47", `(${NO_TIME})(00001.000)`)],
      ["with a time of 1970 and a value of 0", gas(1, "47", "700101010000W", "00000.000")],
      ["with a time of 2000 and a value of 0", gas(1, "47", "000101010000W", "00000.000")],
      ["with an empty time and a value of 0", gas(1, "47", "", "00000.000")],
    ];
    for (const [what, lines] of cases) {
      it(what, () => {
        const { devices, values } = read(...lines);
        assert.deepEqual([devices[0]!.status, devices[0]!.value, values], ["unpaired", undefined, {}]);
      });
    }
  });

  for (const time of ["000000", "000101010000W"]) {
    it(`with the impossible time ${time} beside a sound id and value gives the value without time, and a problem`, () => {
      const { devices, values, problems } = read(...gas(1, "47", time, "00000.0010"));
      assert.deepEqual(devices, [
        { channel: 1, type: 3, medium: "gas", id: "G", value: 0.001, unit: "m3", status: "live" },
      ]);
      assert.deepEqual(values, { gas_delivered: 0.001 });
      assert.deepEqual(problems, [`The time "${time}" is impossible; the value is given without it.`]);
    });
  }

  it("given twice on one channel counts with its newest valid time", () => {
    const readings = [
      "(230115110000W)(2.0*m3)",
      `(${NO_TIME})(9.0*m3)`,
      "(230115115500W)(3.0*m3)",
      "(230114000000W)(1.0*m3)",
    ];
    const { values } = read("0-1:24.1.0(003)", "0-1:96.1.0(G1)", ...readings.map((reading) => `0-1:24.2.1${reading}`));
    assert.deepEqual(values, { gas_delivered: 3 });
  });
});

describe("Two devices of a medium", () => {
  const statuses = (...lines: string[]) => read(...lines).devices.map(({ channel, status }) => `${channel} ${status}`);

  it("are live and stale where one reading is more than a day newer: the dead meter after a swap", () => {
    const lines = [...gas(1, "4F", "221201110000W", "5000.000"), ...gas(2, "4E", "230115110000W", "00012.500")];
    assert.deepEqual(statuses(...lines), ["1 stale", "2 live"]);
    assert.deepEqual(read(...lines).values, { gas_delivered: 12.5 });
  });

  it("are both live within a day, the lowest channel first", () => {
    const lines = [...gas(4, "4E", "230115115900W", "4.000"), ...gas(2, "4F", "230114120000W", "2.000")];
    assert.deepEqual(statuses(...lines), ["2 live", "4 live"]);
    assert.deepEqual(read(...lines).values, { gas_delivered: 2, gas_delivered_ch4: 4 });
  });

  it("never trade places, whichever reported last", () => {
    for (const [first, second] of [
      ["230115110000W", "230115115500W"],
      ["230115115500W", "230115110000W"],
    ] as const) {
      const { values } = read(...gas(1, "41", first, "1.000"), ...gas(2, "42", second, "2.000"));
      assert.deepEqual(values, { gas_delivered: 1, gas_delivered_ch2: 2 });
    }
  });

  it("are not compared with another medium's", () => {
    const water = device(2, "007", "57", "(230115110000W)(1.0*m3)");
    assert.deepEqual(statuses(...gas(1, "47", "221201110000W", "5.000"), ...water), ["1 live", "2 live"]);
  });

  it("are not made stale by one dated over a day after the telegram", () => {
    const lines = [...gas(1, "41", "230115110000W", "1.000"), ...gas(2, "42", "330115110000W", "2.000")];
    assert.deepEqual(statuses(...lines), ["1 live", "2 live"]);
    assert.equal(readLines([CLOCK, ...lines]).timestamp, NOW);
  });

  it("are not disturbed by an unpaired slot", () => {
    const lines = [...gas(1, "", NO_TIME, "00000.000"), ...gas(2, "42", "230115110000W", "2.000")];
    assert.deepEqual(statuses(...lines), ["1 unpaired", "2 live"]);
    assert.deepEqual(read(...lines).values, { gas_delivered: 2 });
  });
});

describe("A change of id", () => {
  const lines = (id: string, gasId: string) =>
    telegram([`0-0:96.1.1(${id})`, ...gas(1, gasId, "230115110000W", "2.000")]);
  const changes = (...texts: string[]) => {
    const seen: unknown[] = [];
    readAll(texts.join(""), { onMeterChanged: (change) => seen.push(change) });
    return seen;
  };

  it("of an M-Bus device is told once", () => {
    assert.deepEqual(changes(lines("4D", "41"), lines("4D", "41"), lines("4D", "42"), lines("4D", "42")), [
      { medium: "gas", channel: 1, from: "A", to: "B" },
    ]);
  });

  it("behind a medium's reading is told, where the new meter sits on another channel", () => {
    const swapped = telegram([
      "0-0:96.1.1(4D)",
      ...gas(1, "41", "230115110000W", "2.000"),
      ...gas(2, "42", "230117110000W", "0.100"),
    ]);
    assert.deepEqual(changes(lines("4D", "41"), swapped, swapped), [{ medium: "gas", channel: 2, from: "A", to: "B" }]);
  });

  it("of the electricity meter is told once, also where two meters share the line", () => {
    const one = lines("4D", "41");
    const other = lines("4E", "41");
    assert.deepEqual(changes(one, one, other, one, other, one), [{ medium: "electricity", from: "M", to: "N" }]);
  });
});
