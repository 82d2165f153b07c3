import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { momentOf, type Moment } from "../../../lib/telegram/clock";
import { ClockMinute } from "../../../lib/telegram/clock-minute";
import { stampAt } from "../../../lib/telegram/stamp";
import { MeterZone } from "../../../lib/telegram/zone";
import { latin1 } from "../../support/telegrams";

const zone = new MeterZone("Europe/Amsterdam");
const CODE = "0-0:1.0.0(";

const lineWith = (time: string): Buffer => latin1(`${CODE}${time})\r\n`);

function momentIn(line: Buffer): Moment {
  return momentOf(stampAt(line, CODE.length)!, zone, ([first]) => first!);
}

/** What a clock tells that kept the minute of one time, and is asked for another. */
function told(kept: string, asked: string): { moment: Moment | undefined; text: string | undefined } {
  const minute = new ClockMinute();
  const before = lineWith(kept);
  minute.keep(before, CODE.length, kept, momentIn(before));
  const line = lineWith(asked);
  const moment = minute.tell(line, CODE.length);
  assert.equal(minute.moment, moment);
  return { moment, text: moment && minute.textAt(line, CODE.length) };
}

describe("A clock that kept the minute of 240615120047S", () => {
  const KEPT = "240615120047S";

  for (const asked of [KEPT, "240615120048S", "240615120000S", "240615120059S"]) {
    it(`tells ${asked}`, () => {
      assert.deepEqual(told(KEPT, asked), { moment: momentIn(lineWith(asked)), text: asked });
    });
  }

  for (const [asked, what] of [
    ["340615120047S", "which is of another decade"],
    ["240615120147S", "which is of another minute"],
    ["240615121047S", "which is of another ten minutes"],
    ["240615120047W", "which has another flag"],
    ["240615120060S", "which is none"],
    ["240615120047", "which has no flag"],
  ] as const) {
    it(`does not tell ${asked}, ${what}`, () => {
      assert.deepEqual(told(KEPT, asked), { moment: undefined, text: undefined });
    });
  }
});

describe("A clock", () => {
  it("tells no time without a flag from the one before it: the same digits may be another moment", () => {
    assert.equal(told("241027023000", "241027023001").moment, undefined);
  });

  it("tells nothing before a minute was kept", () => {
    assert.equal(new ClockMinute().tell(lineWith("240615120047S"), CODE.length), undefined);
  });

  it("forgets what it told where it tells nothing", () => {
    const minute = new ClockMinute();
    const line = lineWith("240615120047S");
    minute.keep(line, CODE.length, "240615120047S", momentIn(line));
    minute.tell(line, CODE.length);
    minute.tell(lineWith("240615120147S"), CODE.length);
    assert.equal(minute.moment, undefined);
  });
});
