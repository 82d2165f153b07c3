import assert from "node:assert/strict";
import { rowSentence } from "../../../lib/selection/rows";
import {
  type DsmrFilterFault,
  type RawRow,
  rawRow,
  readDsmrFilter,
  rowProblemInDialog,
} from "../../../nodes/dsmr-filter/options";
import { problemSentence } from "../../../nodes/shared/texts";

const DEFAULTS = {
  fields: [],
  pace: "all",
  every: 60,
  aggregate: "latest",
  deadband: 0,
  heartbeat: 0,
  shape: "object",
  topic: "",
  measurement: "",
};

function sentenceOf(fault: DsmrFilterFault): string {
  return "option" in fault ? problemSentence(fault) : rowSentence(fault);
}

describe("the settings of a dsmr-filter", () => {
  const empty = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, ""]));
  const defaults: [says: string, raw: Record<string, unknown>][] = [
    ["nothing at all", {}],
    ["empty texts", empty],
    ["an empty list", { fields: [] }],
    ["a row without a field", { fields: [{ field: " ", rename: "x" }] }],
    ["an empty list as text", { fields: "[]" }],
  ];
  for (const [says, raw] of defaults) {
    it(`are the defaults for ${says}`, () => assert.deepEqual(readDsmrFilter(raw), { settings: DEFAULTS }));
  }

  it("are read from texts, which flow files may hold", () => {
    const raw = { pace: "interval", every: "900", aggregate: "mean", deadband: "0.05", heartbeat: "300" };
    const whole = { ...raw, shape: "influx", topic: " home ", measurement: "p1" };
    const read = { pace: "interval", every: 900, aggregate: "mean", deadband: 0.05, heartbeat: 300, shape: "influx" };
    assert.deepEqual(readDsmrFilter(whole), {
      settings: { ...DEFAULTS, ...read, topic: "home", measurement: "p1" },
    });
  });

  it("have rows with only the cells that are filled", () => {
    const fields = [
      { field: " power_net ", rename: "", unit: "", aggregate: "", deadband: "" },
      { field: "1-0:1.7.0", rename: "import", unit: "W", aggregate: "max", deadband: "50" },
      { field: "gas_delivered", deadband: 0 },
      "group:water",
    ];
    assert.deepEqual(readDsmrFilter({ fields }).settings.fields, [
      { field: "power_net" },
      { field: "1-0:1.7.0", rename: "import", unit: "W", aggregate: "max", deadband: 50 },
      { field: "gas_delivered", deadband: 0 },
      { field: "group:water" },
    ]);
  });

  it("have rows from JSON text, which an environment variable may hold", () => {
    const fields = '[{"field":"power_net","unit":"W"}]';
    assert.deepEqual(readDsmrFilter({ fields }).settings.fields, [{ field: "power_net", unit: "W" }]);
  });

  const problems: [says: string, raw: Record<string, unknown>, sentence: RegExp][] = [
    ["an unknown pace", { pace: "hourly" }, /^pace is "hourly": it must be one of all, interval, change, reading$/],
    ["an unknown shape", { shape: "csv" }, /^shape is "csv"/],
    ["an unknown aggregate", { aggregate: "median" }, /^aggregate is "median"/],
    ["an interval that is no number", { every: "a minute" }, /^every is "a minute": it must be a number/],
    ["an interval of nothing", { every: 0 }, /^every is 0: it must be 1 –/],
    ["a dead band below nothing", { deadband: -1 }, /^deadband is -1/],
    ["a heartbeat that is no number", { heartbeat: "often" }, /^heartbeat is "often"/],
    ["an environment variable that is not set", { every: "${EVERY}" }, /environment variable \$\{EVERY\} is not set/],
    ["rows that are no list", { fields: "power_net" }, /^fields must be a list/],
    ["rows that are a number", { fields: 5 }, /^fields must be a list/],
    ["a row's unknown field", { fields: [{ field: "Power!" }] }, /"Power!" is no field/],
    ["a row's unknown group", { fields: [{ field: "group:sun" }] }, /"group:sun" is no field/],
    ["a row's unknown unit", { fields: [{ field: "power_net", unit: "horse" }] }, /"horse" is no unit/],
    [
      "a row's unknown aggregate",
      { fields: [{ field: "power_net", aggregate: "sum" }] },
      /power_net: aggregate is "sum"/,
    ],
    ["a row's dead band", { fields: [{ field: "power_net", deadband: "x" }] }, /power_net: deadband is "x"/],
    ["a row's variable that is not set", { fields: [{ field: "${F}" }] }, /variable \$\{F\} is not set/],
    ["__proto__ as a name", { fields: [{ field: "power_net", rename: "__proto__" }] }, /cannot be the name/],
    [
      "a point's time as a name",
      { shape: "influx", fields: [{ field: "power_net", rename: "time" }] },
      /cannot be named "time"/,
    ],
    ["too many rows", { fields: Array.from({ length: 501 }, () => ({ field: "power_net" })) }, /at most 500/],
  ];
  for (const [says, raw, sentence] of problems) {
    it(`cannot be used with ${says}`, () => assert.match(sentenceOf(readDsmrFilter(raw).fault!), sentence));
  }

  it("accept time as a name in other shapes", () => {
    assert.equal(readDsmrFilter({ fields: [{ field: "power_net", rename: "time" }] }).fault, undefined);
  });
});

describe("a row in the dialog", () => {
  const right: Partial<RawRow>[] = [
    {},
    { field: "power_net", unit: "W", aggregate: "max", deadband: "1" },
    { field: "${FIELD}", rename: "x", unit: "W" },
    { field: "power_net", rename: "${NAME}", unit: "${UNIT}", aggregate: "${HOW}", deadband: "${BAND}" },
  ];
  for (const row of right) {
    it(`is right as ${JSON.stringify(row)}`, () => {
      assert.equal(rowProblemInDialog(rawRow(row), "object"), undefined);
    });
  }

  const wrong: [row: Partial<RawRow>, fault: string][] = [
    [{ field: "Power" }, "field"],
    [{ field: "power_*", rename: "x" }, "several"],
    [{ field: "power_net", rename: "time" }, "reserved"],
    [{ field: "power_net", unit: "V" }, "unit-of"],
    [{ field: "power_net", aggregate: "sum" }, "word"],
    [{ field: "power_net", deadband: "x" }, "number"],
  ];
  for (const [row, fault] of wrong) {
    it(`is wrong as ${JSON.stringify(row)}`, () => {
      assert.equal(rowProblemInDialog(rawRow(row), "influx")?.fault, fault);
    });
  }
});
