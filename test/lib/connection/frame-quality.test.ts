import assert from "node:assert/strict";
import { type FrameQuality, frameQuality } from "../../../lib/connection/frame-quality";
import type { Crc, Frame } from "../../../lib/framing/frame";

const OBIS = "/TST5\\X\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!";
const frame = (text: string, status: Crc["status"], rest: Partial<Frame> = {}): Frame => ({
  bytes: Buffer.from(text, "latin1"),
  crc: { status },
  ended: true,
  ...rest,
});

const cases: { name: string; frame: Frame; quality: FrameQuality }[] = [
  { name: "a valid CRC", frame: frame(OBIS, "valid"), quality: "good" },
  { name: "no CRC and a whole telegram", frame: frame(OBIS, "absent"), quality: "good" },
  { name: "colons for dots", frame: frame("/X5\r\n1-0:99:97.0()\r\n!", "absent"), quality: "good" },
  { name: "no CRC and no data line", frame: frame("/TST5\\X\r\n\r\n!", "absent"), quality: "none" },
  { name: "a code in mid-line only", frame: frame("/TST5 1-0:1.7.0(1)\r\n!", "absent"), quality: "none" },
  { name: "no end line", frame: frame(OBIS, "absent", { ended: false }), quality: "no-end" },
  { name: "a wrong CRC", frame: frame(OBIS, "invalid"), quality: "damaged" },
  { name: "a wrong CRC and no data line", frame: frame("/ab#!1234", "invalid"), quality: "none" },
  { name: "a cut telegram", frame: frame(OBIS, "absent", { fault: "cut", ended: false }), quality: "none" },
  { name: "one that is too long", frame: frame(OBIS, "absent", { fault: "too-long" }), quality: "none" },
  {
    name: "a cipher frame whose key is wrong",
    frame: frame("\xdb\x08", "absent", { fault: "decrypt" }),
    quality: "damaged",
  },
];

describe("frameQuality", () => {
  for (const { name, frame: given, quality } of cases) {
    it(`takes ${name} for ${quality}`, () => assert.equal(frameQuality(given), quality));
  }
});
