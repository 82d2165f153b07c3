import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readAll, readLines, RECEIVED } from "../../support/read";
import { oldTelegram, telegram } from "../../support/telegrams";

const POWER = "1-0:1.7.0(1*kW)";

describe("The telegram's time", () => {
  describe("is read", () => {
    const cases: [what: string, line: string, zone: string, iso: string][] = [
      ["in winter", "0-0:1.0.0(101209113020W)", "Europe/Amsterdam", "2010-12-09T11:30:20+01:00"],
      ["in summer", "0-0:1.0.0(230701120000S)", "Europe/Amsterdam", "2023-07-01T12:00:00+02:00"],
      ["with a lower-case flag", "0-0:1.0.0(230701120000s)", "Europe/Amsterdam", "2023-07-01T12:00:00+02:00"],
      [
        "with W all year, as Sweden sends it",
        "0-0:1.0.0(230701120000W)",
        "Europe/Stockholm",
        "2023-07-01T12:00:00+01:00",
      ],
      ["east of there", "0-0:1.0.0(230701120000S)", "Europe/Vilnius", "2023-07-01T12:00:00+03:00"],
      ["west of UTC", "0-0:1.0.0(230701120000S)", "America/New_York", "2023-07-01T12:00:00-04:00"],
      ["south of the equator", "0-0:1.0.0(230101120000S)", "Australia/Sydney", "2023-01-01T12:00:00+11:00"],
      ["in a zone of half hours", "0-0:1.0.0(230101120000W)", "Asia/Kolkata", "2023-01-01T12:00:00+05:30"],
      ["at a fixed offset", "0-0:1.0.0(230701120000W)", "+01:00", "2023-07-01T12:00:00+01:00"],
      ["in summer at a fixed offset", "0-0:1.0.0(230701120000S)", "+01:00", "2023-07-01T12:00:00+02:00"],
      ["in UTC", "0-0:1.0.0(230701120000W)", "UTC", "2023-07-01T12:00:00+00:00"],
      [
        "of a year with its own summer time",
        "0-0:1.0.0(150701120000S)",
        "Europe/Istanbul",
        "2015-07-01T12:00:00+03:00",
      ],
      ["of a year without", "0-0:1.0.0(200101120000W)", "Europe/Istanbul", "2020-01-01T12:00:00+03:00"],
      ["of the one before again", "0-0:1.0.0(150101120000W)", "Europe/Istanbul", "2015-01-01T12:00:00+02:00"],
      ["without a flag in winter", "0-0:1.0.0(230101120000)", "Europe/Amsterdam", "2023-01-01T12:00:00+01:00"],
      ["without a flag in summer", "0-0:1.0.0(230701120000)", "Europe/Amsterdam", "2023-07-01T12:00:00+02:00"],
      ["without a flag in March's gap", "0-0:1.0.0(230326023000)", "Europe/Amsterdam", "2023-03-26T02:30:00+01:00"],
      ["from 0-0:1.1.0", "0-0:1.1.0(230101120000W)", "Europe/Amsterdam", "2023-01-01T12:00:00+01:00"],
      ["with dashes and colons", "0-0:1.0.0(20240111 09:35:00)", "Europe/Amsterdam", "2024-01-11T09:35:00+01:00"],
      ["from COSEM octets", "0-0:1.0.0(07E8010B0409230000FFC400)", "Europe/Amsterdam", "2024-01-11T09:35:00+01:00"],
      [
        "from COSEM octets in summer, whatever the deviation's sign",
        "0-0:1.0.0(07E8070B0409230000007880)",
        "Europe/Amsterdam",
        "2024-07-11T09:35:00+02:00",
      ],
      [
        "on 2000-01-01, from a clock never set",
        "0-0:1.0.0(000101010000W)",
        "Europe/Amsterdam",
        "2000-01-01T01:00:00+01:00",
      ],
      ["on the leap day", "0-0:1.0.0(240229120000W)", "Europe/Amsterdam", "2024-02-29T12:00:00+01:00"],
    ];
    for (const [what, line, zone, iso] of cases) {
      it(what, () => {
        const { timestamp, clock, problems } = readLines([line, POWER], { zone });
        assert.deepEqual({ timestamp, clock, problems }, { timestamp: iso, clock: "meter", problems: undefined });
      });
    }
  });

  it("is read from the next clock where the first cannot be", () => {
    const { timestamp, clock } = readLines(["0-0:1.0.0(229901000000W)", "0-0:1.1.0(230101120000W)", POWER]);
    assert.deepEqual([timestamp, clock], ["2023-01-01T12:00:00+01:00", "meter"]);
  });

  it("is read from a date and a time of day", () => {
    const { timestamp } = readLines(["1-0:0.9.2(240111)", "1-0:0.9.1(093500)", POWER]);
    assert.equal(timestamp, "2024-01-11T09:35:00+01:00");
  });

  it("is the time of receipt, where the clock's line broke off", () => {
    const { timestamp, clock } = readLines(["0-0:1.0.0(230701120000", POWER]);
    assert.deepEqual({ timestamp, clock }, { timestamp: "2026-01-15T13:00:00+01:00", clock: "receipt" });
  });

  it("is that of the preferred of two clocks, and each keeps its own", () => {
    const { timestamp, objects } = readLines(["0-0:1.1.0(230101110000W)", "0-0:1.0.0(230101120000W)", POWER]);
    assert.equal(timestamp, "2023-01-01T12:00:00+01:00");
    assert.equal(objects!["0-0:1.1.0"]!.timestamp, "2023-01-01T11:00:00+01:00");
  });

  describe("is the time of receipt, said so,", () => {
    const received = { timestamp: "2026-01-15T13:00:00+01:00", clock: "receipt" };
    for (const text of [
      "632525252525W",
      "230229120000W",
      "230101240000W",
      "700101010000W",
      "123412341234W",
      "35255255255255255S",
      "250000000000W",
      "text",
      "",
    ]) {
      it(`where the clock says "${text}"`, () => {
        const { timestamp, clock, problems } = readLines([`0-0:1.0.0(${text})`, POWER]);
        assert.deepEqual({ timestamp, clock }, received);
        assert.deepEqual(
          problems?.map(({ problem }) => problem),
          text === "" ? undefined : [`The time "${text}" is impossible.`],
        );
      });
    }
    it("where there is no clock line", () => {
      const { timestamp, clock, problems } = readLines([POWER]);
      assert.deepEqual({ timestamp, clock, problems }, { ...received, problems: undefined });
    });
    it("where the option says so", () => {
      const { timestamp, clock, objects } = readLines(["0-0:1.0.0(101209113020W)", POWER], { clock: "receipt" });
      assert.deepEqual({ timestamp, clock }, received);
      assert.equal(objects!["0-0:1.0.0"]!.timestamp, "2010-12-09T11:30:20+01:00");
    });
  });

  it("is one of the two October hours by S or W", () => {
    const times = ["231029025959S", "231029020000W"].map((text) => readLines([`0-0:1.0.0(${text})`, POWER]).timestamp);
    assert.deepEqual(times, ["2023-10-29T02:59:59+02:00", "2023-10-29T02:00:00+01:00"]);
  });

  it("without a flag takes the two October hours in order of arrival", () => {
    const text = ["015950", "020000", "025950", "020000", "025950", "030000"]
      .map((time) => telegram([`0-0:1.0.0(231029${time})`, POWER]))
      .join("");
    assert.deepEqual(
      readAll(text).map(({ timestamp }) => timestamp.slice(11)),
      ["01:59:50+02:00", "02:00:00+02:00", "02:59:50+02:00", "02:00:00+01:00", "02:59:50+01:00", "03:00:00+01:00"],
    );
  });

  it("of two meters on one line is ordered for each", () => {
    const at = (header: string, time: string) => telegram([`0-0:1.0.0(231029${time})`, POWER], header);
    const text = at("/AAA5", "025950") + at("/BBB5", "020000") + at("/AAA5", "020000") + at("/BBB5", "020010");
    assert.deepEqual(
      readAll(text).map(({ timestamp }) => timestamp.slice(11)),
      ["02:59:50+02:00", "02:00:00+02:00", "02:00:00+01:00", "02:00:10+02:00"],
    );
  });

  it("dates a gas reading without a flag not later than its telegram, in both October hours", () => {
    const gas = [
      "0-1:24.1.0(3)",
      "0-1:96.1.0(G1)",
      "0-1:24.3.0(231029020000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.000)",
    ];
    const at = (iso: string) => readAll(oldTelegram(gas), {}, Date.parse(iso))[0]!.devices[0]!.timestamp;
    assert.equal(at("2023-10-29T00:05:00Z"), "2023-10-29T02:00:00+02:00");
    assert.equal(at("2023-10-29T01:05:00Z"), "2023-10-29T02:00:00+01:00");
  });

  it("of receipt has the zone's offset of that day", () => {
    assert.equal(
      readLines([POWER], { zone: "Europe/Vilnius" }, Date.UTC(2026, 6, 1)).timestamp,
      "2026-07-01T03:00:00+03:00",
    );
    assert.equal(new Date(RECEIVED).toISOString(), "2026-01-15T12:00:00.000Z");
  });
});
