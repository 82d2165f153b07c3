import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Frame } from "../../../lib/framing/frame";
import { TelegramReader } from "../../../lib/telegram/reader";
import { isZone, MeterZone } from "../../../lib/telegram/time/zone";
import { readAll } from "../../support/read";
import { DSMR5, latin1, oldTelegram } from "../../support/telegrams";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Nights (UTC) in which clocks are changed somewhere: Europe, North America, Australia, New Zealand, Morocco, Egypt, Chile. */
const NIGHTS = [
  "2024-03-31",
  "2024-10-27",
  "2024-03-10",
  "2024-11-03",
  "2024-04-07",
  "2024-10-06",
  "2024-09-29",
  "2024-04-14",
  "2024-04-26",
  "2024-09-08",
  "2030-03-31",
  "2030-10-27",
];

/** The wall clock's "YYMMDDhhmmss", by the runtime's own zone data. */
function wallClock(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "2-digit",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (instant) => format.format(instant).replaceAll(/\D/g, "");
}

/** The offset in force, in minutes east of UTC. */
function offsetOf(wall: string, instant: number): number {
  const [year, ...rest] = wall.match(/../g)!.map(Number) as [number, number, number, number, number, number];
  const [month, ...time] = rest;
  return (Date.UTC(2000 + year, month - 1, ...time) - instant) / MINUTE;
}

function frameAt(stamp: string): Frame {
  return {
    bytes: latin1(oldTelegram([`0-0:1.0.0(${stamp})`, "1-0:1.7.0(00.1*kW)"])),
    crc: { status: "absent" },
    ended: true,
  };
}

/** A change of clocks: the first instant after it, and the offsets on both sides. */
interface Change {
  instant: number;
  before: number;
  after: number;
}

/** The change in the night, if there is one in the zone. */
function changeIn(night: string, wall: (instant: number) => string): Change | undefined {
  const midnight = Date.parse(`${night}T00:00:00Z`);
  const offsetAt = (instant: number) => offsetOf(wall(instant), instant);
  let [early, late] = [midnight - 18 * HOUR, midnight + 24 * HOUR];
  const [before, after] = [offsetAt(early), offsetAt(late)];
  if (before === after) return undefined;
  while (late - early > MINUTE) {
    const middle = early + Math.floor((late - early) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle) === before) early = middle;
    else late = middle;
  }
  return { instant: late, before, after };
}

/** The changes of all zones, of zones that change alike one. */
function changes(): { zone: string; change: Change }[] {
  const found = new Map<string, { zone: string; change: Change }>();
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const wall = wallClock(zone);
    for (const night of NIGHTS) {
      const change = changeIn(night, wall);
      if (change) found.set(`${change.instant} ${change.before} ${change.after}`, { zone, change });
    }
  }
  return [...found.values()];
}

/** Every ten minutes from two hours and a half before the change to as long after it. */
function around({ instant }: Change): number[] {
  return Array.from({ length: 31 }, (_, i) => instant + (i - 15) * 10 * MINUTE);
}

/** Zones of every kind: with summer time in either half of the year, of half an hour, by Ramadan, given up, and without. */
const ZONES = [
  "Europe/Amsterdam",
  "Europe/Vilnius",
  "Europe/Lisbon",
  "Europe/Dublin",
  "Europe/Istanbul",
  "Africa/Casablanca",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
];

/** Instants in two years, and around each of their changes of clocks. */
function instantsIn(zone: string): number[] {
  const years = [2016, 2024].flatMap((year) =>
    Array.from({ length: 1500 }, (_, i) => Date.UTC(year, 0, 1) + i * (5 * HOUR + 51 * MINUTE)),
  );
  const wall = wallClock(zone);
  const near = NIGHTS.map((night) => changeIn(night, wall)).filter((change) => change !== undefined);
  return [...years, ...near.flatMap(around), ...near.flatMap(({ instant }) => [instant - 1000, instant])];
}

