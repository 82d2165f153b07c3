import assert from "node:assert/strict";
import fc from "fast-check";
import { convert, unitChoices } from "../../../lib/selection/unit";
import { isUnit } from "../../../lib/telegram/catalogue/units";

describe("units of a row", () => {
  const cases: [value: number, from: string, to: string, expected: number][] = [
    [0.193, "kW", "W", 193],
    [1.193, "kW", "W", 1193],
    [0.3, "kW", "W", 300],
    [-0.007, "kW", "W", -7],
    [0, "kW", "W", 0],
    [123456.789, "kWh", "Wh", 123456789],
    [123456.789, "kWh", "MWh", 123.456789],
    [12785.123, "m3", "l", 12785123],
    [12785.123, "m3", "dm3", 12785123],
    [0.7, "m3", "l", 700],
    [2.5, "GJ", "MJ", 2500],
    [1.001, "GJ", "kJ", 1001000],
    [3.6, "GJ", "kWh", 1000],
    [1, "GJ", "kWh", 277.777777777778],
    [1, "GJ", "MWh", 0.277777777777778],
    [1, "kWh", "MJ", 3.6],
    [0.1, "kWh", "MJ", 0.36],
    [12.345, "kWh", "GJ", 0.044442],
    [230.1, "V", "kV", 0.2301],
    [1.1, "A", "mA", 1100],
    [4.444, "kvar", "var", 4444],
    [0.29, "kVA", "VA", 290],
    [49.98, "Hz", "mHz", 49980],
    [1, "m3", "m3", 1],
    [0.193, "kW", "w", 193],
  ];
  for (const [value, from, to, expected] of cases) {
    it(`converts ${value} ${from} to ${expected} ${to}`, () => assert.equal(convert(value, from, to), expected));
  }

  const misfits: [from: string, to: string][] = [
    ["m3", "W"],
    ["kW", "kWh"],
    ["kWh", "kvarh"],
    ["V", "A"],
    ["GJ", "m3"],
  ];
  for (const [from, to] of misfits) {
    it(`does not convert ${from} to ${to}`, () => assert.equal(convert(1, from, to), undefined));
  }
  it("does not convert a value whose result would not be finite", () => {
    for (const value of [1e308, -1e308, Infinity, NaN]) assert.equal(convert(value, "kW", "W"), undefined);
  });

  it("knows units in any letter case, and no other words", () => {
    for (const unit of ["W", "w", "KWH", "l", "dm3", "m\xb3", "GJ", "s", "mA"]) assert.equal(isUnit(unit), true, unit);
    for (const unit of ["parsec", "", "constructor", "kk"]) assert.equal(isUnit(unit), false, unit);
  });

  it("offers the units of both kinds for energy", () => {
    assert.deepEqual(unitChoices("kWh"), ["kWh", "Wh", "MWh", "GJ", "MJ", "kJ"]);
    assert.deepEqual(unitChoices("m3"), ["m3", "dm3", "l"]);
    assert.deepEqual(unitChoices(""), [""]);
  });

  it("gives the digits of the telegram back, whatever they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 999_999_999 }), (watts) => {
        assert.equal(convert(Number(`${watts}e-3`), "kW", "W"), watts);
      }),
    );
  });
});
