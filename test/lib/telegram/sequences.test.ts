import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Frame } from "../../../lib/framing/frame";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { TelegramReader } from "../../../lib/telegram/reader";
import { Rejection } from "../../../lib/telegram/rejection";
import { corpusFiles, corpusFrames, corpusIsHere, HOW_TO_GET_CORPUS } from "../../support/corpus";
import { telegrams } from "../../support/generate";
import { mutated, seeded } from "../../support/mutate";
import { RECEIVED } from "../../support/read";
import { spoil } from "../../support/spoil";
import { DSMR5_LINES, latin1, telegram } from "../../support/telegrams";

/** A reader that rejects nothing and holds nothing back because of earlier telegrams. */
const reader = () => new TelegramReader({ crc: "flag", guard: false });

/** Reads frames one after the other, and each with a reader of its own. Messages that were read are spoilt. */
function assertSame(frames: readonly Frame[], lasting = reader()): void {
  for (const frame of frames) {
    const read = lasting.tryRead(frame, RECEIVED);
    const alone = reader().tryRead(frame, RECEIVED);
    assert.equal(JSON.stringify(read, null, 1), JSON.stringify(alone, null, 1), frame.bytes.toString("latin1"));
    if (!(read instanceof Rejection)) spoil(read);
  }
}

function frameOf(text: string | Buffer): Frame {
  const bytes = typeof text === "string" ? latin1(text) : text;
  return { bytes, ended: bytes.includes(0x21), crc: { status: "absent" } };
}

/** Telegrams in a row. Each line has its texts in turn, and keeps its last one. */
function rows(...lines: readonly (readonly string[])[]): Frame[] {
  const most = Math.max(...lines.map((texts) => texts.length));
  return Array.from({ length: most }, (_, index) =>
    frameOf(telegram(lines.map((texts) => texts[Math.min(index, texts.length - 1)]!))),
  );
}

const CLOCK = ["0-0:1.0.0(240101120000W)"];