describe("A zone", () => {
  for (const name of ZONES) {
    it(`${name} has the offsets of the runtime's zone data, whatever was asked before`, () => {
      const zone = new MeterZone(name);
      const wall = wallClock(name);
      const instants = instantsIn(name);
      for (const instant of [...instants, ...instants.toReversed()]) {
        const expected = offsetOf(wall(instant), instant);
        assert.equal(zone.offsetAt(instant), expected, new Date(instant).toISOString());
        const iso = zone.isoText(instant, expected);
        assert.equal(Date.parse(iso), instant, iso);
        assert.equal(iso.slice(2, 19).replaceAll(/\D/g, ""), wall(instant), iso);
      }
    });

    it(`${name} finds every instant by its wall clock's time`, () => {
      const zone = new MeterZone(name);
      const wall = wallClock(name);
      for (const instant of instantsIn(name)) {
        const found = zone.instantsOf(instant + offsetOf(wall(instant), instant) * MINUTE);
        assert.ok(found.includes(instant), new Date(instant).toISOString());
        assert.deepEqual(found.map(wall), Array<string>(found.length).fill(wall(instant)));
        assert.deepEqual(
          found,
          found.toSorted((a, b) => a - b),
        );
      }
    });
  }

  const walls: [what: string, zone: string, wall: string, instants: string[]][] = [
    ["a time that there is once", "Europe/Amsterdam", "2024-07-01T12:00:00", ["2024-07-01T10:00:00"]],
    [
      "a time in October's double hour",
      "Europe/Amsterdam",
      "2024-10-27T02:30:00",
      ["2024-10-27T00:30:00", "2024-10-27T01:30:00"],
    ],
    [
      "the first second of that hour",
      "Europe/Amsterdam",
      "2024-10-27T02:00:00",
      ["2024-10-27T00:00:00", "2024-10-27T01:00:00"],
    ],
    ["the second before that hour", "Europe/Amsterdam", "2024-10-27T01:59:59", ["2024-10-26T23:59:59"]],
    ["the second behind that hour", "Europe/Amsterdam", "2024-10-27T03:00:00", ["2024-10-27T02:00:00"]],
    [
      "a time in March's gap, by the offset before it",
      "Europe/Amsterdam",
      "2024-03-31T02:30:00",
      ["2024-03-31T01:30:00"],
    ],
    [
      "a time in a double half hour",
      "Australia/Lord_Howe",
      "2024-04-07T01:45:00",
      ["2024-04-06T14:45:00", "2024-04-06T15:15:00"],
    ],
    ["a time at a fixed offset", "-03:30", "2024-10-27T02:30:00", ["2024-10-27T06:00:00"]],
  ];
  for (const [what, zone, wall, instants] of walls) {
    it(`gives the instants of ${what}`, () => {
      const found = new MeterZone(zone).instantsOf(Date.parse(`${wall}Z`));
      assert.deepEqual(
        found.map((instant) => new Date(instant).toISOString().slice(0, 19)),
        instants,
      );
    });
  }

  const flags: [zone: string, year: number, standard: number, summer: number][] = [
    ["Europe/Amsterdam", 2024, 60, 120],
    ["Europe/Dublin", 2024, 0, 60],
    ["Australia/Sydney", 2024, 600, 660],
    ["Australia/Lord_Howe", 2024, 630, 660],
    ["Asia/Kolkata", 2024, 330, 390],
    ["Europe/Istanbul", 2015, 120, 180],
    ["Europe/Istanbul", 2020, 180, 240],
    ["+01:00", 2024, 60, 120],
    ["UTC", 2024, 0, 60],
  ];
  for (const [zone, year, standard, summer] of flags) {
    it(`${zone} has ${standard} minutes for W and ${summer} for S in ${year}`, () => {
      for (const month of [0, 5, 11]) {
        assert.deepEqual(new MeterZone(zone).offsetsAt(Date.UTC(year, month, 15)), { standard, summer });
      }
    });
  }

  it("answers for more days than it keeps", () => {
    const zone = new MeterZone("Europe/Amsterdam");
    const wall = wallClock("Europe/Amsterdam");
    for (let day = 0; day < 2500; day++) {
      const instant = Date.UTC(2020, 0, 1, 12) + day * DAY;
      assert.equal(zone.isoText(instant, zone.offsetAt(instant)).slice(2, 19).replaceAll(/\D/g, ""), wall(instant));
    }
  });

  const names: [name: string, offset: number | undefined][] = [
    ["Europe/Amsterdam", 60],
    [" Europe/Amsterdam ", 60],
    ["UTC", 0],
    ["z", 0],
    ["GMT", 0],
    ["+01:00", 60],
    ["+1", 60],
    ["-0330", -210],
    ["UTC+2", 120],
    ["gmt-10:30", -630],
    ["+14:00", 840],
    ["+14:01", undefined],
    ["+01:60", undefined],
    ["+100:00", undefined],
    ["01:00", undefined],
    ["Europe/Atlantis", undefined],
    ["", undefined],
  ];
  for (const [name, offset] of names) {
    it(`"${name}" is ${offset === undefined ? "not known" : `${offset} minutes east of UTC in January`}`, () => {
      assert.equal(isZone(name), offset !== undefined);
      if (offset !== undefined) {
        assert.equal(new MeterZone(name).offsetAt(Date.UTC(2024, 0, 1)), offset);
        return;
      }
      const expected = { name: "RangeError", message: /^The time zone ".*" is not known\. Use / };
      assert.throws(() => new MeterZone(name), expected);
      assert.throws(() => new TelegramReader({ zone: name }), expected);
    });
  }
});

