import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  addDecimals,
  decimalEnd,
  decimalIn,
  multiplyDecimal,
  scaleNumber,
} from "../../../lib/telegram/numbers/decimal";
import { latin1 } from "../../support/telegrams";

/** The number that a text is, read where it stands between other digits. */
function read(text: string, exponent?: number): number | undefined {
  const [before, behind] = ["1-0:99", "77.7"];
  const bytes = latin1(before + text + behind);
  return decimalIn(bytes, before.length, before.length + text.length, exponent);
}

describe("A decimal number", () => {
  const cases: [text: string, number: number | undefined, exponent?: number][] = [
    ["0", 0],
    ["7", 7],
    ["01.193", 1.193],
    ["123456.789", 123456.789],
    ["00000.000", 0],
    ["00000000.0001", 0.0001],
    ["32549.5061662", 32549.5061662],
    ["5.", 5],
    ["-063", -63],
    ["+1.5", 1.5],
    ["-0", 0],
    ["-0.00", 0],
    // Exact: one division of two exact numbers.
    ["0.1", 0.1],
    ["0.193", 0.000193, -3],
    ["193", 0.193, -3],
    ["0.193", 193, 3],
    ["-0.0", 0, 3],
    ["1.005", 1005, 3],
    ["000300", 0.3, -3],
    ["12500", 0.0000125, -9],
    ["4.35", 435, 2],
    ["9007199254740989", 9007199254740989],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", 9007199254740992],
    ["900719925474099.3", Number("900719925474099.3")],
    // Beyond what a double holds, or the powers of ten that are exact: by the text.
    ["123456789012345678901234", Number("123456789012345678901234")],
    ["0.0000000000000000000001", 1e-22],
    ["0.0000000000000000000001", 1e-31, -9],
    ["99999999999999999999.9", 1e23, 3],
    ["123456789012345678.01234", Number("123456789012345678.01234")],
    // The longest has 24 characters, sign and point among them.
    ["1234567890123456789012345", undefined],
    ["-123456789012345678901234", undefined],
    ["000000000000000000000000", 0],
    ["", undefined],
    [".", undefined],
    [".5", undefined],
    ["-", undefined],
    ["+", undefined],
    ["-.5", undefined],
    ["--1", undefined],
    ["1-", undefined],
    ["1+1", undefined],
    ["1.2.3", undefined],
    ["1..2", undefined],
    ["1,5", undefined],
    ["1 4", undefined],
    [" 1", undefined],
    ["1 ", undefined],
    ["19:", undefined],
    ["19/", undefined],
    ["1e3", undefined],
    ["0x12", undefined],
    ["1\0", undefined],
    ["Infinity", undefined],
    ["NaN", undefined],
    ["\xb2", undefined],
  ];
  for (const [text, number, exponent] of cases) {
    const name = `${JSON.stringify(text)}${exponent === undefined ? "" : ` times 10^${exponent}`}`;
    it(`${name} is ${number ?? "none"}`, () => assert.equal(read(text, exponent), number));
  }

  const ends: [text: string, end: number][] = [
    ["00001.234m3", 9],
    ["-5.kW", 3],
    ["1.2.3", 3],
    ["kW", 0],
    ["-kW", 0],
    ["", 0],
  ];
  for (const [text, end] of ends) {
    it(`at the start of "${text}" has ${end} characters`, () => {
      assert.equal(decimalEnd(latin1(`1:${text}`), 2, 2 + text.length), 2 + end);
    });
  }

  it("ends where its bytes may be read, whatever stands behind", () => {
    assert.equal(decimalIn(latin1("1234.5678"), 2, 6), 34.5);
    assert.equal(decimalEnd(latin1("1234.5678"), 2, 4), 4);
  });
});

describe("Decimal numbers", () => {
  const sums: [a: number, b: number, sum: number][] = [
    [0.1, 0.2, 0.3],
    [0.3, -0.1, 0.2],
    [123456.789, 123456.789, 246913.578],
    [0.1234567, 0.7654321, 0.8888888],
    [1e15, 0.001, 1000000000000000],
    [99999999999.999, 0.0001, 99999999999.9991],
    [-1.5, 1.5, 0],
  ];
  for (const [a, b, sum] of sums) it(`${a} and ${b} are ${sum}`, () => assert.equal(addDecimals(a, b), sum));

  const products: [value: number, factor: number, exponent: number, product: number][] = [
    [1000, 36, -4, 3.6],
    [0.1, 36, -4, 0.00036],
    [101.5, 36, -4, 0.3654],
    [0.7, 3, 0, 2.1],
  ];
  for (const [value, factor, exponent, product] of products) {
    it(`${value} times ${factor}e${exponent} is ${product}`, () =>
      assert.equal(multiplyDecimal(value, factor, exponent), product));
  }

  const scaled: [value: number, exponent: number, result: number][] = [
    [0.193, 3, 193],
    [193, -3, 0.193],
    [1.1, -1, 0.11],
    [-4.35, 2, -435],
    [1e21, -21, 1],
  ];
  for (const [value, exponent, result] of scaled) {
    it(`${value} times 10^${exponent} is ${result}`, () => assert.equal(scaleNumber(value, exponent), result));
  }
});
