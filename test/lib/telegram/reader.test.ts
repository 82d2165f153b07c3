import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { TelegramFramer } from "../../../lib/framing/framer";
import type { ReaderOptions } from "../../../lib/telegram/reader";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { parseTelegram } from "../../../lib/telegram/parse";
import { Rejection } from "../../../lib/telegram/rejection";
import { TelegramReader } from "../../../lib/telegram/reader";
import { TelegramError } from "../../../lib/telegram/types";
import { RECEIVED, readAll } from "../../support/read";
import { objectsIn, spoil } from "../../support/spoil";
import { DSMR5, latin1, oldTelegram, telegram } from "../../support/telegrams";

/** What a reader says of each frame of a text: "ok", or the error's code. */
function outcomes(text: string, options: ReaderOptions = {}): string[] {
  const framer = new TelegramFramer();
  const reader = new TelegramReader(options);
  const trying = new TelegramReader(options);
  return [...framer.push(latin1(text)), ...framer.flush()].map((frame) => {
    const given = trying.tryRead(frame, RECEIVED);
    try {
      assert.deepEqual(reader.read(frame, RECEIVED), given);
      return "ok";
    } catch (error) {
      assert.ok(error instanceof TelegramError);
      assert.ok(given instanceof Rejection);
      const { code, message, raw, crc } = error;
      assert.deepEqual([given.code, given.message, given.raw, given.crc], [code, message, raw, crc]);
      assert.match(error.message, /^[A-Z].*\.$/s);
      assert.equal(error.raw, frame.bytes.toString("latin1"));
      return error.code;
    }
  });
}

const POWER = "1-0:1.7.0(1*kW)";
const withCrc = (version: string) => telegram([version, POWER]);
const withoutCrc = (version: string) => oldTelegram([version, POWER]);
const V50 = "1-3:0.2.8(50)";
const cutAtLineEnd = withCrc("0-0:96.14.0(1)").replace(/1-0:1\.7\.0[\s\S]*/, "");

