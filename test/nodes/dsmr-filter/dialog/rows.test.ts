import assert from "node:assert/strict";
import { foundBy, picksSeveral, unitsOf } from "../../../../nodes/dsmr-filter/dialog/row-found";
import { rawRow } from "../../../../nodes/dsmr-filter/options";
import { telegram } from "../../../lib/selection/telegrams";

describe("a row in the dialog of a dsmr-filter", () => {
  const found: [says: string, row: object, picked: string[] | undefined][] = [
    ["a field in the unit asked for", { field: "power_net", unit: "W" }, ["power_net 1193 W"]],
    ["a code under the name given", { field: "0-1:24.2.1", rename: "gas" }, ["gas 12785.123 m3"]],
    ["every field of a group", { field: "group:water" }, ["water_delivered 321.5 m3"]],
    ["nothing of what the telegram lacks", { field: "voltage_l3" }, []],
    ["nothing known for a variable", { field: "${FIELD}" }, undefined],
    ["nothing known for a unit that does not fit", { field: "power_net", unit: "V" }, undefined],
    ["nothing known for what is no field", { field: "Power!" }, undefined],
    ["nothing known without a field", {}, undefined],
  ];
  for (const [says, row, picked] of found) {
    it(`picks ${says}`, () => {
      const fields = foundBy(rawRow(row), telegram());
      assert.deepEqual(
        fields?.map(({ name, value, unit }) => `${name} ${value} ${unit}`),
        picked,
      );
    });
  }

  const several: [field: string, is: boolean][] = [
    ["power_*", true],
    ["1-0:*.7.0", true],
    ["group:gas", true],
    ["power_net", false],
    ["1-0:1.8.1*255", false],
    ["Power!", false],
  ];
  for (const [field, is] of several) {
    it(`picks ${is ? "several fields" : "one field"} as ${field}`, () => assert.equal(picksSeveral(field), is));
  }

  it("offers the units of its field, the field's own first", () => {
    assert.deepEqual(unitsOf("power_net"), ["kW", "W", "MW"]);
    assert.deepEqual(unitsOf("1-0:1.8.1"), ["kWh", "Wh", "MWh", "GJ", "MJ", "kJ"]);
    assert.deepEqual(unitsOf("electricity_tariff"), []);
  });

  it("offers the units of the fields that a wildcard finds", () => {
    const row = rawRow({ field: "*_l1" });
    assert.deepEqual(unitsOf(row.field, foundBy(row, telegram())), ["kW", "W", "MW", "V", "mV", "kV"]);
    assert.deepEqual(unitsOf(row.field), []);
  });
});
