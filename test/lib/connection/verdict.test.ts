import assert from "node:assert/strict";
import { type LineVerdict, lineVerdict } from "../../../lib/connection/verdict";
import type { Crc, Frame } from "../../../lib/framing/frame";

const OBIS = "/TST5\\X\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!";
const frame = (text: string, status: Crc["status"], rest: Partial<Frame> = {}): Frame => ({
  bytes: Buffer.from(text, "latin1"),
  crc: { status },
  ended: true,
  ...rest,
});

const cases: { name: string; frame: Frame; verdict: LineVerdict }[] = [
  { name: "a valid CRC", frame: frame(OBIS, "valid"), verdict: "good" },
  { name: "no CRC and a whole telegram", frame: frame(OBIS, "absent"), verdict: "good" },
  { name: "colons for dots", frame: frame("/X5\r\n1-0:99:97.0()\r\n!", "absent"), verdict: "good" },
  { name: "no CRC and no data line", frame: frame("/TST5\\X\r\n\r\n!", "absent"), verdict: "none" },
  { name: "a code in mid-line only", frame: frame("/TST5 1-0:1.7.0(1)\r\n!", "absent"), verdict: "none" },
  { name: "no end line", frame: frame(OBIS, "absent", { ended: false }), verdict: "open" },
  { name: "a wrong CRC", frame: frame(OBIS, "invalid"), verdict: "damaged" },
  { name: "a wrong CRC and no data line", frame: frame("/ab#!1234", "invalid"), verdict: "none" },
  { name: "a cut telegram", frame: frame(OBIS, "absent", { fault: "cut", ended: false }), verdict: "none" },
  { name: "one that is too long", frame: frame(OBIS, "absent", { fault: "too-long" }), verdict: "none" },
  {
    name: "a cipher frame whose key is wrong",
    frame: frame("\xdb\x08", "absent", { fault: "decrypt" }),
    verdict: "damaged",
  },
];

describe("lineVerdict", () => {
  for (const { name, frame: given, verdict } of cases) {
    it(`takes ${name} for ${verdict}`, () => assert.equal(lineVerdict(given), verdict));
  }
});