describe("TelegramReader", () => {
  it("reads the specification's example to the whole payload", () => {
    const [read] = readAll(DSMR5);
    const { objects, ...rest } = read!;
    assert.equal(Object.keys(objects!).length, 35);
    assert.deepEqual(rest, {
      meter: {
        id: "K8EG004046395507",
        header: "ISk5\\2MT382-1000",
        manufacturer: "ISk",
        model: "2MT382-1000",
        version: "50",
      },
      timestamp: "2010-12-09T11:30:20+01:00",
      clock: "meter",
      crc: { status: "valid", received: "E47C", computed: "E47C" },
      values: {
        energy_delivered_tariff1: 123456.789,
        energy_delivered_tariff2: 123456.789,
        energy_returned_tariff1: 123456.789,
        energy_returned_tariff2: 123456.789,
        electricity_tariff: 2,
        power_delivered: 1.193,
        power_returned: 0,
        electricity_failures: 4,
        electricity_long_failures: 2,
        electricity_sags_l1: 2,
        electricity_sags_l2: 1,
        electricity_sags_l3: 0,
        electricity_swells_l1: 0,
        electricity_swells_l2: 3,
        electricity_swells_l3: 0,
        voltage_l1: 220.1,
        voltage_l2: 220.2,
        voltage_l3: 220.3,
        current_l1: 1,
        current_l2: 2,
        current_l3: 3,
        power_delivered_l1: 1.111,
        power_delivered_l2: 2.222,
        power_delivered_l3: 3.333,
        power_returned_l1: 4.444,
        power_returned_l2: 5.555,
        power_returned_l3: 6.666,
        gas_delivered: 12785.123,
        power_net: 1.193,
        energy_delivered_total: 246913.578,
        energy_returned_total: 246913.578,
      },
      devices: [
        {
          channel: 1,
          type: 3,
          medium: "gas",
          id: "2222ABCD123456789",
          value: 12785.123,
          unit: "m3",
          timestamp: "2010-12-09T11:25:00+01:00",
          status: "live",
        },
      ],
      powerFailures: [
        { end: "2010-12-08T15:24:15+01:00", duration: 240 },
        { end: "2010-12-08T15:10:04+01:00", duration: 301 },
      ],
      peaks: [],
      message: "0123456789:;<=>?".repeat(5),
    });
  });

  it("leaves objects out and puts the text in, by option", () => {
    const [read] = readAll(DSMR5, { objects: false, raw: true });
    assert.equal(read!.objects, undefined);
    assert.equal(read!.raw, DSMR5.trimEnd());
  });

  describe("with the CRC required", () => {
    const cases: [what: string, text: string, expected: string[]][] = [
      ["takes a valid one", withCrc(V50), ["ok"]],
      ["rejects a wrong one", withCrc(V50).replace("1*kW", "2*kW"), ["crc"]],
      ["rejects a wrong one over bytes that are no ASCII", withCrc(V50).replace("1*kW", "\xb3*kW"), ["crc"]],
      ["rejects a missing one from version 4.0 on", withoutCrc("1-3:0.2.8(40)"), ["no-crc"]],
      ["rejects a missing one of e-MUCS", withoutCrc("0-0:96.1.4(50217)"), ["no-crc"]],
      ["rejects a missing one of version P", withoutCrc("1-3:0.2.8(P)"), ["no-crc"]],
      ["takes a missing one of version 2.2", withoutCrc("1-3:0.2.8(22)"), ["ok"]],
      ["takes a missing one where there is no version line", withoutCrc("0-0:96.14.0(1)"), ["ok"]],
      ["takes a blank version for none", withoutCrc("1-3:0.2.8()"), ["ok"]],
      ["takes a masked version for none", withoutCrc("1-3:0.2.8(XXX)"), ["ok"]],
      ["takes a version in hex for none", withoutCrc("0-0:96.1.4(3530323137)"), ["ok"]],
      ["takes 1-0:0.2.8 for firmware", withoutCrc("1-0:0.2.8(50)"), ["ok"]],
      [
        "rejects a telegram cut at a line end, once its meter has sent a CRC",
        withCrc("0-0:96.14.0(1)") + cutAtLineEnd + withCrc("0-0:96.14.0(1)"),
        ["ok", "cut", "ok"],
      ],
      [
        "rejects one without a CRC, once its meter has sent one",
        withCrc("0-0:96.14.0(1)") + withoutCrc("0-0:96.14.0(1)"),
        ["ok", "no-crc"],
      ],
      [
        "takes one without a CRC from another meter",
        withCrc("0-0:96.14.0(1)") + oldTelegram([POWER], "/OLD5\\METER"),
        ["ok", "ok"],
      ],
      [
        "rejects one cut at a line end, once its meter has sent an end line",
        withoutCrc("0-0:96.14.0(1)") + withoutCrc("0-0:96.14.0(1)").replace(/1-0:1\.7\.0[\s\S]*/, ""),
        ["ok", "cut"],
      ],
      ["takes meters that never send an end line", `/A5\r\n${POWER}\r\n/A5\r\n${POWER}\r\n`, ["ok", "ok"]],
    ];
    for (const [what, text, expected] of cases) it(what, () => assert.deepEqual(outcomes(text), expected));
  });

  it("with the CRC flagged takes all, with the CRC status", () => {
    const statuses = [withCrc(V50), withCrc(V50).replace("1*kW", "2*kW"), withoutCrc(V50)].map(
      (text) => readAll(text, { crc: "flag" })[0]!.crc.status,
    );
    assert.deepEqual(statuses, ["valid", "invalid", "absent"]);
  });

  describe("knows who sent it", () => {
    const cases: [header: string, lines: string[], meter: object][] = [
      [
        "/Ene5\\XS210 ESMR 5.0",
        [V50],
        { header: "Ene5\\XS210 ESMR 5.0", manufacturer: "Ene", model: "XS210 ESMR 5.0", version: "50" },
      ],
      ["/ISk5=2MIE5T-200", [], { header: "ISk5=2MIE5T-200", manufacturer: "ISk", model: "2MIE5T-200" }],
      ["/NWA-WARMTELINK", [], { header: "NWA-WARMTELINK", manufacturer: "NWA", model: "WARMTELINK" }],
      ["/LG_E660", [], { header: "LG_E660" }],
      ["/ISK5\x022M550", [], { header: "ISK5\x022M550", manufacturer: "ISK", model: "2M550" }],
      ["/A", ["0-0:96.1.0(4142)"], { header: "A", id: "AB" }],
      ["/A", ["0-0:42.0.0(4142)"], { header: "A", id: "AB" }],
      ["/A", ["1-0:0.0.0*255(1336001560)"], { header: "A", id: "1336001560" }],
      ["/A", ["0-0:96.1.255*255(1ESY13)"], { header: "A", id: "1ESY13" }],
      ["/A", ["0-0:96.1.4(3231313130)"], { header: "A", version: "21110" }],
    ];
    for (const [header, lines, meter] of cases) {
      it(`${JSON.stringify(header)} ${lines.join(" ")}`, () =>
        assert.deepEqual(readAll(telegram([...lines, POWER], header))[0]!.meter, meter));
    }
  });

  it("may read another telegram while it reports that the meter changed", () => {
    const text = (id: string, power: number) => telegram([`0-0:96.1.1(${id})`, `1-0:1.7.0(${power}*kW)`]);
    const [first, second] = [text("4B38", 1), text("4B39", 2)];
    const [a, b, other] = new TelegramFramer().push(latin1(first + second + text("4B39", 3)));
    const within = new TelegramReader();
    const reader = new TelegramReader({ onMeterChanged: () => within.read(other!, RECEIVED) });
    reader.read(a!, RECEIVED);
    assert.deepEqual(reader.read(b!, RECEIVED).values, { power_delivered: 2 });
  });

  it("reads meters in turns, each with its reader's own options", () => {
    const zones = ["Europe/Amsterdam", "Europe/Vilnius", "+00:00"];
    const readers = zones.flatMap((zone) => [
      new TelegramReader({ zone }),
      new TelegramReader({ zone, clock: "receipt", objects: false, crc: "flag" }),
    ]);
    const frames = new TelegramFramer().push(
      latin1([DSMR5, telegram(["0-0:1.0.0(240701120000)", POWER]), withCrc(V50)].join("")),
    );
    const alone = readers.map((_, index) => {
      const zone = zones[Math.floor(index / 2)]!;
      const options: ReaderOptions =
        index % 2 === 0 ? { zone } : { zone, clock: "receipt", objects: false, crc: "flag" };
      return frames.map((frame) => new TelegramReader(options).read(frame, RECEIVED));
    });
    for (let turn = 0; turn < 3; turn++) {
      const together = frames.map((frame) => readers.map((reader) => reader.read(frame, RECEIVED)));
      assert.deepEqual(
        readers.map((_, index) => together.map((of) => of[index])),
        alone,
      );
    }
  });
});

