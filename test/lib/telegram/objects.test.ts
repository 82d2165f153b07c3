import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CosemObject } from "../../../lib/telegram/types";
import { readLines } from "../../support/read";

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

  describe("is read by the kind of its code", () => {
    const demand = { name: "power_delivered_demand_max", unit: "kW" };
    const time = { timestamp: "2023-01-17T22:45:00+01:00" };
    showsObjects([
      ["0-0:1.0.0(230117224500W)", "0-0:1.0.0", { value: "230117224500W", ...time }],
      ["0-0:1.0.0(632525252525W)", "0-0:1.0.0", { value: "632525252525W" }],
      ["0-0:1.0.0()", "0-0:1.0.0", {}],
      ["1-0:99.97.0(0)(0-0:96.7.19)", "1-0:99.97.0", { values: ["0", "0-0:96.7.19"] }],
      ["1-0:99.97.0()", "1-0:99.97.0", {}],
      ["0-1:24.1.0(003)", "0-1:24.1.0", { value: 3 }],
      ["0-1:24.4.0(1)", "0-1:24.4.0", { value: 1 }],
      ["0-1:24.2.1(230117224500W)(00001.234*m3)", "0-1:24.2.1", { value: 1.234, unit: "m3", ...time }],
      ["0-1:24.2.1(00001.234*m3)", "0-1:24.2.1", { value: 1.234, unit: "m3" }],
      ["0-1:24.2.1(632525252525S)(00000.000)", "0-1:24.2.1", { value: "00000.000" }],
      [
        "0-1:24.3.0(230117224500)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.001)",
        "0-1:24.3.0",
        { value: 1.001, unit: "m3", ...time },
      ],
      ["0-1:24.3.0(230117224500)(00)(60)(1)(0-1:24.2.1)(m3)", "0-1:24.3.0", { unit: "m3", ...time }],
      ["1-0:1.6.0(230117224500W)(0*kW)", "1-0:1.6.0", { ...demand, value: 0, ...time }],
      ["1-0:1.6.0(700101000000W)(0*kW)", "1-0:1.6.0", { ...demand, printed: "0*kW" }],
      ["1-0:1.7.0(230117224500W)(1*kW)", "1-0:1.7.0", { name: "power_delivered", value: 1, unit: "kW", ...time }],
      ["1-0:13.7.0(998)", "1-0:13.7.0", { name: "power_factor", value: 0.998, printed: "998" }],
      ["1-0:13.7.0(0.98)", "1-0:13.7.0", { name: "power_factor", value: 0.98 }],
      ["1-0:1.7.0(1*A)", "1-0:1.7.0", { value: 1, unit: "A" }],
      ["1-0:1.7.0(1", "1-0:1.7.0", {}],
      ["1-0:94.1.0(1*XY)", "1-0:94.1.0", { value: 1, unit: "XY" }],
      ["1-0:94.1.0(12)(1*XY)", "1-0:94.1.0", { values: ["12", 1] }],
      ["1-0:94.1.0(1*dm3)", "1-0:94.1.0", { value: 0.001, unit: "m3", printed: "1*dm3" }],
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
