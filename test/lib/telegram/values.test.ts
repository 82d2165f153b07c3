import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CosemObject } from "../../../lib/telegram/types";
import { readAll, readLines } from "../../support/read";
import { telegram } from "../../support/telegrams";

/** Line, its code, its object. */
type ObjectCase = [line: string, code: string, object: CosemObject];

function showsObjects(cases: readonly ObjectCase[]): void {
  for (const [line, code, object] of cases) {
    it(line.replaceAll(/\r\n/g, "\\r\\n"), () => {
      const objects = readLines([line, "1-0:99.99.9(end)"]).objects!;
      assert.deepEqual(objects[code], object);
      assert.deepEqual(Object.keys(objects), [code, "1-0:99.99.9"]);
    });
  }
}

describe("A data line", () => {
  describe("is read in every spelling of its code", () => {
    const object = { name: "energy_delivered_tariff1", value: 1.5, unit: "kWh" };
    showsObjects([
      ["1-0:1.8.1(1.5*kWh)", "1-0:1.8.1", object],
      ["1-0:1.8.1*255(1.5*kWh)", "1-0:1.8.1", object],
      ["1-0:1.8.1.255(1.5*kWh)", "1-0:1.8.1", object],
      ["1-0:1:8.1(1.5*kWh)", "1-0:1.8.1", object],
      ["1-0.1.8.1(1.5*kWh)", "1-0:1.8.1", object],
      ["1-0:1.8.1(1.5*kWh)  ", "1-0:1.8.1", object],
      ["1-0:1.8.1*1(1.5*kWh)", "1-0:1.8.1*1", { value: 1.5, unit: "kWh" }],
    ]);
  });

  describe("gives its value", () => {
    showsObjects([
      ["1-0:1.7.0(01.193*kW)", "1-0:1.7.0", { name: "power_delivered", value: 1.193, unit: "kW" }],
      ["1-0:1.7.0(00001.234kW)", "1-0:1.7.0", { name: "power_delivered", value: 1.234, unit: "kW" }],
      ["1-0:1.7.0( 01.193*kW )", "1-0:1.7.0", { name: "power_delivered", value: 1.193, unit: "kW" }],
      ["1-0:1.7.0(-0.5*kW)", "1-0:1.7.0", { name: "power_delivered", value: -0.5, unit: "kW" }],
      ["1-0:1.7.0(1*kW)", "1-0:1.7.0", { name: "power_delivered", value: 1, unit: "kW" }],
      [
        "1-0:1.8.0(00032549.5061662*kWh)",
        "1-0:1.8.0",
        { name: "energy_delivered_total", value: 32549.5061662, unit: "kWh" },
      ],
      ["1-0:1.7.0(1.193)", "1-0:1.7.0", { name: "power_delivered", value: 1.193, unit: "kW" }],
      ["1-0:1.7.0()", "1-0:1.7.0", { name: "power_delivered" }],
      ["1-0:1.7.0(*kW)", "1-0:1.7.0", { name: "power_delivered", unit: "kW" }],
      ["0-0:96.14.0(0002)", "0-0:96.14.0", { name: "electricity_tariff", value: 2 }],
      ["0-0:96.14.0(TARIFF 1)", "0-0:96.14.0", { name: "electricity_tariff", value: "TARIFF 1" }],
      ["0-0:96.3.10(1)", "0-0:96.3.10", { name: "electricity_switch", value: 1 }],
      ["0-1:96.3.10(0)", "0-1:96.3.10", { value: 0 }],
      ["0-0:96.3.10(ON)", "0-0:96.3.10", { name: "electricity_switch", value: "ON" }],
      ["1-3:0.2.8(50)", "1-3:0.2.8", { value: "50" }],
      ["9-9:99.99.98(text)", "9-9:99.99.98", { value: "text" }],
      ["1-0:0.2.0((ER11))", "1-0:0.2.0", { value: "(ER11)" }],
      [
        "1-1:31.4.0(100*A)(-063*A)",
        "1-1:31.4.0",
        { name: "fuse_threshold_l1", value: 100, unit: "A", values: [100, -63] },
      ],
      [
        "1-0:31.4.0(65.0*A,-65.0*A)",
        "1-0:31.4.0",
        { name: "fuse_threshold_l1", value: 65, unit: "A", values: [65, -65] },
      ],
      [
        "1-0:1.6.0(230117224500W)(04.329*kW)",
        "1-0:1.6.0",
        { name: "power_delivered_demand_max", value: 4.329, unit: "kW", timestamp: "2023-01-17T22:45:00+01:00" },
      ],
      [
        "1-0:1.6.0(04.329*kW)(230117224500W)",
        "1-0:1.6.0",
        { name: "power_delivered_demand_max", value: 4.329, unit: "kW", timestamp: "2023-01-17T22:45:00+01:00" },
      ],
      ["7-0:23.1.0*255(1*m3)(2*m3)(3*m3)", "7-0:23.1.0", { value: 1, unit: "m3", values: [1, 2, 3] }],
    ]);
  });

  describe("decodes octets", () => {
    const hex = (text: string) => Buffer.from(text, "latin1").toString("hex").toUpperCase();
    showsObjects([
      [`0-0:96.1.1(${hex("E0012345")})`, "0-0:96.1.1", { value: "E0012345", printed: hex("E0012345") }],
      ["0-0:96.1.1(45 30 30)", "0-0:96.1.1", { value: "E00", printed: "45 30 30" }],
      ["0-0:96.1.1(plain id)", "0-0:96.1.1", { value: "plain id" }],
      ["0-0:96.1.1()", "0-0:96.1.1", {}],
      ["0-0:96.1.1(0011223344)", "0-0:96.1.1", { value: "0011223344" }],
      [
        `0-0:96.13.0(${hex("Storing: 3 uur")})`,
        "0-0:96.13.0",
        { value: "Storing: 3 uur", printed: hex("Storing: 3 uur") },
      ],
      ["0-0:96.13.0(test-/-test)", "0-0:96.13.0", { value: "test-/-test" }],
      ["0-0:96.13.0(a (b) c)", "0-0:96.13.0", { value: "a (b) c" }],
      ["0-0:96.13.0(FF)", "0-0:96.13.0", {}],
      ["0-0:96.13.0(\xff\xff)", "0-0:96.13.0", {}],
      ["0-0:96.13.0(C3A9C3A9n)", "0-0:96.13.0", { value: "C3A9C3A9n" }],
      ["0-0:96.13.0(C3A9C3A96E)", "0-0:96.13.0", { value: "één", printed: "C3A9C3A96E" }],
      ["0-0:96.13.0(E9E96E)", "0-0:96.13.0", { value: "één", printed: "E9E96E" }],
      ["0-0:96.13.0(31\r\n32)", "0-0:96.13.0", { value: "12", printed: "3132" }],
      ["1-0:96.5.5(3030)", "1-0:96.5.5", { value: "3030" }],
    ]);
  });

  it("is kept under `also` where its code comes again", () => {
    const { objects, values } = readLines(["1-0:1.8.1(1*kWh)", "1-0:1.8.1(2*kWh)", "1-0:1.8.1(3*kWh)"]);
    const name = "energy_delivered_tariff1";
    assert.deepEqual(objects!["1-0:1.8.1"], {
      name,
      value: 1,
      unit: "kWh",
      also: [
        { name, value: 2, unit: "kWh" },
        { name, value: 3, unit: "kWh" },
      ],
    });
    assert.equal(values[name], 1);
  });

  it("that cannot be read is a problem, and leaves the others whole", () => {
    const { values, problems } = readLines([
      "1-0:1.7.0(0x.12*kW)",
      "1-0:2.7.0(00.100*A)",
      "nonsense",
      "1-0:32.7.0(23",
      "1-0:52.7.0(231.0*V)",
    ]);
    assert.deepEqual(values, { voltage_l2: 231 });
    assert.deepEqual(problems, [
      { problem: "The line is no data line.", raw: "nonsense" },
      { obis: "1-0:1.7.0", problem: '"0x.12*kW" is not a number.', raw: "1-0:1.7.0(0x.12*kW)" },
      {
        obis: "1-0:2.7.0",
        problem: "The unit A does not fit power_returned, which is in kW.",
        raw: "1-0:2.7.0(00.100*A)",
      },
      {
        obis: "1-0:32.7.0",
        problem: "The line broke off before its closing parenthesis, so its value is not used.",
        raw: "1-0:32.7.0(23",
      },
    ]);
  });

  it("never becomes a property of the object's prototype", () => {
    const { objects, values } = readLines(["1-0:1.7.0(1*kW)", "0-0:96.13.0(__proto__)", "__proto__(1)"]);
    assert.equal(Object.getPrototypeOf(objects), Object.prototype);
    assert.equal(Object.getPrototypeOf(values), Object.prototype);
  });
});

