import assert from "node:assert/strict";
import { compileSelection, select, selectFields } from "../../../lib/selection/select";
import type { FieldRow } from "../../../lib/selection/types";
import type { Telegram } from "../../../lib/telegram/types";
import { telegram, withObjects, withoutObjects } from "./telegrams";

const whole = telegram();
const { power_net: net, ...othersThanNet } = whole.values;

/** One after another to one selection: what the ones before were is to change nothing. */
const telegrams: Telegram[] = [
  whole,
  changed({ power_net: 2.5, gas_delivered: 12785.2 }),
  telegram({ values: othersThanNet }),
  telegram({ values: { ...othersThanNet, power_net: net! } }),
  withoutObjects(whole),
  whole,
  changed({ power_returned: null }),
  changed({ power_net: NaN }),
  changed({ voltage_l1: "230.1" }),
  changed({ "A b": 1 }),
  withObjects({ "1-0:16.7.0": { name: "power_net", value: "none" } }),
  telegram({ values: othersThanNet, objects: { "1-0:16.7.0": { name: "power_net", value: 7, unit: "kW" } } }),
  withObjects({ "0-0:96.3.10": { name: "electricity_switch", value: "OFF" } }),
  withObjects({ "1-0:1.7.0": { name: "power_delivered", value: 9, unit: "kW" } }),
  withoutObjects(changed({ heat_delivered: 0 })),
  telegram({ values: {} }),
  changed({ power_delivered: 0.001 }),
  changed({ power_delivered: 1e308, power_net: -1e307 }),
  changed({ ["a".repeat(65)]: 1 }),
];

const selections: [says: string, rows: FieldRow[]][] = [
  ["no rows", []],
  ["names", rows("power_net", "voltage_l1", "gas_delivered")],
  ["names in other units and under other names", [{ field: "power_*", unit: "W" }, named("gas_delivered", "gas", "l")]],
  ["a unit the field has already", [{ field: "power_net", unit: "kW" }]],
  ["a name without a number", rows("electricity_switch", "power_*")],
  ["wildcards and groups", rows("power_*", "energy_*", "group:gas", "group:heat")],
  ["two rows for one name", [named("power_net", "x"), named("power_returned", "x"), ...rows("power_*")]],
  ["dead bands and aggregates", [{ field: "power_*", aggregate: "mean", deadband: 0.1 }]],
  ["a name the meter lacks", rows("voltage_l3", "power_net")],
  ["codes", rows("1-0:1.7.0", "power_*", "1-0:*.7.0")],
];

describe("what is picked from one telegram after another", () => {
  for (const [says, list] of selections) {
    it(`is what each alone gives, by ${says}`, () => {
      const selection = compileSelection(list);
      for (const [index, one] of [...telegrams, ...telegrams.toReversed()].entries()) {
        assert.deepEqual(select(selection, one), select(compileSelection(list), one), `telegram ${index}`);
      }
    });
  }

  it("is learnt from the first, by names alone", () => {
    const selection = compileSelection(rows("power_*", "voltage_l3"));
    select(selection, whole);
    const picked = selection.learnt?.again(changed({ power_net: 2.5 }));
    assert.equal(picked?.fields.find(({ name }) => name === "power_net")?.value, 2.5);
    assert.equal(selection.learnt?.again(telegram({ values: othersThanNet })), undefined);
  });

  it("is learnt of so many lists of names only", () => {
    const selection = compileSelection([]);
    const manys = Array.from({ length: 50 }, (_, index) =>
      telegram({ values: { power_net: 1, [`x${index}`]: index } }),
    );
    for (const one of manys) select(selection, one);
    assert.equal(manys.filter((one) => selection.learnt?.again(one)).length, 16);
  });

  it("is the receiver's to keep", () => {
    const selection = compileSelection([]);
    const first = select(selection, whole).fields;
    const before = structuredClone(first);
    select(selection, changed({ power_net: 99 }));
    assert.deepEqual(first, before);
    assert.deepEqual(selectFields(whole), whole.values);
  });
});

function changed(values: Record<string, unknown>): Telegram {
  return telegram({ values: { ...whole.values, ...values } as Telegram["values"] });
}

function rows(...fields: string[]): FieldRow[] {
  return fields.map((field) => ({ field }));
}

function named(field: string, rename: string, unit?: string): FieldRow {
  return { field, rename, ...(unit !== undefined && { unit }) };
}
