import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { groupTexts, rawText, splitLines } from "../../../lib/telegram/lines/split";
import { latin1 } from "../../support/telegrams";

/** A data line: its code, its groups; then "open" if its last parenthesis was never closed. */
type Line = [code: string, ...groups: string[]];

/** The lines of a telegram with this text between its header and its end line. */
function split(text: string): { lines: Line[]; strays: readonly string[] } {
  const bytes = latin1(`/TST5\r\n${text}\r\n!1234`);
  const { lines, strays } = splitLines({ bytes, ended: true });
  return {
    lines: lines.map((line) => [line.code.text, ...groupTexts(line), ...(line.whole ? [] : ["open"])]),
    strays,
  };
}

describe("A telegram is split into data lines:", () => {
  const cases: [what: string, text: string, lines: Line[], strays?: string[]][] = [
    ["one value", "1-0:1.7.0(01.193*kW)", [["1-0:1.7.0", "01.193*kW"]]],
    ["several groups", "1-1:31.4.0(100*A)(-063*A)", [["1-1:31.4.0", "100*A", "-063*A"]]],
    ["an empty group", "1-0:1.7.0()", [["1-0:1.7.0", ""]]],
    ["blanks in a group and around it", " 1-0:1.7.0 ( 1*kW ) ", [["1-0:1.7.0", "1*kW"]]],
    ["text between groups, which is skipped", "1-0:1.7.0x(1)y(2)z", [["1-0:1.7.0", "1", "2"]]],
    ["no group at all", "1-0:1.7.0", [["1-0:1.7.0", "open"]]],
    ["parentheses inside a group", "1-0:0.2.0((ER11)(b))(c)", [["1-0:0.2.0", "(ER11)(b)", "c"]]],
    ["a closing parenthesis too many", "1-0:1.7.0)(1))(2)", [["1-0:1.7.0", "1", "2"]]],
    ["a group that was never closed", "1-0:1.7.0(1)(2", [["1-0:1.7.0", "1", "2", "open"]]],
    ["a star for F", "1-0:1.8.1*1(1)", [["1-0:1.8.1*1", "1"]]],
    ["a dot for F", "1-0:1.8.1.1(1)", [["1-0:1.8.1*1", "1"]]],
    ["an F of 255, which is left out", "1-0:1.8.1*255(1)", [["1-0:1.8.1", "1"]]],
    ["a colon for a dot", "1-0:99:97.0(1)", [["1-0:99.97.0", "1"]]],
    ["a dot for the colon", "1-0.1.8.1(1)", [["1-0:1.8.1", "1"]]],
    ["a tab before the code", "\t1-0:1.8.1(1)", [["1-0:1.8.1", "1"]]],
    ["NULs before the code", "\0\x001-0:1.8.1(1)", [["1-0:1.8.1", "1"]]],
    ["NULs in a group, which stay", "0-0:96.1.0(A\0B)", [["0-0:96.1.0", "A\0B"]]],
    ["a code of zeros in front", "001-000:001.008.001(1)", [["1-0:1.8.1", "1"]]],
    [
      "the same code twice",
      "1-0:1.7.0(1)\r\n1-0:1.7.0(2)",
      [
        ["1-0:1.7.0", "1"],
        ["1-0:1.7.0", "2"],
      ],
    ],

    ["a value wrapped inside its parentheses", "0-0:96.1.1(4B\r\n38\r\n45)", [["0-0:96.1.1", "4B3845"]]],
    ["a wrapped value with a blank line in it", "0-0:96.1.1(4B\r\n\r\n38)", [["0-0:96.1.1", "4B38"]]],
    ["a wrapped value of the second group", "0-0:98.1.0(1)(4\r\n5)(6)", [["0-0:98.1.0", "1", "45", "6"]]],
    [
      "a code, which ends whatever was left open",
      "0-0:96.1.1(4B\r\n1-0:1.7.0(1)",
      [
        ["0-0:96.1.1", "4B", "open"],
        ["1-0:1.7.0", "1"],
      ],
    ],
    [
      "a reading whose value is on the next line",
      "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.001)",
      [["0-1:24.3.0", "090212160000", "00", "60", "1", "0-1:24.2.1", "m3", "00001.001"]],
    ],
    ["a code alone, and its value on the next line", "1-0:1.7.0\r\n(1)", [["1-0:1.7.0", "1"]]],
    ["a value that is left out behind a blank line", "1-0:1.7.0(1)\r\n\r\n(2)", [["1-0:1.7.0", "1", "2"]]],

    ["a text message with parentheses", "0-0:96.13.0(a (b) c)", [["0-0:96.13.0", "a (b) c"]]],
    ["a text message with parentheses the wrong way round", "0-0:96.13.0(a) b (c)", [["0-0:96.13.0", "a) b (c"]]],
    ["a text message that was never closed", "0-0:96.13.0(a (b", [["0-0:96.13.0", "a (b", "open"]]],
    ["a text message without an opening parenthesis", "0-0:96.13.0)a", [["0-0:96.13.0", "open"]]],
    ["a text message over lines, with a slash", "0-0:96.13.0(a\r\n/b\r\nc)", [["0-0:96.13.0", "a/bc"]]],

    ["a line without a code", "nonsense\r\n1-0:1.7.0(1)", [["1-0:1.7.0", "1"]], ["nonsense"]],
    ["a stray behind a line that was closed", "1-0:1.7.0(1)\r\n2)", [["1-0:1.7.0", "1"]], ["2)"]],
    ["a group before any code", "(1)\r\n1-0:1.7.0(1)", [["1-0:1.7.0", "1"]], ["(1)"]],
    ["blank lines and NULs, which say nothing", " \r\n\0\0\r\n1-0:1.7.0(1)", [["1-0:1.7.0", "1"]]],
    ["a code that lost a number", "0:32.7.0(1)\r\n1-0:1.7.0(1)", [["1-0:1.7.0", "1"]], ["0:32.7.0(1)"]],
    [
      "a code with an impossible number, whose lines are dropped",
      "1-0:256.7.0(1\r\n2)\r\n1-0:1.7.0(1)",
      [["1-0:1.7.0", "1"]],
    ],
    ["a code with a number of four digits", "1-0:1700.7.0(1)", [], ["1-0:1700.7.0(1)"]],
    ["a code behind other text", "x1-0:1.7.0(1)", [], ["x1-0:1.7.0(1)"]],
  ];
  for (const [what, text, lines, strays = []] of cases) {
    for (const [ends, end] of [
      ["CR LF", "\r\n"],
      ["LF", "\n"],
      ["CR", "\r"],
    ] as const) {
      it(`${what}, with ${ends}`, () => {
        assert.deepEqual(split(text.replaceAll("\r\n", end)), { lines, strays });
      });
    }
  }
});