describe("A value is told in the catalogue's unit, exactly", () => {
  const cases: [line: string, name: string, value: number][] = [
    ["1-0:1.8.0(0000193*Wh)", "energy_delivered_total", 0.193],
    ["1-0:1.8.0(1.5*MWh)", "energy_delivered_total", 1500],
    ["1-0:1.8.0(1.5*mwh)", "energy_delivered_total", 1500],
    ["1-0:1.8.0(1.5*kwh)", "energy_delivered_total", 1.5],
    ["1-0:1.7.0(000300*W)", "power_delivered", 0.3],
    ["1-0:1.7.0(000.3*W)", "power_delivered", 0.0003],
    ["1-0:3.8.0(0.57*kVArh)", "reactive_energy_delivered_total", 0.57],
    ["1-0:3.8.0(0.57*MVArh)", "reactive_energy_delivered_total", 570],
    ["1-0:3.7.0(7*VAr)", "reactive_power_delivered", 0.007],
    ["1-0:3.7.0(7*Kvar)", "reactive_power_delivered", 7],
    ["1-0:9.7.0(19*VA)", "apparent_power_delivered", 0.019],
    ["1-0:31.7.0(1234*mA)", "current_l1", 1.234],
    ["1-0:31.7.0(0.1*kA)", "current_l1", 100],
    ["1-0:32.7.0(0.2301*kV)", "voltage_l1", 230.1],
    ["1-0:32.7.0(230100*mV)", "voltage_l1", 230.1],
    ["1-0:14.7.0(0.05*kHz)", "frequency", 50],
    ["1-0:13.7.0(998)", "power_factor", 0.998],
    ["1-0:13.7.0(1)", "power_factor", 1],
    ["1-0:13.7.0(4.556)", "power_factor", 4.556],
    ["0-0:17.0.0(016*A)", "electricity_threshold", 16],
  ];
  for (const [line, name, value] of cases) {
    it(`${line} is ${name} ${value}`, () => assert.deepEqual(readLines([line]).values, { [name]: value }));
  }

  it("gas in dm3, litres and m\xb3 is gas_delivered in m3", () => {
    for (const printed of ["1234*dm3", "1234*l", "1.234*m\xb3", "1.234*m3", "1.234m3"]) {
      const { values } = readLines(["0-1:24.1.0(003)", "0-1:96.1.0(G1)", `0-1:24.2.1(230101120000W)(${printed})`]);
      assert.deepEqual(values, { gas_delivered: 1.234 }, printed);
    }
  });

  it("keeps the printed text where that changed it, and only there", () => {
    const { objects } = readLines(["1-0:1.8.1(000193*Wh)", "1-0:1.8.2(000193*kWh)", "1-0:13.7.0(998)"]);
    assert.equal(objects!["1-0:1.8.1"]!.printed, "000193*Wh");
    assert.equal(objects!["1-0:1.8.2"]!.printed, undefined);
    assert.equal(objects!["1-0:13.7.0"]!.printed, "998");
  });
});

