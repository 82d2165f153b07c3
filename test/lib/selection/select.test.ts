import assert from "node:assert/strict";
import { compileSelection, select, selectFields } from "../../../lib/selection/select";
import type { FieldRow } from "../../../lib/selection/types";
import type { Telegram } from "../../../lib/telegram/types";
import { telegram, withObjects, withoutObjects } from "./telegrams";

interface Case {
  readonly says: string;
  readonly rows: (string | FieldRow)[];
  readonly from?: Telegram;
  readonly gives: Record<string, number | string>;
}

const cases: Case[] = [
  { says: "picks a field by name", rows: ["power_delivered"], gives: { power_delivered: 1.193 } },
  { says: "picks a field by its OBIS code, under its name", rows: ["1-0:1.7.0"], gives: { power_delivered: 1.193 } },
  { says: "takes a code with F 255 for the code", rows: ["1-0:1.7.0.255"], gives: { power_delivered: 1.193 } },
  {
    says: "picks an object without a name under its code",
    rows: ["1-0:1.8.1*1"],
    gives: { "1-0:1.8.1*1": 120000 },
  },
  { says: "picks a text by its code", rows: ["0-0:96.13.0"], gives: { "0-0:96.13.0": "Prices change in May" } },
  { says: "picks a text by its code, under its name", rows: ["0-0:96.3.10"], gives: { electricity_switch: "ON" } },
  { says: "picks a text by its name", rows: ["electricity_switch"], gives: { electricity_switch: "ON" } },
  {
    says: "picks by a wildcard of names",
    rows: ["power_delivered*"],
    gives: { power_delivered: 1.193, power_delivered_l1: 1.111, power_delivered_demand: 1.5 },
  },
  { says: "picks by a wildcard within a name", rows: ["power_*_l1"], gives: { power_delivered_l1: 1.111 } },
  {
    says: "picks by a wildcard of codes",
    rows: ["1-0:*.7.0"],
    gives: {
      power_delivered: 1.193,
      power_returned: 0,
      power_delivered_l1: 1.111,
      voltage_l1: 230.1,
      power_factor: 0.98,
    },
  },
  { says: "does not let a star in a code pass a point", rows: ["1-0:1.*"], gives: {} },
  {
    says: "leaves billing history out of a wildcard",
    rows: ["1-0:1.8.*"],
    gives: { energy_delivered_tariff1: 123456.789 },
  },
  {
    says: "picks by a wildcard of channels",
    rows: ["0-*:24.2.1"],
    gives: { gas_delivered: 12785.123, water_delivered: 321.5 },
  },
  { says: "picks the group gas", rows: ["group:gas"], gives: { gas_delivered: 12785.123 } },
  { says: "picks the group water", rows: ["group:water"], gives: { water_delivered: 321.5 } },
  { says: "picks the group heat", rows: ["group:heat"], gives: { heat_delivered: 2.5 } },
  { says: "picks the group peaks", rows: ["group:peaks"], gives: { power_delivered_demand: 1.5 } },
  { says: "picks the group phases", rows: ["group:phases"], gives: { power_delivered_l1: 1.111, voltage_l1: 230.1 } },
  {
    says: "picks the group electricity",
    rows: ["group:electricity"],
    gives: {
      power_delivered: 1.193,
      power_returned: 0,
      power_net: 1.193,
      power_factor: 0.98,
      energy_delivered_tariff1: 123456.789,
      electricity_tariff: 2,
    },
  },
  { says: "picks everything without rows", rows: [], gives: telegram().values },
  { says: "ignores a row without a field", rows: ["", "power_net"], gives: { power_net: 1.193 } },
  { says: "leaves out what the telegram lacks", rows: ["power_net", "voltage_l3"], gives: { power_net: 1.193 } },
  { says: "gives a field another name", rows: [{ field: "power_net", rename: "Net" }], gives: { Net: 1.193 } },
  {
    says: "gives a code another name",
    rows: [{ field: "0-0:96.13.0", rename: "text" }],
    gives: { text: "Prices change in May" },
  },
  { says: "converts a field to another unit", rows: [{ field: "power_net", unit: "W" }], gives: { power_net: 1193 } },
  {
    says: "converts a code to another unit",
    rows: [{ field: "1-0:1.8.1*1", unit: "MWh" }],
    gives: { "1-0:1.8.1*1": 120 },
  },
  {
    says: "converts those of several fields that the unit fits",
    rows: [{ field: "power_*", unit: "W" }],
    gives: {
      power_delivered: 1193,
      power_returned: 0,
      power_net: 1193,
      power_delivered_l1: 1111,
      power_factor: 0.98,
      power_delivered_demand: 1500,
    },
  },
  {
    says: "leaves out a field that the unit does not fit",
    rows: [
      { field: "1-0:1.8.1*1", unit: "V" },
      { field: "0-0:96.13.0", unit: "W" },
    ],
    gives: {},
  },
  {
    says: "picks a field twice under two names",
    rows: ["power_net", { field: "power_net", rename: "watts", unit: "W" }],
    gives: { power_net: 1.193, watts: 1193 },
  },
  {
    says: "leaves a field with a row of its own out of wildcards, wherever they stand",
    rows: [
      "power_*l1",
      { field: "power_delivered_l1", rename: "one" },
      "group:gas",
      { field: "0-1:24.2.1", unit: "l" },
    ],
    gives: { one: 1.111, gas_delivered: 12785123 },
  },
  {
    says: "leaves a code with a row of its own out of wildcards of codes",
    rows: ["1-0:*.8.1", { field: "energy_delivered_tariff1", unit: "MWh" }],
    gives: { energy_delivered_tariff1: 123.456789 },
  },
  {
    says: "keeps the first of two rows for one name",
    rows: [
      { field: "power_net", rename: "x" },
      { field: "power_returned", rename: "x" },
    ],
    gives: { x: 1.193 },
  },
  {
    says: "gives the same quantity on another channel by its code",
    rows: ["1-0:1.7.0", "1-1:1.7.0"],
    from: withObjects({ "1-1:1.7.0": { name: "power_delivered", value: 7, unit: "kW" } }),
    gives: { power_delivered: 1.193, "1-1:1.7.0": 7 },
  },
  {
    says: "gives a lone quantity on another channel by its name",
    rows: ["1-1:1.7.0"],
    from: withObjects({ "1-1:1.7.0": { name: "power_delivered", value: 7, unit: "kW" } }),
    gives: { power_delivered: 7 },
  },
  {
    says: "finds a code by the catalogue in a telegram without objects",
    rows: ["1-0:1.7.0", "0-0:96.13.0"],
    from: withoutObjects(telegram()),
    gives: { power_delivered: 1.193 },
  },
  {
    says: "finds a wildcard of codes by the catalogue in a telegram without objects",
    rows: ["1-0:*1.7.0"],
    from: withoutObjects(telegram()),
    gives: { power_delivered: 1.193, power_delivered_l1: 1.111 },
  },
  {
    says: "picks by a wildcard with many stars, however long the names",
    rows: [`${"*a".repeat(20)}*b`],
    from: telegram({ values: { ["a".repeat(64)]: 1, [`${"a".repeat(63)}b`]: 2 } }),
    gives: { [`${"a".repeat(63)}b`]: 2 },
  },
  {
    says: "knows fields too rare to be listed",
    rows: ["group:phases", { field: "power_*_average", unit: "W" }],
    from: telegram({ values: { voltage_l1_average: 230.1, power_returned_average: 0.25 } }),
    gives: { voltage_l1_average: 230.1, power_returned_average: 250 },
  },
  {
    says: "takes a second device of a medium into its group",
    rows: ["group:gas"],
    from: telegram({ values: { gas_delivered: 1, gas_delivered_ch3: 2 } }),
    gives: { gas_delivered: 1, gas_delivered_ch3: 2 },
  },
];

