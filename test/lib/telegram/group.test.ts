import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { splitLines } from "../../../lib/telegram/lines/split";
import { groupOf, readGroups, textOf } from "../../../lib/telegram/objects/group";
import { latin1 } from "../../support/telegrams";

/** A value's text and its unit as printed; without a unit the text alone. */
type Read = [text: string, unit?: string];

const read = (group: ReturnType<typeof groupOf>): Read =>
  group.unit === undefined ? [textOf(group)] : [textOf(group), group.unit.printed];

describe("A group holds", () => {
  const cases: [what: string, text: string, ...read: Read][] = [
    ["a value and its unit", "123456.789*kWh", "123456.789", "kWh"],
    ["a value with a sign", "-063*A", "-063", "A"],
    ["a value without a unit", "00004", "00004"],
    ["nothing", "", ""],
    ["blanks alone", "  ", ""],
    ["blanks around it", "  01.193*kW ", "01.193", "kW"],
    ["blanks around the star", "01.193 * kW", "01.193", "kW"],
    ["blanks that are tabs or no-break", "\t1*kW\xa0", "1", "kW"],
    ["a unit that is not known", "1*XY", "1", "XY"],
    ["a unit beyond ASCII", "1*m\xb3", "1", "m\xb3"],
    ["a unit alone", "*m3", "", "m3"],
    ["a star alone", "*", "", ""],
    ["a star and no unit", "1*", "1", ""],
    ["a number without the star before its unit", "00001.234m3", "00001.234", "m3"],
    ["a number, a blank and a unit", "230.1 V", "230.1", "V"],
    ["a number with a point at its end, and a unit", "5.m3", "5.", "m3"],
    ["a number and letters that are no unit", "12abc", "12abc"],
    ["a number, and a unit with a parenthesis behind it", "1kW)", "1kW)"],
    ["a number, and two words", "1kW h", "1kW h"],
    ["a value that is no number before a star", "on*kW", "on*kW"],
    ["two stars", "1*2*kW", "1*2*kW"],
    ["a number of too many digits", "1234567890123456789012345*kWh", "1234567890123456789012345*kWh"],
    ["text", "TARIFF 1", "TARIFF 1"],
    ["nested parentheses", "(ER11)", "(ER11)"],
    ["a time, whose flag is no unit", "101209113020W", "101209113020W"],
    ["a time with a flag in lower case", "101209113020s", "101209113020s"],
    ["a number of another length, whose letter is a unit", "1012091130W", "1012091130", "W"],
    ["a code", "0-0:96.7.19", "0-0:96.7.19"],
    ["hex", "4B384547", "4B384547"],
    ["hex that begins with a number and a unit", "12A", "12", "A"],
  ];
  for (const [what, text, ...expected] of cases) {
    it(`${what}: (${text})`, () => assert.deepEqual(read(groupOf(text)), expected));
  }
});

describe("The groups of a line are", () => {
  const cases: [what: string, line: string, read: Read[]][] = [
    ["a value", "1-0:1.8.1(123456.789*kWh)", [["123456.789", "kWh"]]],
    ["a time and a value", "0-1:24.2.1(101209112500W)(12785.123*m3)", [["101209112500W"], ["12785.123", "m3"]]],
    [
      "two values",
      "1-1:31.4.0(100*A)(-063*A)",
      [
        ["100", "A"],
        ["-063", "A"],
      ],
    ],
    [
      "two values in one group",
      "1-0:31.7.0(65.0*A,-65.0*A)",
      [
        ["65.0", "A"],
        ["-65.0", "A"],
      ],
    ],
    [
      "two values in one group, with blanks",
      "1-0:31.7.0(65.0*A , -65.0A)",
      [
        ["65.0", "A"],
        ["-65.0", "A"],
      ],
    ],
    [
      "one value of an unknown unit, if a part between commas has no unit",
      "1-0:31.7.0(65.0*A,-65.0)",
      [["65.0", "A,-65.0"]],
    ],
    ["one text with a comma", "0-0:96.14.0(a,b)", [["a,b"]]],
    ["hex", "0-0:96.1.1(4B38)", [["4B38"]]],
    ["an empty one", "0-0:96.1.1()", [[""]]],
    ["none", "0-0:96.1.1", []],
    [
      "a power failure log's",
      "1-0:99.97.0(1)(0-0:96.7.19)(101208152415W)(0000000240*s)",
      [["1"], ["0-0:96.7.19"], ["101208152415W"], ["0000000240", "s"]],
    ],
    [
      "a peak history's",
      "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(230201000000W)(230117224500W)(04.329*kW)",
      [["1"], ["1-0:1.6.0"], ["1-0:1.6.0"], ["230201000000W"], ["230117224500W"], ["04.329", "kW"]],
    ],
    [
      "a reading's of two lines",
      "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00000.000)",
      [["090212160000"], ["00"], ["60"], ["1"], ["0-1:24.2.1"], ["m3"], ["00000.000"]],
    ],
    ["a value wrapped over lines", "1-0:1.8.1(1234\r\n56*k\r\nWh)", [["123456", "kWh"]]],
  ];
  for (const [what, line, expected] of cases) {
    it(`${what}: ${line.replaceAll("\r\n", " ")}`, () => {
      const { lines } = splitLines({ bytes: latin1(`/TST5\r\n${line}`), ended: false });
      assert.deepEqual(readGroups(lines[0]!).map(read), expected);
    });
  }
});