describe("A meter's time", () => {
  let changing: { zone: string; change: Change }[];
  before(() => (changing = changes()));

  it("without a flag is the right moment in any night in which clocks are changed anywhere", () => {
    const wrong: string[] = [];
    for (const { zone, change } of changing) {
      const wall = wallClock(zone);
      const reader = new TelegramReader({ zone });
      for (const instant of around(change)) {
        const { timestamp } = reader.read(frameAt(wall(instant)), 0);
        if (Date.parse(timestamp) !== instant) wrong.push(`${zone}: ${wall(instant)} is ${timestamp}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(changing.length > 60, `${changing.length} changes`);
  });

  it("with the flag S or W is the right moment in any such night", () => {
    const wrong: string[] = [];
    for (const { zone, change } of changing) {
      const wall = wallClock(zone);
      const [january, july] = ["01", "07"].map((month) => {
        const instant = Date.parse(`${new Date(change.instant).getUTCFullYear()}-${month}-01T00:00:00Z`);
        return offsetOf(wall(instant), instant);
      });
      // Morocco leaves its standard time for Ramadan, Kazakhstan left it for good: there are no seasons to flag.
      if (january === july) continue;
      const reader = new TelegramReader({ zone });
      for (const instant of around(change)) {
        const text = wall(instant);
        const stamp = `${text}${offsetOf(text, instant) === Math.max(january!, july!) ? "S" : "W"}`;
        const { timestamp } = reader.read(frameAt(stamp), 0);
        if (Date.parse(timestamp) !== instant) wrong.push(`${zone}: ${stamp} is ${timestamp}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("is the right moment in every zone in January and July", () => {
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      const wall = wallClock(zone);
      const reader = new TelegramReader({ zone });
      for (const instant of [Date.UTC(2026, 0, 15, 11, 30), Date.UTC(2026, 6, 15, 11, 30)]) {
        assert.equal(Date.parse(reader.read(frameAt(wall(instant)), 0).timestamp), instant, zone);
      }
    }
  });

  it("is the right moment at any fixed offset", () => {
    for (let offset = -14 * 60; offset <= 14 * 60; offset += 15) {
      const size = Math.abs(offset);
      const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
      const zone = `${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
      const { timestamp } = new TelegramReader({ zone }).read(frameAt("240331023000"), 0);
      assert.equal(timestamp, `2024-03-31T02:30:00${zone}`);
      const winter = new TelegramReader({ zone }).read(frameAt("240731023000W"), 0);
      assert.equal(winter.timestamp, `2024-07-31T02:30:00${zone}`);
    }
  });
});

describe("What is read", () => {
  const october = ["01", "02", "02", "03"].map((hour) =>
    oldTelegram([`0-0:1.0.0(241027${hour}3000)`, "0-1:24.1.0(003)", `0-1:24.2.1(241027${hour}0000)(1.0*m3)`]),
  );
  const text = DSMR5 + october.join("") + oldTelegram(["1-0:1.7.0(1.0*kW)"]);
  const read = () => readAll(text, {}, Date.UTC(2024, 0, 1));
  const own = process.env.TZ;
  const setHost = (zone: string | undefined) => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  };

  after(() => setHost(own));

  const offsets: [host: string, minutesWestOfUtc: number][] = [
    ["UTC", 0],
    ["America/St_Johns", 210],
    ["Pacific/Apia", -780],
    ["Europe/Amsterdam", -60],
  ];
  for (const [host, offset] of offsets) {
    it(`is the same on a host in ${host}`, () => {
      setHost(host);
      assert.equal(new Date(Date.UTC(2024, 0, 1)).getTimezoneOffset(), offset);
      const here = read();
      assert.deepEqual(
        here.map(({ timestamp }) => timestamp),
        [
          "2010-12-09T11:30:20+01:00",
          "2024-10-27T01:30:00+02:00",
          "2024-10-27T02:30:00+02:00",
          "2024-10-27T02:30:00+02:00",
          "2024-10-27T03:30:00+01:00",
          "2024-01-01T01:00:00+01:00",
        ],
      );
      setHost("Asia/Kolkata");
      assert.deepEqual(here, read());
    });
  }
});
