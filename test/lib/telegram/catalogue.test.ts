import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fieldByCode, fieldByName, fields } from "../../../lib/telegram/catalogue/catalogue";

describe("The catalogue", () => {
  it("lists every name once, with a description", () => {
    assert.equal(new Set(fields.map(({ name }) => name)).size, fields.length);
    for (const { name, description } of fields) {
      assert.match(name, /^[a-z][a-z0-9_]*$/);
      assert.match(description, /^[A-Z]/, name);
    }
  });

  it("finds every listed field by its name and by its code", () => {
    for (const field of fields) {
      assert.equal(fieldByName(field.name), field);
      if (field.obis !== undefined) assert.deepEqual(fieldByCode(field.obis), field);
    }
  });

  const names: [name: string, unit: string | undefined, obis?: string][] = [
    ["energy_delivered_tariff11", "kWh", "1-0:1.8.11"],
    ["energy_delivered_l1_tariff2", "kWh", "1-0:21.8.2"],
    ["power_delivered_demand_max_tariff2", "kW", "1-0:1.6.2"],
    ["energy_delivered_tariff0", undefined],
    ["energy_delivered_tariff256", undefined],
    ["voltage_l1_average", "V", "1-0:32.24.0"],
    ["current_sum_demand_max", "A", "1-0:90.6.0"],
    ["water_delivered_ch3", "m3"],
    ["power_net", "kW"],
    ["power_factor", "", "1-0:13.7.0"],
    ["gas_delivered_tariff1", undefined],
    ["power_delivered_ch2", undefined],
    ["__proto__", undefined],
    ["constructor", undefined],
    ["", undefined],
  ];
  for (const [name, unit, obis] of names) {
    it(`knows "${name}" as ${unit === undefined ? "no field" : `a field in "${unit}"`}`, () => {
      const field = fieldByName(name);
      assert.deepEqual([field?.unit, field?.obis], [unit, obis]);
    });
  }

  it("has no field for what is no code", () => {
    for (const code of ["", "1.7.0", "1-0:1.7", "1-0:1.7.0.0.0", "1-0:999.7.0", "a-b:c.d.e"]) {
      assert.equal(fieldByCode(code), undefined, code);
    }
  });
});
