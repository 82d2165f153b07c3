import assert from "node:assert/strict";
import enUS from "../../../lib/texts/en-US.json";
import { fieldByName, fields } from "../../../lib/telegram/catalogue/catalogue";
import { describe as describeField } from "../../../lib/telegram/catalogue/describe";
import { english, translator } from "../../../lib/texts/texts";

/** A language that puts the phase first. */
const other = translator({
  field: { voltage: "Spannung", gas_delivered: "Gas", energy_delivered: "Energie" },
  "field-part": {
    phase: "L__phase__: __what__",
    average: "__what__ (Mittel)",
    total: "__what__ gesamt",
    tariff: "__what__ T__tariff__",
    channel: "__what__ #__channel__",
  },
});

describe("What a field is", () => {
  const cases: [name: string, english: string, other: string][] = [
    ["voltage_l1", "Voltage in phase L1", "L1: Spannung"],
    ["voltage_l1_average", "Voltage in phase L1, average", "L1: Spannung (Mittel)"],
    ["energy_delivered_total", "Active energy delivered to the client, all tariffs", "Energie gesamt"],
    ["energy_delivered_l3_tariff17", "Active energy delivered to the client in phase L3, tariff 17", "L3: Energie T17"],
    ["gas_delivered_ch2", "Gas delivered to the client, M-Bus channel 2", "Gas #2"],
    [
      "power_delivered_demand_max_tariff2",
      "Active power delivered to the client, highest demand of the billing period, tariff 2",
      "power_delivered_demand_max_tariff2",
    ],
    ["my_own_name", "my_own_name", "my_own_name"],
    ["constructor", "constructor", "constructor"],
    ["__proto___l1", "__proto___l1", "__proto___l1"],
    ["", "", ""],
  ];
  for (const [name, inEnglish, inOther] of cases) {
    it(`is told of "${name}" in English and in another language`, () => {
      assert.equal(describeField(name, english), inEnglish);
      assert.equal(describeField(name, other), inOther);
    });
  }

  it("is told of every field of the catalogue, from words that are all in use", () => {
    const names = [...fields.map(({ name }) => name), "voltage_l1_average", "power_sum_min", "gas_delivered_ch2"];
    const used = new Set<string>();
    for (const name of [...names, "power_net_cumulative_max"]) {
      const description = describeField(name, (key, values) => {
        used.add(key);
        return english(key, values);
      });
      assert.notEqual(description, name);
      assert.doesNotMatch(description, /__|field/);
    }
    const words = [
      ...Object.keys(enUS.field).map((what) => `field.${what}`),
      ...Object.keys(enUS["field-part"]).map((part) => `field-part.${part}`),
    ];
    assert.deepEqual(
      words.filter((word) => !used.has(word)),
      [],
    );
  });

  it("is what the catalogue says in English", () => {
    assert.equal(fieldByName("voltage_l1_average")?.description, "Voltage in phase L1, average");
  });
});
