import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hasObisLine, isMostlyText, obisCodeEnd } from "../../../lib/framing/bytes";
import { latin1 } from "../../support/telegrams";

/** The part of a text that is read as an OBIS code. */
function codeIn(text: string, mayBeCut = false): string | undefined {
  const before = "1-";
  const end = obisCodeEnd(latin1(`${before}${text}.8.8`), before.length, before.length + text.length, mayBeCut);
  return end < 0 ? undefined : text.slice(0, end - before.length);
}

describe("An OBIS code", () => {
  const cases: [what: string, text: string, code: string | undefined][] = [
    ["is five numbers", "1-0:1.8.1(0*kWh)", "1-0:1.8.1"],
    ["has numbers of three digits at most", "100-200:101.102.103(0)", "100-200:101.102.103"],
    ["may end in a billing period behind a star", "1-0:1.8.1*255(0)", "1-0:1.8.1*255"],
    ["may end in a billing period behind a point", "1-0:1.8.1.255(0)", "1-0:1.8.1.255"],
    ["ends before a star without a number", "1-0:1.8.1*(0)", "1-0:1.8.1"],
    ["may have a colon for a point", "1-0:99:97:0(0)", "1-0:99:97:0"],
    ["may have a point for the colon", "1-0.1.8.1(0)", "1-0.1.8.1"],
    ["may be all there is", "1-0:1.8.1", "1-0:1.8.1"],
    ["ends behind the third digit of its last number", "1-0:1.8.1234", "1-0:1.8.123"],
    ["is no code without E", "1-0:1.8(0)", undefined],
    ["is no code with a number of four digits", "1-0000:1.8.1(0)", undefined],
    ["is no code without a hyphen", "1.0:1.8.1(0)", undefined],
    ["is no code behind a blank", " 1-0:1.8.1(0)", undefined],
    ["is no code with a blank in it", "1-0: 1.8.1(0)", undefined],
    ["is no code in a word", "kWh", undefined],
    ["is no code in nothing", "", undefined],
  ];
  for (const [what, text, code] of cases) it(what, () => assert.equal(codeIn(text), code));

  const cut: [what: string, text: string, code: string | undefined][] = [
    ["is one whole", "1-0:1.8.1*255(0)", "1-0:1.8.1*255"],
    ["is one without E", "1-0:1.8", "1-0:1.8"],
    ["is one without E, before a point", "1-0:1.8.", "1-0:1.8"],
    ["is none without D", "1-0:1.", undefined],
    ["is none with a point for the colon", "1-0.1.8.1(0)", undefined],
  ];
  for (const [what, text, code] of cut) {
    it(`that may be cut ${what}`, () => assert.equal(codeIn(text, true), code));
  }
});

describe("A line that starts with an OBIS code", () => {
  const cases: [what: string, text: string, expected: boolean][] = [
    ["is found behind a line feed", "/A\n1-0:1.8.0(1)", true],
    ["is found behind a carriage return", "/A\r1-0:1.8.0(1)", true],
    ["is found behind a NUL", "/A\r\n\x001-0:1.8.0(1)", true],
    ["is found behind blanks", "/A\r\n \t1-0:1.8.0(1)", true],
    ["is found where the bytes begin", "1-0:1.8.0(1)", true],
    ["is found behind other lines", "/A\r\n-\r\n1-x\r\n\r\n1-0:1.8.0(1)", true],
    ["is found where it was cut", "/A\r\n1-0:1.8", true],
    ["is not found in mid-line", "/A\r\nx1-0:1.8.0(1)", false],
    ["is not found where it was cut before D", "/A\r\n1-0:1.", false],
    ["is not found in text", "/A\r\nhello\r\n", false],
  ];
  for (const [what, text, expected] of cases) it(what, () => assert.equal(hasObisLine(latin1(text)), expected));

  it("is not found behind the end that is given", () => {
    assert.equal(hasObisLine(latin1("/A\r\n1-0:1.8.0(1)"), 0, 9), false);
  });
});

describe("Bytes", () => {
  const cases: [what: string, text: string, expected: boolean][] = [
    ["with less than a quarter of control bytes are mostly text", "abcd\x01\x02\xff\r\n1234567", true],
    ["with a quarter of control bytes are not", "abc\x01", false],
    ["that are none are not", "", false],
  ];
  for (const [what, text, expected] of cases) it(what, () => assert.equal(isMostlyText(latin1(text)), expected));
});
