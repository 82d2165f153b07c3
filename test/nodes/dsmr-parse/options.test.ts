import assert from "node:assert/strict";
import { isZone } from "../../../lib/telegram/time/zone";
import { dsmrParseProblem, readDsmrParse } from "../../../nodes/dsmr-parse/options";
import { problemSentence } from "../../../nodes/shared/texts";
import type { RawOptions } from "../../../nodes/shared/options";

const defaults = {
  framing: "message",
  crc: "require",
  zone: "Europe/Amsterdam",
  clock: "meter",
  topic: "",
  objects: true,
  raw: false,
  guard: true,
  summary: 0,
};

describe("the options of dsmr-parse", () => {
  it("stand at their defaults when missing or empty", () => {
    const empty = Object.fromEntries(Object.keys(defaults).map((name) => [name, ""]));
    assert.deepEqual(readDsmrParse({}), { settings: defaults });
    assert.deepEqual(readDsmrParse(empty), { settings: defaults });
  });

  it("take numbers and truth values as text", () => {
    const { settings, fault } = readDsmrParse({ summary: "15", objects: "false", raw: true, guard: "true" });
    assert.equal(fault, undefined);
    assert.deepEqual(settings, { ...defaults, summary: 15, objects: false, raw: true });
  });

  const wrong: [RawOptions, RegExp][] = [
    [{ framing: "lines" }, /^framing is "lines": it must be one of message, stream/],
    [{ crc: "ignore" }, /^crc is "ignore"/],
    [{ clock: "sun" }, /^clock is "sun"/],
    [{ zone: "Mars/Olympus" }, /^zone is "Mars\/Olympus"/],
    [{ raw: "yes" }, /^raw is "yes"/],
    [{ summary: "often" }, /^summary is "often"/],
    [{ summary: "-1" }, /^summary is -1/],
    [{ zone: "${ZONE}" }, /^zone: the environment variable \$\{ZONE\} is not set/],
  ];
  for (const [raw, sentence] of wrong) {
    it(`say what is wrong with ${JSON.stringify(raw)}`, () =>
      assert.match(problemSentence(readDsmrParse(raw).fault!), sentence));
  }

  for (const zone of ["Europe/Brussels", "UTC", "+01:00", "UTC+1", "GMT-0230", "+14:30", "+99", "Europe", "summer"]) {
    it(`take the zone ${zone} where the reader does`, () => {
      assert.equal(dsmrParseProblem("zone", zone) === undefined, isZone(zone));
    });
  }
});