describe("A field's name follows the OBIS grammar", () => {
  const cases: [line: string, name: string | undefined][] = [
    ["1-0:21.7.0(1*kW)", "power_delivered_l1"],
    ["1-0:62.8.0(1*kWh)", "energy_returned_l3_total"],
    ["1-0:3.8.11(1*kvarh)", "reactive_energy_delivered_tariff11"],
    ["1-0:5.8.0(1*kvarh)", "reactive_energy_q1_total"],
    ["1-0:48.7.0(1*kvar)", "reactive_power_q4_l2"],
    ["1-0:10.8.2(1*kVAh)", "apparent_energy_returned_tariff2"],
    ["1-0:15.8.0(1*kWh)", "energy_sum_total"],
    ["1-0:16.24.0(1*kW)", "power_balance_average"],
    ["1-0:1.4.0(1*kW)", "power_delivered_demand"],
    ["1-0:1.5.0(1*kW)", "power_delivered_demand_last"],
    ["1-0:1.2.1(1*kW)", "power_delivered_cumulative_max_tariff1"],
    ["1-0:13.3.0(1)", "power_factor_min"],
    ["1-0:51.4.0(1*A)", "fuse_threshold_l2"],
    ["1-0:90.7.0(1*A)", "current_sum"],
    ["1-0:91.7.0(1*A)", "current_neutral"],
    ["1-0:72.32.0(1)", "electricity_sags_l3"],
    ["1-0:32.33.0(1*s)", "sag_duration_l1"],
    ["1-0:52.38.0(251*V)", "swell_voltage_l2"],
    ["0-0:96.7.21(00004)", "electricity_failures"],
    ["0-0:96.7.9(00002)", "electricity_long_failures"],
    ["1-7:1.7.0(1*kW)", "power_delivered"],
    ["1-0:32.38.0(6553.5*V)", undefined],
    ["1-0:1.8.0*1(1*kWh)", undefined],
    ["1-0:17.7.0(1*kW)", undefined],
    ["1-0:1.7.1(1*kW)", undefined],
    ["0-1:17.0.0(1*kW)", undefined],
    ["8-0:1.0.0(1*m3)", undefined],
  ];
  for (const [line, name] of cases) {
    it(`${line} is ${name ?? "in objects only"}`, () =>
      assert.deepEqual(Object.keys(readLines([line]).values), name ? [name] : []));
  }

  it("channel B = 0 wins in values, else the lowest", () => {
    assert.equal(readLines(["1-2:1.7.0(2*kW)", "1-0:1.7.0(1*kW)", "1-1:1.7.0(3*kW)"]).values.power_delivered, 1);
    assert.equal(readLines(["1-2:1.7.0(2*kW)", "1-1:1.7.0(3*kW)"]).values.power_delivered, 3);
  });
});

