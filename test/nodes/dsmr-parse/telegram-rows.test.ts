import assert from "node:assert/strict";
import { parseTelegram } from "../../../lib/telegram/parse";
import { telegramRows, type TelegramRow } from "../../../nodes/dsmr-parse/dialog/telegram-rows";
import { telegram } from "../../support/telegrams";
import { dsmr22, dsmr5 } from "../telegrams";

const printed = ({ name, obis, value, unit }: TelegramRow): string => [name, obis, value, unit].join("|");

describe("the rows of a telegram", () => {
  it("are the named lines, then what is computed, then the lines without a name", () => {
    assert.deepEqual(telegramRows(parseTelegram(dsmr5(1.193))).map(printed), [
      "energy_delivered_tariff1|1-0:1.8.1|123.456|kWh",
      "power_delivered|1-0:1.7.0|1.193|kW",
      "power_returned|1-0:2.7.0|0|kW",
      "power_net||1.193|kW",
      "energy_delivered_total||123.456|kWh",
      "|1-3:0.2.8|50|",
      "|0-0:1.0.0|240101120000W|",
      "|0-0:96.1.1|E0001|",
    ]);
  });

  it("are the named values with their usual codes where the lines are left out", () => {
    assert.deepEqual(
      telegramRows(parseTelegram(dsmr22, { objects: false }))
        .map(printed)
        .sort(),
      [
        "energy_delivered_tariff1|1-0:1.8.1|1.001|kWh",
        "energy_delivered_total|1-0:1.8.0|1.001|kWh",
        "gas_delivered||246.138|m3",
        "power_delivered|1-0:1.7.0|0.25|kW",
      ],
    );
  });

  it("have the code of the channel that a device's value came from", () => {
    const gas = telegramRows(parseTelegram(dsmr22)).find(({ name }) => name === "gas_delivered");
    assert.equal(gas?.obis, "0-1:24.3.0");
  });

  it("show lists, codes given twice, and lines without a value", () => {
    const text = telegram(["0-0:96.13.0()", "1-0:1.7.0(1.5*kW)", "1-0:1.7.0(2.5*kW)", "0-0:98.9.9(1)(x)(2)"]);
    const rows = telegramRows(parseTelegram(text));
    assert.deepEqual(rows.map(printed), [
      "power_delivered|1-0:1.7.0|1.5|kW",
      "power_delivered|1-0:1.7.0|2.5|kW",
      "|0-0:96.13.0||",
      "|0-0:98.9.9|1 · x · 2|",
    ]);
    assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
  });
});
