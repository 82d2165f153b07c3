import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { before, describe, it } from "mocha";
import type { Frame } from "../../../lib/framing/frame";
import { TelegramReader } from "../../../lib/telegram/reader";
import { DSMR5, latin1, oldTelegram } from "../../support/telegrams";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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

describe("A meter's time", () => {
  let changing: { zone: string; change: Change }[];
  before(() => (changing = changes())).timeout(30_000);

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
  }).timeout(30_000);

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
  }).timeout(30_000);

  it("is the right moment in every zone in January and July", () => {
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      const wall = wallClock(zone);
      const reader = new TelegramReader({ zone });
      for (const instant of [Date.UTC(2026, 0, 15, 11, 30), Date.UTC(2026, 6, 15, 11, 30)]) {
        assert.equal(Date.parse(reader.read(frameAt(wall(instant)), 0).timestamp), instant, zone);
      }
    }
  }).timeout(30_000);

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

  it("does not depend on the host's zone", async () => {
    const script = `
      const { TelegramFramer } = require("./lib/framing/framer");
      const { TelegramReader } = require("./lib/telegram/reader");
      const framer = new TelegramFramer();
      const frames = framer.push(Buffer.from(process.argv[1], "latin1"));
      const reader = new TelegramReader();
      const telegrams = frames.map((frame) => reader.read(frame, Date.UTC(2024, 0, 1)));
      console.log(JSON.stringify([new Date(0).getTimezoneOffset(), telegrams]));
    `;
    const october = ["01", "02", "02", "03"].map((hour) =>
      oldTelegram([`0-0:1.0.0(241027${hour}3000)`, "0-1:24.1.0(003)", `0-1:24.2.1(241027${hour}0000)(1.0*m3)`]),
    );
    const input = DSMR5 + october.join("") + oldTelegram(["1-0:1.7.0(1.0*kW)"]);
    const outputs = await Promise.all(
      ["UTC", "America/St_Johns", "Pacific/Apia", "Europe/Amsterdam"].map(async (host) => {
        const { stdout } = await promisify(execFile)(
          process.execPath,
          ["--import=tsx", "--input-type=commonjs", "-e", script, input],
          { cwd: join(__dirname, "..", "..", ".."), env: { ...process.env, TZ: host } },
        );
        return JSON.parse(stdout) as [offset: number, telegrams: { timestamp: string }[]];
      }),
    );
    assert.equal(new Set(outputs.map(([offset]) => offset)).size, outputs.length);
    for (const [, telegrams] of outputs) assert.deepEqual(telegrams, outputs[0]![1]);
    assert.deepEqual(
      outputs[0]![1].map(({ timestamp }) => timestamp),
      [
        "2010-12-09T11:30:20+01:00",
        "2024-10-27T01:30:00+02:00",
        "2024-10-27T02:30:00+02:00",
        "2024-10-27T02:30:00+02:00",
        "2024-10-27T03:30:00+01:00",
        "2024-01-01T01:00:00+01:00",
      ],
    );
  }).timeout(30_000);
});
