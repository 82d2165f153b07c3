import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readAll, readLines } from "../../support/read";
import { telegram } from "../../support/telegrams";

describe("A value is in the catalogue's unit, exactly", () => {
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