/** What changes from one telegram to the next: for each line of a telegram, its texts in turn. */
const CHANGES: Record<string, readonly (readonly string[])[]> = {
  "a number with other digits": [CLOCK, ["1-0:1.7.0(01.193*kW)", "1-0:1.7.0(99.999*kW)", "1-0:1.7.0(00.000*kW)"]],
  "a digit that is none": [
    CLOCK,
    ["193", "194", "19:", "19/", "1 4", "19@", "1?4", "195"].map((digits) => `1-0:1.7.0(01.${digits}*kW)`),
  ],
  "a time with digits that are none": [
    CLOCK,
    ["240101115500", "240101115501", "24010111550:", "24010111550/", "24010111 500"].map(
      (time) => `0-1:24.2.1(${time}W)(00001.000*m3)`,
    ),
  ],
  "a text of the same length": [
    CLOCK,
    ["0-0:96.1.1(4B38)", "0-0:96.1.1(4B38)", "0-0:96.1.1(4B39)", "0-0:96.1.2(4B38)"],
  ],
  "a number of another width": [CLOCK, ["1-0:31.7.0(001*A)", "1-0:31.7.0(1*A)", "1-0:31.7.0(1234567890123456789*A)"]],
  "a number with other decimals": [
    CLOCK,
    ["1-0:1.8.1(000123.4*kWh)", "1-0:1.8.1(123.4567*kWh)", "1-0:1.8.1(123.*kWh)"],
  ],
  "a number that gets a sign": [
    CLOCK,
    ["1-0:16.7.0(1.5*kW)", "1-0:16.7.0(-1.5*kW)", "1-0:16.7.0(+1.5*kW)", "1-0:16.7.0(-0*kW)"],
  ],
  "a number too long for one": [CLOCK, ["1-0:1.8.1(1*kWh)", "1-0:1.8.1(1234567890123456789012345*kWh)"]],
  "a number in another unit": [CLOCK, ["1-0:1.7.0(193*W)", "1-0:1.7.0(007*W)", "1-0:1.7.0(7*kW)", "1-0:1.7.0(7*A)"]],
  "a value that is empty": [CLOCK, ["1-0:1.7.0(1*kW)", "1-0:1.7.0()", "1-0:1.7.0(*kW)", "1-0:1.7.0"]],
  "a value that is no number": [CLOCK, ["1-0:1.7.0(1*kW)", "1-0:1.7.0(on*kW)", "1-0:1.7.0(ERROR)", "1-0:1.7.0(1)"]],
  "a count that becomes a text": [CLOCK, ["0-0:96.14.0(0001)", "0-0:96.14.0(TARIFF 1)", "0-0:96.14.0(0002)"]],
  "a power factor in thousandths": [CLOCK, ["1-0:13.7.0(1)", "1-0:13.7.0(998)", "1-0:13.7.0(0.98)", "1-0:13.7.0(1.2)"]],
  "a sag that was not measured, in as many digits": [CLOCK, ["1-0:32.34.0(0210*V)", "1-0:32.34.0(6553*V)"]],
  "a number with a sign that stays": [CLOCK, ["1-0:16.7.0(-1.5*kW)", "1-0:16.7.0(-0.0*kW)", "1-0:16.7.0(-2.5*kW)"]],
  "numbers of one to nine digits, and of none to five decimals": [
    CLOCK,
    ["1-0:1.8.0(12345678.9012*kWh)", "1-0:1.8.0(98765432.1098*kWh)", "1-0:1.8.0(00000000.0001*kWh)"],
    ["1-0:1.8.1(123456789.012*kWh)", "1-0:1.8.1(987654321.098*kWh)"],
    ["1-0:1.8.2(1234.56789*kWh)", "1-0:1.8.2(9876.54321*kWh)"],
    ["1-0:2.8.1(12345.6*kWh)", "1-0:2.8.1(98765.4*kWh)"],
    ["1-0:2.8.2(1234*kWh)", "1-0:2.8.2(9876*kWh)"],
    ["1-0:1.7.0(1.23*kW)", "1-0:1.7.0(9.87*kW)"],
    ["1-0:2.7.0(-12.345*kW)", "1-0:2.7.0(-98.765*kW)"],
  ],
  "a number of many digits, in another unit": [
    CLOCK,
    ["1-0:1.8.1(1234567.8901*kWh)", "1-0:1.8.1(1234567.8902*kWh)"],
    ["1-0:1.7.0(00193*W)", "1-0:1.7.0(00194*W)"],
    ["1-0:2.8.1(123456*MWh)", "1-0:2.8.1(123457*MWh)"],
    ["1-0:31.7.0(65535*mA)", "1-0:31.7.0(65536*mA)"],
  ],
  "a sag that was not measured": [CLOCK, ["1-0:32.34.0(210*V)", "1-0:32.34.0(6553*V)"]],
  "a line without its closing parenthesis": [CLOCK, ["1-0:1.7.0(1*kW)", "1-0:1.7.0(1*kW", "1-0:1.7.0(1*kW)"]],
  "a value on the next line": [
    CLOCK,
    [
      "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00000.000)",
      "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)",
    ],
  ],
  "a text message that is wrapped": [
    CLOCK,
    [
      "0-0:96.13.0(4142\r\n4344)",
      "0-0:96.13.0(4142\r\n4344)",
      "0-0:96.13.0(4142\r\n\r\n(4344)",
      "0-0:96.13.0(4142\r\n1-0:2.7.0(1*kW)",
      "0-0:96.13.0(4142\r\n4344",
    ],
    ["1-0:1.7.0(1*kW)", "1-0:1.7.0(2*kW)"],
  ],
  "two values in one group": [CLOCK, ["1-0:31.7.0(1*A)", "1-0:31.7.0(65.0*A,-65.0*A)", "1-0:31.7.0(1*A)(2*A)"]],
  "a device that gets a reading": [
    CLOCK,
    ["0-1:24.1.0(003)"],
    [
      "0-1:24.2.1(632525252525S)(00000.000*m3)",
      "0-1:24.2.1(240101115500W)(00001.000*m3)",
      "0-1:24.2.1(000101010000W)(5*m3)",
    ],
  ],
  "a reading without a flag": [
    CLOCK,
    ["0-1:24.2.1(240101115500)(00001.000*m3)", "0-1:24.2.1(231029023000)(00001.000*m3)"],
  ],
  "a reading with its time behind it": [
    CLOCK,
    ["1-0:1.6.0(04.329*kW)(230117224500W)", "1-0:1.6.0(04.330*kW)(632525252525W)"],
  ],
  "a reading in another unit": [
    CLOCK,
    ["0-1:24.1.0(003)"],
    ["0-1:24.2.1(240101115000W)(01000*dm3)", "0-1:24.2.1(240101115500W)(01001*dm3)"],
    ["1-0:1.6.0(240101110000W)(04329*W)", "1-0:1.6.0(240101110000W)(04330*W)"],
  ],
  "a reading that stays while other numbers change": [
    ["0-0:1.0.0(240101120000W)", "0-0:1.0.0(240101120001W)", "0-0:1.0.0(240101120002W)", "0-0:1.0.0(240101120003W)"],
    ["0-1:24.1.0(003)"],
    ["0-1:96.1.0(4730)"],
    ["0-1:24.2.1(240101115500W)(00001.000*m3)"],
    ["1-0:1.7.0(01.100*kW)", "1-0:1.7.0(01.200*kW)"],
  ],
  "a reading that stays, of a device without a type": [
    CLOCK,
    ["0-1:96.1.0(4730)"],
    ["0-1:24.2.1(240101115500W)(00001.000*m3)"],
    ["1-0:1.7.0(01.100*kW)", "1-0:1.7.0(01.200*kW)", "1-0:1.7.0(01.300*kW)"],
  ],
  "a reading that stays, of a device without an id": [
    CLOCK,
    ["0-1:24.1.0(003)"],
    ["0-1:24.2.1(240101115500W)(00001.000*m3)"],
    ["1-0:1.7.0(01.100*kW)", "1-0:1.7.0(01.200*kW)", "1-0:1.7.0(01.300*kW)"],
  ],
  "a reading that changes, or its time alone, or its device's type": [
    CLOCK,
    ["0-1:24.1.0(003)", "0-1:24.1.0(003)", "0-1:24.1.0(003)", "0-1:24.1.0(007)"],
    ["0-1:96.1.0(4730)"],
    [
      "0-1:24.2.1(240101115000W)(00001.000*m3)",
      "0-1:24.2.1(240101115500W)(00001.000*m3)",
      "0-1:24.2.1(240101115500W)(00001.001*m3)",
      "0-1:24.2.1(240101115500W)(00001.001*m3)",
    ],
  ],
  "a device that is stale by one clock and not by another": [
    ["0-0:1.0.0(240101120000W)", "0-0:1.0.0(240104120000W)", "0-0:1.0.0(240104120001W)", "0-0:1.0.0(240101120000W)"],
    ["0-1:24.1.0(003)"],
    ["0-1:24.2.1(240101110000W)(00001.000*m3)"],
    ["0-2:24.1.0(003)"],
    ["0-2:24.2.1(240104110000W)(00002.000*m3)"],
  ],
  "a device of several registers that stay": [
    CLOCK,
    ["0-1:24.1.0(004)"],
    ["0-1:24.2.1(240101110000W)(00001.000*GJ)"],
    ["0-1:24.2.2(240101110000W)(00002.000*m3)"],
    ["1-0:1.7.0(01.100*kW)", "1-0:1.7.0(01.200*kW)", "1-0:1.7.0(01.300*kW)"],
  ],
  "a reading without a time": [
    CLOCK,
    ["0-1:24.1.0(003)"],
    ["0-1:24.2.1(00001.000*m3)"],
    ["1-0:1.7.0(01.100*kW)", "1-0:1.7.0(01.200*kW)", "1-0:1.7.0(01.300*kW)"],
  ],
  "a clock that goes on to the next minute, day and year, and back": [
    ["231231235959W", "240101000000W", "240101000059W", "240101000100W", "231231235959W"].map(
      (time) => `0-0:1.0.0(${time})`,
    ),
  ],
  "a maximum of nothing": [CLOCK, ["1-0:1.6.0(230117224500W)(04.329*kW)", "1-0:1.6.0(700101000000W)(00.000*kW)"]],
  "heat in kWh": [
    CLOCK,
    ["0-1:24.1.0(004)"],
    ["0-1:24.2.1(240101110000W)(100*kWh)", "0-1:24.2.1(240101110500W)(101.5*kWh)"],
  ],
  "a clock that is impossible": [["0-0:1.0.0(240101120000W)", "0-0:1.0.0(249901120000W)", "0-0:1.0.0(240229235959S)"]],
  "a clock without a flag": [["0-0:1.0.0(240101120000W)", "0-0:1.0.0(240101120000)", "0-0:1.0.0(230701023000)"]],
  "a clock in October's double hour": [["0-0:1.0.0(231029023000)"], ["0-1:24.2.1(231029020000)(1*m3)"]],
  "an id that is a number": [["123", "123", "124", "123"].map((id) => `1-0:0.0.0(00${id}*kWh)`), CLOCK],
  "an id that is a text": [["123", "123", "124", "123"].map((id) => `1-0:0.0.0(${id})`), CLOCK],
  "another id": [CLOCK, ["0-0:96.1.1(4B38)", "0-0:96.1.1(4B39)", "0-0:96.1.1()", "0-0:96.1.1(K8)"]],
  "a failure log without a flag, before a clock that goes on": [
    ["1-0:99.97.0(1)(0-0:96.7.19)(231029021500)(0000000240*s)"],
    ["1-0:1.7.0(01.193*kW)", "1-0:1.7.0(01.194*kW)"],
    ["0-0:1.0.0(240101120000W)", "0-0:1.0.0(240101120001W)", "0-0:1.0.0(231029023000W)"],
    ["0-1:24.1.0(003)"],
    ["0-1:24.2.1(240101110000W)(00012.123*m3)"],
  ],
  "a failure log that grows": [
    CLOCK,
    [
      "1-0:99.97.0()",
      "1-0:99.97.0(1)(0-0:96.7.19)(230101000000W)(0000000240*s)",
      "1-0:99.97.0(1)(0-0:96.7.19)(231029023000)(0000000240*s)",
    ],
  ],
  "a failure log with an impossible end": [
    CLOCK,
    ["1-0:99.97.0(1)(0-0:96.7.19)(999999000000W)(0000000240*s)"],
    ["1-0:1.7.0(1*kW)", "1-0:1.7.0(2*kW)"],
  ],
  "a line that is gone": [CLOCK, ["1-0:1.7.0(1*kW)", "1-0:2.7.0(1*kW)", "1-0:1.7.0(1*kW)"], ["1-0:32.7.0(230.1*V)"]],
  "a code given twice": [CLOCK, ["1-0:1.7.0(1*kW)", "1-0:2.7.0(1*kW)"], ["1-0:1.7.0(2*kW)"]],
  "a name on two channels": [CLOCK, ["1-1:1.7.0(1*kW)"], ["1-0:1.7.0(2*kW)", "1-0:1.7.0()", "1-2:1.7.0(3*kW)"]],
  "a stray line": [CLOCK, ["1-0:1.7.0(1*kW)", "1-0:1.7.0(1*kW)\r\nhello", "1-0:1.7.0(1*kW)\r\n"]],
  "blanks at odd places": [CLOCK, ["1-0:1.7.0(1*kW)", " 1-0:1.7.0 (1*kW) ", "1-0:1.7.0( 1*kW )", "1-0:1.7.0(1*kW) "]],
  "a text message with marks of its own": [CLOCK, ["0-0:96.13.0()", "0-0:96.13.0(a(b)!c)", "0-0:96.13.0(414243)"]],
  "one meter's header with another's lines": [
    CLOCK,
    ["1-0:1.7.0(1*kW)", "0-1:24.1.0(003)"],
    ["0-0:96.1.1(4B38)", "1-0:2.7.0(0*kW)"],
  ],
};

