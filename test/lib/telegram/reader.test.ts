import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { TelegramFramer } from "../../../lib/framing/framer";
import type { ReaderOptions } from "../../../lib/telegram/options";
import { parseTelegram } from "../../../lib/telegram/parse";
import { Rejection } from "../../../lib/telegram/rejection";
import { TelegramReader } from "../../../lib/telegram/reader";
import { TelegramError } from "../../../lib/telegram/types";
import { RECEIVED, readAll } from "../../support/read";
import { DSMR5, latin1, oldTelegram, telegram } from "../../support/telegrams";

/** What a reader says of each frame of a text: "ok", or the error's code. */
function verdicts(text: string, options: ReaderOptions = {}): string[] {
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
    for (const [what, text, expected] of cases) it(what, () => assert.deepEqual(verdicts(text), expected));
  });

  it("with the CRC flagged takes all, with the verdict", () => {
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

  it("shares nothing between the readings of one frame, whatever is done to them", () => {
    const [frame] = new TelegramFramer().push(latin1(DSMR5));
    const reader = new TelegramReader();
    const expected = structuredClone(reader.read(frame!, RECEIVED));
    for (let i = 0; i < 4; i++) {
      const telegram = reader.read(frame!, RECEIVED);
      assert.deepEqual(telegram, expected);
      spoil(telegram);
    }
  });

  it("lets whoever hears of another meter read another telegram first", () => {
    const text = (id: string, power: number) => telegram([`0-0:96.1.1(${id})`, `1-0:1.7.0(${power}*kW)`]);
    const [first, second] = [text("4B38", 1), text("4B39", 2)];
    const [a, b, other] = new TelegramFramer().push(latin1(first + second + text("4B39", 3)));
    const within = new TelegramReader();
    const reader = new TelegramReader({ onMeterChanged: () => within.read(other!, RECEIVED) });
    // Read twice beforehand, so that both come in a form that is known.
    for (const frame of [a!, a!, b!, b!, other!]) new TelegramReader().read(frame, RECEIVED);
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

/** Changes all that can be changed in a message. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    spoil(inner);
    if (typeof inner !== "object") (value as Record<string, unknown>)[key] = "spoilt";
  }
  Object.assign(value, Array.isArray(value) ? { [value.length]: "more" } : { more: "more" });
}

describe("The guard of telegrams without a CRC", () => {
  const at = (minute: number) => `0-0:1.0.0(2301151200${String(minute).padStart(2, "0")}W)`;
  const energy = (value: number, second = 0, extra: string[] = []) =>
    oldTelegram([at(second), `1-0:1.8.1(${value}*kWh)`, ...extra]);
  const energies = (text: string, options: ReaderOptions = {}) =>
    readAll(text, options).map(({ values }) => values.energy_delivered_tariff1);

  const cases: [what: string, values: number[], expected: (number | undefined)[]][] = [
    ["lets a counter rise", [100, 100.1, 101], [100, 100.1, 101]],
    ["holds back a fall", [100, 90, 100.2], [100, undefined, 100.2]],
    ["holds back a jump beyond what the connection carries in an hour", [100, 400, 100.2], [100, undefined, 100.2]],
    ["lets a rise pass that the connection can carry", [100, 272], [100, 272]],
    [
      "believes a change that lasts, in its third telegram",
      [100, 5, 5.1, 5.2, 5.3],
      [100, undefined, undefined, 5.2, 5.3],
    ],
    ["does not believe three different falls", [100, 5, 3, 1, 100.1], [100, undefined, undefined, undefined, 100.1]],
  ];
  for (const [what, values, expected] of cases) {
    it(what, () => assert.deepEqual(energies(values.map((value, i) => energy(value, i)).join("")), expected));
  }

  it("knows meters apart that have one header and take turns", () => {
    const of = (id: string, value: number, second: number) => energy(value, second, [`0-0:96.1.1(${id})`]);
    const turns = [0, 1, 2, 3].flatMap((second) => [of("3031", 100 + second, second), of("3032", 5 + second, second)]);
    assert.deepEqual(energies(turns.join("")), [100, 5, 101, 6, 102, 7, 103, 8]);
  });

  it("allows for the time between two telegrams", () => {
    const later = oldTelegram(["0-0:1.0.0(230116120000W)", "1-0:1.8.1(4000*kWh)"]);
    assert.deepEqual(energies(energy(100) + later), [100, 4000]);
  });

  it("takes the threshold for the limit", () => {
    const limit = ["0-0:17.0.0(017.2*kW)"];
    assert.deepEqual(energies(energy(100, 0, limit) + energy(118, 1, limit)), [100, undefined]);
    assert.deepEqual(
      energies(energy(100, 0, ["0-0:17.0.0(999.9*kW)"]) + energy(118, 1, ["0-0:17.0.0(999.9*kW)"])),
      [100, 118],
    );
  });

  const powers: [what: string, values: number[], expected: (number | undefined)[]][] = [
    ["holds back a power beyond the connection", [1, 888, 1], [1, undefined, 1]],
    [
      "believes a power beyond the connection that lasts, and from then on up to twice as much",
      [200, 210, 220, 430, 1, 190, 450, 1, 450, 430],
      [undefined, undefined, 220, 430, 1, 190, undefined, 1, undefined, 430],
    ],
    [
      "believes one beyond that only where it lasts, too",
      [200, 210, 220, 500, 510, 520, 1000, 1050],
      [undefined, undefined, 220, undefined, undefined, 520, 1000, undefined],
    ],
    ["does not believe powers beyond the connection that grow", [200, 500, 2000, 9000], Array(4).fill(undefined)],
    [
      "believes a returned power that lasts",
      [-200, -210, -220, -430, -450],
      [undefined, undefined, -220, -430, undefined],
    ],
    [
      "does not believe powers beyond the connection that come one by one",
      [888, 1, 888, 1, 888],
      [undefined, 1, undefined, 1, undefined],
    ],
  ];
  for (const [what, values, expected] of powers) {
    it(what, () => {
      const text = values.map((value, i) => oldTelegram([at(i), `1-0:16.7.0(${value}*kW)`])).join("");
      const read = readAll(text).map((telegram) => telegram.values.power_balance);
      assert.deepEqual(read, expected);
    });
  }

  it("does not believe a power because the threshold fell below the one before it", () => {
    const of = (second: number, threshold: string, value: number) =>
      oldTelegram([at(second), `0-0:17.0.0(${threshold}*A)`, `1-0:1.7.0(${value}*kW)`]);
    const text = of(0, "080", 50) + of(1, "010", 99) + of(2, "080", 50);
    assert.deepEqual(
      readAll(text).map(({ values }) => values.power_delivered),
      [50, undefined, 50],
    );
  });

  it("holds back a power beyond the connection, with the reason", () => {
    const [read] = readAll(oldTelegram(["1-0:1.7.0(888.88*kW)", "1-0:2.7.0(0*kW)"]));
    assert.deepEqual(read!.values, { power_returned: 0 });
    assert.equal(read!.objects!["1-0:1.7.0"]!.value, undefined);
    assert.deepEqual(read!.problems, [
      {
        obis: "1-0:1.7.0",
        problem: "power_delivered is held back: 888.88 is more than the 172.5 kW that the connection can carry.",
        raw: "1-0:1.7.0(888.88*kW)",
      },
    ]);
  });

  it("holds back gas that falls", () => {
    const gas = (value: string) =>
      oldTelegram(["0-1:24.1.0(3)", "0-1:96.1.0(G)", `0-1:24.2.1(230115110000W)(${value}*m3)`]);
    const [, second] = readAll(gas("100.0") + gas("90.0"));
    assert.deepEqual([second!.values, second!.devices[0]!.value], [{}, undefined]);
  });

  it("makes no total of what it held back", () => {
    const both = (a: number, b: number) => oldTelegram([`1-0:1.8.1(${a}*kWh)`, `1-0:1.8.2(${b}*kWh)`]);
    const [, second] = readAll(both(100, 100) + both(100.1, 5));
    assert.deepEqual(second!.values, { energy_delivered_tariff1: 100.1 });
  });

  it("leaves telegrams with a CRC alone, and all where it is off", () => {
    const sealed = (value: number) => telegram([`1-0:1.8.1(${value}*kWh)`]);
    assert.deepEqual(energies(sealed(100) + sealed(5)), [100, 5]);
    assert.deepEqual(energies(energy(100) + energy(5), { guard: false }), [100, 5]);
  });
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
