import assert from "node:assert/strict";
import type { Crc } from "../../../lib/framing/frame";
import { Rejection } from "../../../lib/telegram/rejection";
import type { TelegramErrorCode } from "../../../lib/telegram/types";
import type { RejectedEvent } from "../../../nodes/dsmr-parse/health";
import { isWorthReporting, Rejections } from "../../../nodes/dsmr-parse/rejections";
import { FakeClock } from "../../lib/connection/support";

const rejection = (code: TelegramErrorCode, message: string, raw: string, crc: Crc = { status: "absent" }): Rejection =>
  new Rejection(code, message, { bytes: Buffer.from(raw, "latin1"), crc });
const crcError = (raw: string): Rejection =>
  rejection("crc", "The CRC does not fit.", raw, { status: "invalid", received: "0F2E", computed: "52B8" });

describe("Rejections", () => {
  let clock: FakeClock;
  let events: { at: number; event: RejectedEvent; topic: string }[];
  let rejections: Rejections;

  beforeEach(() => {
    clock = new FakeClock();
    events = [];
    rejections = new Rejections((event, topic) => events.push({ at: clock.elapsed(), event, topic }), clock);
  });

  it("reports the first at once, with reason, digits and text", () => {
    rejections.add(crcError("/ABC5\r\n!0F2E"), "house");
    assert.deepEqual(events, [
      {
        at: 0,
        topic: "house",
        event: {
          event: "rejected",
          timestamp: "2024-01-01T00:00:00.000Z",
          text: "The CRC does not fit.",
          reason: "crc",
          received: "0F2E",
          computed: "52B8",
          raw: "/ABC5\r\n!0F2E",
          count: 1,
        },
      },
    ]);
  });

  it("reports at most one a second, and loses none of the count", async () => {
    for (let tenth = 0; tenth < 25; tenth++) {
      rejections.add(crcError(String(tenth)), "house");
      await clock.pass(0.1);
    }
    await clock.pass(5);
    assert.deepEqual(
      events.map(({ at, event: { count } }) => ({ at: Math.round(at / 100) / 10, count })),
      [
        { at: 0, count: 1 },
        { at: 1, count: 9 },
        { at: 2, count: 10 },
        { at: 3, count: 5 },
      ],
    );
    assert.equal(events.at(-1)?.event.raw, "24");
  });

  it("leaves out digits that were never there", () => {
    rejections.add(rejection("cut", "cut", "/ABC5"), "house");
    assert.equal("received" in events[0]!.event || "computed" in events[0]!.event, false);
  });

  it("keeps no more text than the longest telegram has", () => {
    rejections.add(crcError("/".padEnd(100_000, "x")), "house");
    assert.equal(events[0]?.event.raw.length, 16_384);
  });

  it("leaves no timer when closed", async () => {
    rejections.add(crcError("a"), "house");
    rejections.add(crcError("b"), "house");
    rejections.close();
    assert.equal(clock.pending, 0);
    await clock.pass(5);
    assert.equal(events.length, 1);
  });
});

describe("what is worth reporting", () => {
  const cases: [string, Rejection, boolean][] = [
    ["a header and an OBIS line", crcError("/ABC5\r\n\r\n1-0:1.7.0(00.1*kW)\r\n!0000"), true],
    ["a colon for a dot in the code", crcError("/ABC5\r\n\r\n1-0:99:97.0()\r\n!0000"), true],
    ["a header alone", crcError("/ABC5\r\n!0000"), false],
    ["a code without a header", crcError("1-0:1.7.0(00.1*kW)\r\n!0000"), false],
    ["an encrypted frame", rejection("decrypt", "wrong key", "\xdb\x08"), true],
  ];
  for (const [what, rejected, expected] of cases) {
    it(`is ${expected ? "" : "not "}${what}`, () => assert.equal(isWorthReporting(rejected), expected));
  }
});