const HEAT = telegram([
  "0-0:1.0.0(240101120000W)",
  "0-1:24.1.0(004)",
  "0-1:24.2.1(240101110000W)(00100*kWh)",
  "0-2:24.1.0(003)",
  "0-2:24.2.1(240101110000W)(00100.000*m3)",
]);
const REGISTERS = telegram([
  "0-0:1.0.0(240101120000W)",
  "0-1:24.1.0(003)",
  "0-1:24.2.1(240101110000W)(00100.000*m3)",
  "0-1:24.2.3(240101110000W)(00101.000*m3)",
]);
const LONG_LINES = telegram([
  "0-0:1.0.0(240101120000W)",
  `0-1:24.1.0(003)${" ".repeat(2300)}`,
  `0-1:96.1.0(${"34".repeat(1110)})`,
  "0-1:24.2.1(240101110000W)(00100.000*m3)",
]);
const PROBLEMS = telegram([
  "0-0:1.0.0(240101120000W)",
  "0-1:24.1.0(0000000000000000000000000003m3)",
  "0-1:24.2.1(240101110000W)(00100.000*m3)",
]);
const TWICE = telegram(["0-0:1.0.0(240101120000W)", "1-0:31.7.0(1*A)", "1-0:31.7.0(2*A)", "1-0:31.7.0(1*A)(2*A)"]);

describe("A payload is its receiver's own:", () => {
  const meter = (profile: "nl-dsmr5" | "be" | "nl-dsmr22") => new SimulatedMeter({ profile }).next();
  const cases: [what: string, text: string | Buffer][] = [
    ["the specification's example", DSMR5],
    ["a Dutch meter's", meter("nl-dsmr5")],
    ["a Belgian meter's", meter("be")],
    ["an old meter's", meter("nl-dsmr22")],
    ["one with heat in kWh", HEAT],
    ["one with two registers of gas", REGISTERS],
    ["one with long lines", LONG_LINES],
    ["one with a problem in a device's line", PROBLEMS],
    ["one that gives a code again", TWICE],
  ];
  for (const [what, text] of cases) {
    it(`${what} shares nothing with the next, and spoiling it spoils no other`, () => {
      const reader = new TelegramReader();
      const [frame] = new TelegramFramer().push(typeof text === "string" ? latin1(text) : text);
      const before = new Set<object>(objectsIn(frame));
      const expected = JSON.stringify(reader.read(frame!, RECEIVED));
      for (let i = 0; i < 4; i++) {
        const read = reader.read(frame!, RECEIVED);
        assert.equal(JSON.stringify(read), expected);
        const objects = objectsIn(read);
        assert.ok(objects.every((object) => !before.has(object)));
        for (const object of objects) before.add(object);
        spoil(read);
      }
    });
  }
});

describe("parseTelegram", () => {
  it("reads a text, a Buffer and a frame alike", () => {
    const [frame] = new TelegramFramer().push(latin1(DSMR5));
    for (const input of [DSMR5, latin1(DSMR5), frame!, DSMR5.replaceAll("\r", "")]) {
      assert.equal(parseTelegram(input).values.power_delivered, 1.193);
    }
  });

  it("names input that is no telegram", () => {
    const others = [undefined, null, 5, {}, []] as unknown as string[];
    for (const input of ["", "hello", Buffer.alloc(10), ...others]) {
      assert.throws(
        () => parseTelegram(input),
        (error) => error instanceof TelegramError && error.code === "unreadable",
      );
    }
  });
});