describe("Derived values", () => {
  const cases: [what: string, lines: string[], values: Record<string, number>][] = [
    [
      "power_net is delivered less returned, as printed decimals subtract",
      ["1-0:1.7.0(0.300*kW)", "1-0:2.7.0(0.100*kW)"],
      { power_delivered: 0.3, power_returned: 0.1, power_net: 0.2 },
    ],
    ["power_net needs both", ["1-0:1.7.0(0.300*kW)"], { power_delivered: 0.3 }],
    [
      "a total is the sum of its tariffs",
      ["1-0:1.8.1(0.1*kWh)", "1-0:1.8.2(0.2*kWh)"],
      { energy_delivered_tariff1: 0.1, energy_delivered_tariff2: 0.2, energy_delivered_total: 0.3 },
    ],
    [
      "a total is the sum of any number of tariffs",
      ["1-0:1.8.1(0.1*kWh)", "1-0:1.8.2(0.2*kWh)", "1-0:1.8.3(0.7*kWh)", "1-0:1.8.4(1000000.001*kWh)"],
      {
        energy_delivered_tariff1: 0.1,
        energy_delivered_tariff2: 0.2,
        energy_delivered_tariff3: 0.7,
        energy_delivered_tariff4: 1000000.001,
        energy_delivered_total: 1000001.001,
      },
    ],
    [
      "a meter's own total stands",
      ["1-0:2.8.0(5*kWh)", "1-0:2.8.1(1*kWh)"],
      { energy_returned_total: 5, energy_returned_tariff1: 1 },
    ],
    [
      "no total where a tariff was not readable",
      ["1-0:1.8.1(0.1*kWh)", "1-0:1.8.2(x*kWh)"],
      { energy_delivered_tariff1: 0.1 },
    ],
    [
      "no total where another channel had to stand in for a tariff",
      ["1-0:1.8.1(x*kWh)", "1-0:1.8.2(0.2*kWh)", "1-1:1.8.1(0.1*kWh)"],
      { energy_delivered_tariff1: 0.1, energy_delivered_tariff2: 0.2 },
    ],
    ["no total where a tariff was empty", ["1-0:1.8.1(0.1*kWh)", "1-0:1.8.2()"], { energy_delivered_tariff1: 0.1 }],
    [
      "no total where the meter's own was not readable",
      ["1-0:1.8.0(*kWh)", "1-0:1.8.1(0.1*kWh)"],
      { energy_delivered_tariff1: 0.1 },
    ],
  ];
  for (const [what, lines, values] of cases) it(what, () => assert.deepEqual(readLines(lines).values, values));

  it("power_net needs both, also where the telegram before had them", () => {
    const powers = ["(0.300*kW)", "(0.200*kW)", "(*kW)", "(x*kW)", "(0.400*kW)"];
    const read = readAll(powers.map((power) => telegram(["1-0:2.7.0(0.100*kW)", `1-0:1.7.0${power}`])).join(""));
    assert.deepEqual(
      read.map(({ values }) => values.power_net),
      [0.2, 0.1, undefined, undefined, 0.3],
    );
  });
});