describe("A telegram reads the same whatever came before it:", () => {
  for (const [change, lines] of Object.entries(CHANGES)) {
    it(change, () => {
      const frames = rows(...lines);
      assertSame([...frames, ...frames, ...frames.toReversed()]);
    });
  }

  it("a text of NULs, and one with another byte among them", () => {
    const nuls = (other?: number) =>
      frameOf(telegram([`0-0:96.1.1(${"\0".repeat(24)})`.replaceAll("\0", (_, at) => (at === other ? "\x80" : "\0"))]));
    for (let other = 11; other < 35; other++) assertSame([nuls(), nuls(), nuls(other), nuls()]);
  });

  it("lines that go on behind the end of the telegram before", () => {
    const shorter = ["1.10", "1.20", "9.87"].map((power) => [CLOCK[0]!, `1-0:1.7.0(${power}*kW)`]);
    const longer = shorter.map((lines) => [...lines, "1-0:2.7.0(0.10*kW)"]);
    assertSame([...shorter, longer[0]!, shorter[0]!, longer[1]!, ...longer].map((lines) => frameOf(telegram(lines))));
  });

  it("two meters in turns, of which one gets a line more", () => {
    const meter = (id: number, ...more: readonly string[]) =>
      frameOf(telegram([`0-0:96.1.1(${id})`, "1-0:1.7.0(1*kW)", ...more]));
    const turns = Array.from({ length: 4 }, () => [meter(1001), meter(1002)]).flat();
    assertSame([...turns, meter(1001), meter(1002, "1-0:2.7.0(2*kW)"), ...turns]);
  });

  it("two meters in turns, of which one has very long lines", () => {
    const long = (power: number) =>
      frameOf(telegram(Array.from({ length: 190 }, (_, i) => `1-0:200.${i}.0(${power}*${"u".repeat(90)})`)));
    const short = (power: number) => frameOf(telegram(["0-0:96.1.1(4B39)", `1-0:1.7.0(${power}*kW)`]));
    assertSame([short(1), long(1), long(2), short(2), short(3), long(3), short(4), long(4)]);
  });

  it("no line end behind its last line", () => {
    const text = telegram(DSMR5_LINES);
    assertSame([text, text.replace("\r\n!", "!"), text].map(frameOf));
  });

  it("a last line that goes on in the next telegram", () => {
    const texts = ["/X\r\n1-0:1.8.1(000001*kWh)!", "/X\r\n1-0:1.8.1(000001*kWh)1-0:2.8.1(000002*kWh)\r\n!"];
    assertSame([texts[0]!, texts[0]!, texts[1]!, texts[0]!].map(frameOf));
  });

  it("line ends of another kind", () => {
    const text = telegram(DSMR5_LINES);
    assertSame([text, text.replaceAll("\r\n", "\n"), text.replaceAll("\r\n", "\r"), text].map(frameOf));
  });

  it("the simulator's meters, in turns", () => {
    const start = Date.UTC(2024, 9, 26, 23);
    const meters = (["nl-dsmr5", "nl-dsmr22", "be"] as const).flatMap((profile) =>
      [1, 2].map((seed) => new SimulatedMeter({ profile, seed, start, faults: ["dst-night", "meter-swap"] })),
    );
    assertSame(Array.from({ length: 20 }, () => meters.map((meter) => frameOf(meter.next()))).flat());
  });

  it("any telegrams that can be written", () => {
    const lasting = reader();
    fc.assert(
      fc.property(telegrams, (written) => {
        const frames = written.map(({ text }) => frameOf(text));
        assertSame(frames, lasting);
      }),
      { seed: 20260103, numRuns: 40 },
    );
  });

  it("telegrams with anything done to them", () => {
    const random = seeded(20260104);
    const meters = (["nl-dsmr5", "nl-dsmr22", "be"] as const).map((profile) => new SimulatedMeter({ profile }));
    const bases = [...meters.map((meter) => meter.next()), latin1(telegram(DSMR5_LINES))];
    assertSame([...bases.map(frameOf), ...Array.from({ length: 1500 }, () => frameOf(mutated(bases, random)))]);
  });

  (corpusIsHere ? it : it.skip)(
    `telegrams of real meters, in turns${corpusIsHere ? "" : `: ${HOW_TO_GET_CORPUS}`}`,
    () => {
      const frames = corpusFiles()
        .flatMap(corpusFrames)
        .filter(({ fault }) => fault === undefined);
      const random = seeded(20260105);
      const bases = frames.map(({ bytes }) => bytes);
      assertSame([...frames, ...frames, ...Array.from({ length: 1500 }, () => frameOf(mutated(bases, random)))]);
    },
  );
});
