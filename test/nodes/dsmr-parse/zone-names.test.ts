import assert from "node:assert/strict";
import { matchingZones } from "../../../nodes/dsmr-parse/dialog/zone-names";
import { dsmrParseProblem } from "../../../nodes/dsmr-parse/options";

const zones = ["America/New_York", "Asia/Amman", "Europe/Amsterdam", "Europe/Berlin", "Pacific/Samoa"];
const isZone = (name: string): boolean => dsmrParseProblem("zone", name) === undefined;

describe("the zones offered while one is typed", () => {
  const cases: [typed: string, offered: string[]][] = [
    ["", zones],
    ["amst", ["Europe/Amsterdam"]],
    ["AM", ["America/New_York", "Asia/Amman", "Europe/Amsterdam", "Pacific/Samoa"]],
    ["new york", ["America/New_York"]],
    ["samoa", ["Pacific/Samoa"]],
    ["moa", ["Pacific/Samoa"]],
    ["sterdam", ["Europe/Amsterdam"]],
    ["Europe/", ["Europe/Amsterdam", "Europe/Berlin"]],
    ["nowhere", []],
    ["+01:00", ["+01:00"]],
    ["UTC+1", ["UTC+1"]],
    ["${ZONE}", []],
    ["(", []],
  ];
  for (const [typed, offered] of cases) {
    it(`are ${offered.length} for "${typed}"`, () => {
      assert.deepEqual(matchingZones(zones, typed, isZone, 10), offered);
    });
  }

  it("begin with what was typed where that is a zone, so that the keyboard keeps it, and go on with all others", () => {
    assert.deepEqual(matchingZones(zones, "europe/berlin", isZone, 10), [
      "Europe/Berlin",
      "America/New_York",
      "Asia/Amman",
      "Europe/Amsterdam",
      "Pacific/Samoa",
    ]);
  });

  it("are no more than asked for", () => {
    assert.deepEqual(matchingZones(zones, "", isZone, 2), zones.slice(0, 2));
  });
});