describe("the selection", () => {
  for (const { says, rows, from = telegram(), gives } of cases) {
    it(says, () => assert.deepEqual(selectFields(from, rows.map(asRow)), gives));
  }

  it("gives fields in the order of the rows", () => {
    const rows = ["voltage_l1", "power_net", "group:gas"].map(asRow);
    assert.deepEqual(Object.keys(selectFields(telegram(), rows)), ["voltage_l1", "power_net", "gas_delivered"]);
  });

  it("lists the rows that found something", () => {
    const selection = compileSelection(["nothing_here", "power_net", "group:heat", "1-0:9.9.9"].map(asRow));
    assert.deepEqual([...select(selection, telegram()).rows], [1, 2]);
  });

  it("picks the same from a telegram whatever telegrams came before", () => {
    for (const rows of [[], ["power_*", "electricity_switch"], ["1-0:1.7.0", "1-0:*.7.0", "group:gas"]]) {
      const selection = compileSelection(rows.map(asRow));
      const others = [telegram({ values: { power_net: 5 } }), withoutObjects(telegram()), telegram({ values: {} })];
      for (const other of others) select(selection, other);
      assert.deepEqual(select(selection, telegram()), select(compileSelection(rows.map(asRow)), telegram()));
    }
  });

  it("leaves the telegram as it was", () => {
    const whole = telegram();
    selectFields(whole, [{ field: "power_*", unit: "W" }]);
    assert.deepEqual(whole, telegram());
  });

  it("marks counters, states and texts, of which only the latest value counts", () => {
    const rows = ["power_net", "power_factor", "gas_delivered", "electricity_tariff", "0-0:96.13.0", "1-0:1.8.1*1"];
    const { fields } = select(compileSelection(rows.map(asRow)), telegram());
    assert.deepEqual(
      fields.map(({ latestOnly }) => latestOnly),
      [false, false, true, true, true, true],
    );
  });
});

