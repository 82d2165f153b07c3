import assert from "node:assert/strict";
import type { ConnectionStatus } from "../../../lib/connection/types";
import type { Meter, Telegram } from "../../../lib/telegram/types";
import { sentence } from "../../../lib/texts/texts";
import { connectionStatus, standard, telegramStatus } from "../../../nodes/dsmr-parse/status-text";
import { nodeTexts } from "../texts";

const english = nodeTexts();

const telegram = (part: Partial<Telegram>): Telegram => ({
  meter: { header: "ISk5", version: "50" },
  timestamp: "2024-01-01T12:00:00+01:00",
  clock: "meter",
  crc: { status: "valid" },
  values: {},
  devices: [],
  powerFailures: [],
  peaks: [],
  ...part,
});

describe("the status of a telegram", () => {
  const cases: [Partial<Telegram>, string][] = [
    [{ values: { power_delivered: 1.193 } }, "green DSMR 5.0 · 1.193 kW"],
    [{ values: { power_delivered: 0.5, power_returned: 0, power_net: 0.5 } }, "green DSMR 5.0 · 0.500 kW"],
    [{ values: { power_delivered: 0, power_returned: 2, power_net: -2 } }, "green DSMR 5.0 · -2.000 kW"],
    [{ values: {} }, "green DSMR 5.0"],
    [{ values: { power_delivered: 1 }, crc: { status: "invalid" } }, "yellow DSMR 5.0 · 1.000 kW · wrong CRC"],
    [{ values: { power_delivered: 1 }, crc: { status: "absent" } }, "green DSMR 5.0 · 1.000 kW"],
  ];
  for (const [part, expected] of cases) {
    it(`is ${expected}`, () => {
      const { fill, text } = telegramStatus(telegram(part), english)();
      assert.equal(`${fill} ${text}`, expected);
    });
  }
});

describe("the standard of a meter", () => {
  const cases: [Partial<Meter>, string][] = [
    [{ version: "50" }, "DSMR 5.0"],
    [{ version: "42" }, "DSMR 4.2"],
    [{ version: "P" }, "DSMR 5.0"],
    [{ version: "50217" }, "DSMR 5.0"],
    [{ manufacturer: "KMP" }, "KMP"],
    [{ version: "XX", manufacturer: "LGZ" }, "LGZ"],
    [{}, "P1"],
  ];
  for (const [meter, expected] of cases) {
    it(`is ${expected} for ${JSON.stringify(meter)}`, () => {
      assert.equal(standard(meter.version, meter.manufacturer), expected);
    });
  }
});

describe("the status of a connection", () => {
  const why = (...said: Parameters<typeof sentence>): Pick<ConnectionStatus, "hint" | "why"> => {
    const why = sentence(...said);
    return { hint: why.text, why };
  };
  const cases: [Omit<ConnectionStatus, "to">, string | undefined][] = [
    [{ state: "closed", hint: "" }, undefined],
    [{ state: "closed", hint: "path is empty" }, "red dot not connected: path is empty"],
    [{ state: "opening", hint: "" }, "yellow ring connecting to /dev/ttyUSB0"],
    [{ state: "waiting", hint: "" }, "yellow ring waiting for a telegram from /dev/ttyUSB0"],
    [{ state: "waiting", hint: "trying 9600 7E1" }, "yellow ring trying 9600 7E1"],
    [{ state: "receiving", hint: "" }, undefined],
    [{ state: "silent", seconds: 40, hint: "nothing arrives" }, "yellow dot no data for 40 s: nothing arrives"],
    [{ state: "backing-off", hint: "unplugged" }, "red dot not connected: unplugged"],
    [{ state: "waiting", ...why("searching", { line: "9600 7E1" }) }, "yellow ring trying 9600 7E1"],
    [{ state: "silent", seconds: 40, ...why("nothing-comes") }, "yellow dot no data for 40 s: nothing arrives"],
    [{ state: "backing-off", ...why("no-host") }, "red dot not connected: no host is set"],
    [{ state: "backing-off", ...why("ended", { to: "p1:23" }) }, "red dot not connected: p1:23 closed the connection"],
    [
      {
        state: "backing-off",
        ...why("unplugged", { path: `/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A5-if00-port0` }),
      },
      "red dot not connected: …R_USB_UART_A5-if00-port0 was unplugged",
    ],
    [
      { state: "backing-off", hint: "all: of it", why: { code: "unheard-of", text: "all: of it" } },
      "red dot not connected: all",
    ],
  ];
  for (const [status, expected] of cases) {
    it(`is ${expected ?? "left to the telegrams"} when ${status.state}`, () => {
      const shown = connectionStatus({ to: "/dev/ttyUSB0", ...status }, english);
      assert.equal(shown && `${shown.fill} ${shown.shape} ${shown.text}`, expected);
    });
  }
});