describe("A telegram's", () => {
  const [header, line] = ["/TST5\\METER", "1-0:1.7.0(1)"];
  const cases: [what: string, text: string, ended: boolean, header: string, lines: number][] = [
    ["header has no slash", `${header}\r\n\r\n${line}\r\n!`, true, "TST5\\METER", 1],
    ["header may hold slashes", `/A/B\r\n${line}\r\n!`, true, "A/B", 1],
    ["header may hold a code", `/${line}\r\n${line}\r\n!`, true, line, 1],
    ["header may be all there is", header, false, "TST5\\METER", 0],
    ["header may be missing", "", false, "", 0],
    ["end line is not read", `${header}\r\n${line}\r\n!${line}`, true, "TST5\\METER", 1],
    ["end line may be on its last line", `${header}\r\n${line}!1234`, true, "TST5\\METER", 1],
    ["end line is the last of several", `${header}!\r\n${line}\r\n!1234`, true, "TST5\\METER!", 1],
    ["text may hold a mark if it has no end line", `${header}\r\n0-0:96.13.0(a!b)\r\n${line}`, false, "TST5\\METER", 2],
  ];
  for (const [what, text, ended, expected, count] of cases) {
    it(what, () => {
      const found = splitLines({ bytes: latin1(text), ended });
      assert.deepEqual([found.header, found.lines.length], [expected, count]);
    });
  }

  it("lines are read up to the two thousandth, header and all, or as many as are asked for", () => {
    const frame = { bytes: latin1(`/TST5${"\n1-0:1.7.0(1)".repeat(3000)}`), ended: false };
    assert.equal(splitLines(frame).lines.length, 1999);
    assert.equal(splitLines(frame, Infinity).lines.length, 3000);
    assert.equal(splitLines(frame, 3).lines.length, 2);
  });
});

describe("The parts of a telegram's lines", () => {
  const text = "/TST5\r\n\r\nstray\r\n0-0:96.1.1(4B\r\n38)\r\n1-0:256.7.0(1\n2)\r1-0:1.7.0(1)!";
  const { bytes, lines, others } = splitLines({ bytes: latin1(text), ended: true });
  const textOf = (parts: readonly number[]) =>
    Array.from({ length: parts.length / 2 }, (_, i) => bytes.toString("latin1", parts[2 * i], parts[2 * i + 1]));

  it("are where they stand in the frame, without their line ends", () => {
    assert.deepEqual(
      lines.map(({ parts }) => textOf(parts)),
      [["0-0:96.1.1(4B", "38)"], ["1-0:1.7.0(1)"]],
    );
  });

  it("that are no data line are given, too", () => {
    assert.deepEqual(others.map(textOf), [[""], ["stray"], ["1-0:256.7.0(1", "2)"]]);
  });

  it("joined by line feeds are a line's text", () => {
    assert.deepEqual(
      lines.map((line) => rawText(bytes, line)),
      ["0-0:96.1.1(4B\n38)", "1-0:1.7.0(1)"],
    );
  });
});