describe("rows that cannot be used", () => {
  const faults: [says: string, row: FieldRow, sentence: RegExp][] = [
    ["a text that is no name", { field: "Power delivered" }, /"Power delivered" is no field/],
    ["an unknown group", { field: "group:sun" }, /"group:sun" is no field/],
    ["half a code", { field: "1-0:1.7" }, /is no field/],
    ["a code with a parenthesis", { field: "1-0:(.7.0" }, /is no field/],
    ["a name every object has", { field: "constructor" }, /is no field/],
    ["__proto__", { field: "__proto__" }, /is no field/],
    ["__proto__ as a name", { field: "power_net", rename: "__proto__" }, /"__proto__" cannot be the name of power_net/],
    ["toString as a name", { field: "power_net", rename: "toString" }, /cannot be the name/],
    ["a name with a line end", { field: "power_net", rename: "a\nb" }, /cannot be the name/],
    ["one name for several fields", { field: "power_*", rename: "p" }, /picks several fields/],
    ["an unknown unit", { field: "power_net", unit: "parsec" }, /"parsec" is no unit/],
    ["a unit that does not fit", { field: "gas_delivered", unit: "W" }, /gas_delivered is in m3/],
    ["a unit that does not fit a code", { field: "1-0:1.7.0", unit: "V" }, /1-0:1.7.0 is in kW/],
    ["a unit for a field without one", { field: "electricity_tariff", unit: "W" }, /has no unit/],
  ];
  for (const [says, row, sentence] of faults) {
    it(`are refused with the reason: ${says}`, () => assert.throws(() => compileSelection([row]), sentence));
  }

  it("are refused if there are too many", () => {
    const rows = Array.from({ length: 501 }, () => ({ field: "power_net" }));
    assert.throws(() => compileSelection(rows), /choose at most 500/);
  });
});

describe("a telegram from elsewhere", () => {
  it("cannot bring names that every object has", () => {
    const values = JSON.parse('{"__proto__": 1, "constructor": 2, "power_net": 3, "A b": 4}') as Record<string, number>;
    const objects = JSON.parse('{"__proto__": {"value": 1}, "1-0:1.7.0": {"name": "__proto__", "value": 5}}') as object;
    const hostile = { ...telegram(), values, objects } as Telegram;
    assert.deepEqual(selectFields(hostile), { power_net: 3 });
    const picked = selectFields(hostile, [{ field: "1-0:*.7.0" }]);
    assert.deepEqual(picked, { "1-0:1.7.0": 5 });
    assert.equal(Object.getPrototypeOf(picked), Object.prototype);
  });

  it("cannot bring values that are neither number nor text", () => {
    const values = { power_net: null, power_delivered: "1", power_returned: NaN, voltage_l1: {} };
    const objects = { "1-0:1.7.0": { value: null }, "1-0:2.7.0": null, "0-0:96.13.0": { value: "x".repeat(5000) } };
    const odd = { ...telegram(), values, objects } as unknown as Telegram;
    assert.deepEqual(selectFields(odd), {});
    assert.deepEqual(selectFields(odd, [{ field: "1-0:*.7.0" }, { field: "0-0:96.13.0" }]), {});
  });

  it("cannot bring more than a thousand fields", () => {
    const values = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`x${index}`, index]));
    assert.equal(Object.keys(selectFields(telegram({ values }))).length, 1000);
  });
});

function asRow(row: string | FieldRow): FieldRow {
  return typeof row === "string" ? { field: row } : row;
}
