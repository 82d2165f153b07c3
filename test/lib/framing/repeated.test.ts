import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { laid } from "../../../lib/framing/copy";
import { repeatsRegister } from "../../../lib/framing/repeated";
import { latin1, oldTelegram } from "../support/telegrams";

const [POWER, ENERGY] = ["1-0:1.7.0(1*kW)", "1-0:1.8.1(1*kWh)"];

/** Registers of other tariffs, the first of which is that of `ENERGY`. */
const many = (count: number) => Array.from({ length: count }, (_, index) => `1-0:1.8.${index + 1}(1*kWh)`);

describe("A register that stands once in a telegram is found again", () => {
  const cases: [what: string, lines: string[], expected: boolean][] = [
    ["where power comes twice", [POWER, ENERGY, POWER], true],
    ["where a tariff comes twice with another value", [ENERGY, POWER, "1-0:1.8.1(2*kWh)"], true],
    ["behind blanks", [ENERGY, " \t1-0:1.8.1(2*kWh)"], true],
    ["with the same billing period", ["1-0:1.8.1*255(1*kWh)", "1-0:1.8.1*255(2*kWh)"], true],
    ["among more of them than any meter has", [...many(150), ENERGY], true],
    ["behind a hyphen", ["on-\n1-0:1.7.0(1*kW)", "off-\n1-0:1.7.0(1*kW)", "x-\n1-0:1.7.0(1*kW)"], true],
    ["but not where a comma behind a hyphen looks like one", ["-,0:1.7.0(1*kW)", "-,0:1.7.0(1*kW)"], false],
    ["but not itself, behind a hyphen", ["x-\n1-0:1.7.0(1*kW)"], false],
    ["but not in another billing period", ["1-0:1.8.1*1(1*kWh)", "1-0:1.8.1*2(2*kWh)"], false],
    ["but not in many tariffs", many(150), false],
    ["but not in another tariff", [ENERGY, "1-0:1.8.2(2*kWh)", "1-0:1.8.11(2*kWh)"], false],
    ["but not on another channel", [POWER, "1-1:1.7.0(2*kW)", "1-10:1.7.0(2*kW)"], false],
    [
      "but not in other quantities",
      ["1-0:2.8.1(1*kWh)", "1-0:2.8.1(1*kWh)", "1-0:11.7.0(1*A)", "1-0:11.7.0(1*A)"],
      false,
    ],
    ["but not in what is no register", ["1-0:1.7.1(1)", "1-0:1.7.1(1)", "1-0:1.6.0(1)", "1-0:1.6.0(1)"], false],
    ["but not where no value follows", ["1-0:1.7.0", "1-0:1.7.0", "1-0:1.8.1*(1)", "1-0:1.8.1*(1)"], false],
    ["but not in mid-line", [POWER, "0-0:96.13.0(1-0:1.7.0(1*kW))"], false],
    ["but not in a code that goes on before it", ["11-0:1.7.0(1*kW)", "11-0:1.7.0(1*kW)"], false],
  ];
  for (const [what, lines, expected] of cases) {
    it(what, () => {
      // At each place in a word, and with another such telegram behind it.
      for (const header of ["/T", "/TS", "/TST", "/TST5"]) {
        const telegram = oldTelegram(lines, header);
        assert.equal(repeatsRegister(laid(latin1(telegram.repeat(2)), 0, telegram.length)), expected, header);
      }
    });
  }

  it("but not where the telegram ends before its value", () => {
    const text = "/TST5\r\n1-0:1.7.0(1*kW)\r\n1-0:1.7.0";
    assert.equal(repeatsRegister(laid(latin1(`${text}(`), 0, text.length)), false);
  });
});
