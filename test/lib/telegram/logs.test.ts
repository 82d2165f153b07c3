import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Peak, PowerFailure } from "../../../lib/telegram/types";
import { readLines } from "../../support/read";

const FIRST: PowerFailure = { end: "2010-12-08T15:24:15+01:00", duration: 240 };
const SECOND: PowerFailure = { end: "2010-12-08T15:10:04+01:00", duration: 301 };

describe("The power failure log", () => {
  const cases: [line: string, failures: PowerFailure[], problems?: RegExp][] = [
    ["1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)(0000000301*s)", [FIRST, SECOND]],
    ["1-0:99:97.0(1)(0:96.7.19)(101208152415W)(0000000240*s)", [FIRST]],
    ["1-1:99.97.0(1)(0-0:96.7.19)(101208152415W)(0000000240*s)", [FIRST]],
    ["1-0:99.97.0(1)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)(0000000301*s)", [FIRST, SECOND]],
    ["1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(240)(101208151004W)(301)", [FIRST, SECOND]],
    ["1-0:99.97.0(1)(0-0:96.7.19)(101208152415W)(2317482647*s)", [{ ...FIRST, duration: 2317482647 }]],
    ["1-0:99.97.0()", []],
    ["1-0:99.97.0(0)", []],
    ["1-0:99.97.0(0)()", []],
    ["1-0:99.97.0(0)(0-0:96.7.19)", []],
    ["1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)", [FIRST], /no duration/],
    ["1-0:99.97.0(1)(0-0:96.7.19)(000000000)(0000000009*s)", [], /impossible end "000000000"/],
    ["1-0:99.97.0(1)(0-0:96.7.19)(000101000001W)(2147483647*s)", [], /impossible end "000101000001W"/],
    [
      "1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)(000000030",
      [FIRST],
      /broke off before its closing parenthesis/,
    ],
    [
      "1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(x*s)(101208151004W)(0000000301*s)",
      [SECOND],
      /unreadable duration "x\*s"/,
    ],
  ];
  for (const [line, failures, problems] of cases) {
    it(line, () => {
      const telegram = readLines([line]);
      assert.deepEqual(telegram.powerFailures, failures);
      if (problems) assert.match(telegram.problems![0]!.problem, problems);
      else assert.equal(telegram.problems, undefined);
    });
  }
});

describe("An end without a flag in October's double hour", () => {
  const cases: [telegram: string, end: string][] = [
    ["231029022000S", "2023-10-29T02:15:00+02:00"],
    ["231029022000W", "2023-10-29T02:15:00+01:00"],
    ["240101120000W", "2023-10-29T02:15:00+01:00"],
  ];
  for (const [time, end] of cases) {
    it(`is the last moment before a telegram of ${time}, wherever its clock stands`, () => {
      const log = "1-0:99.97.0(1)(0-0:96.7.19)(231029021500)(0000000240*s)";
      const clock = `0-0:1.0.0(${time})`;
      for (const lines of [
        [log, clock],
        [clock, log],
      ]) {
        assert.deepEqual(readLines(lines).powerFailures, [{ end, duration: 240 }]);
      }
    });
  }
});

const JANUARY: Peak = {
  month: "2023-02-01T00:00:00+01:00",
  timestamp: "2023-01-17T22:45:00+01:00",
  value: 4.329,
  unit: "kW",
};
const FEBRUARY: Peak = {
  month: "2023-03-01T00:00:00+01:00",
  timestamp: "2023-02-14T22:45:00+01:00",
  value: 4.529,
  unit: "kW",
};
const ENTRIES = "(230201000000W)(230117224500W)(04.329*kW)(230301000000W)(230214224500W)(04529*W)";

describe("The Belgian peak history", () => {
  const cases: [what: string, line: string, peaks: Peak[], problems?: RegExp][] = [
    ["as the standard has it", `0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)${ENTRIES}`, [JANUARY, FEBRUARY]],
    ["at 0-0:98.1.1", `0-0:98.1.1(2)(1-0:1.6.0)(1-0:1.6.0)${ENTRIES}`, [JANUARY, FEBRUARY]],
    ["with more entries than announced", `0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)${ENTRIES}`, [JANUARY, FEBRUARY]],
    [
      "with five header groups and two columns of values",
      "0-0:98.1.0(1)(0-0:0.1.0)(1-0:1.6.0)(1-0:1.6.0)(1-0:2.6.0)(230201000000W)(07)(230117224500W)(04.329*kW)(01.000*kW)",
      [JANUARY],
    ],
    ["without entries", "0-0:98.1.0(12)", []],
    ["empty", "0-0:98.1.0(0)()", []],
    ["with codes and no entries", "0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()()", []],
    ["that Hungary fills with registers", "0-0:98.1.0(230701000000S)(000040.777*kWh)(000008.950*kWh)(03.564*kW)", []],
    [
      "with a last entry that broke off",
      `0-0:98.1.0(3)(1-0:1.6.0)(1-0:1.6.0)${ENTRIES}(230401000000S)`,
      [JANUARY, FEBRUARY],
      /broke off/,
    ],
    [
      "with a last value that broke off",
      "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(230201000000W)(230117224500W)(04.329*kW)(230301000000W)(230214224500W)(04.5",
      [JANUARY],
      /broke off/,
    ],
    [
      "with an empty month",
      "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(230101000000W)(632525252525W)(00.000*kW)(230201000000W)(230117224500W)(04.329*kW)",
      [JANUARY],
      /peak of 0 at the impossible time "632525252525W" is left out/,
    ],
    [
      "with a peak at an impossible time",
      "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(230201000000W)(632525252525W)(04.329*kW)",
      [{ month: JANUARY.month, value: 4.329, unit: "kW" }],
      /given without it/,
    ],
    [
      "with an impossible month",
      "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(231301000000W)(230117224500W)(04.329*kW)",
      [],
      /impossible month/,
    ],
  ];
  for (const [what, line, peaks, problems] of cases) {
    it(what, () => {
      const telegram = readLines([line]);
      assert.deepEqual(telegram.peaks, peaks);
      if (problems) assert.match(telegram.problems![0]!.problem, problems);
      else assert.equal(telegram.problems, undefined);
    });
  }

  it("has the month's maximum and the running demand among the values", () => {
    const { values } = readLines(["1-0:1.4.0(02.351*kW)", "1-0:1.6.0(200509134558S)(02.589*kW)"]);
    assert.deepEqual(values, { power_delivered_demand: 2.351, power_delivered_demand_max: 2.589 });
  });

  for (const time of ["632525252525W", "000101000000W", "700101000000W"]) {
    it(`has no maximum of 0 at ${time}`, () => {
      const { values, objects, problems } = readLines([`1-0:1.6.0(${time})(00.000*kW)`]);
      assert.deepEqual(values, {});
      assert.deepEqual(objects!["1-0:1.6.0"], {
        name: "power_delivered_demand_max",
        unit: "kW",
        printed: "00.000*kW",
      });
      assert.equal(problems!.length, 1);
    });
  }
});
