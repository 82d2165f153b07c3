import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { MAX_TELEGRAM } from "../../../lib/framing/bytes";
import { crc16, crc16x25, crcText } from "../../../lib/framing/crc";
import { seeded } from "../../support/mutate";

/** The definition: one bit after the other. */
function bitByBit(polynomial: number, first: number, bytes: Uint8Array): number {
  let crc = first;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  }
  return crc;
}

describe("The checksum of", () => {
  const random = seeded(1);
  const bytes = Buffer.from(Array.from({ length: MAX_TELEGRAM }, () => Math.floor(random() * 256)));
  const lengths = [...Array(40).keys(), 1000, 1001, MAX_TELEGRAM];

  it("any number of bytes is CRC-16/ARC", () => {
    for (const length of lengths) {
      const some = bytes.subarray(0, length);
      assert.equal(crc16(some), bitByBit(0xa001, 0, some), `${length} bytes`);
    }
  });

  it("any number of bytes is CRC-16/X-25 for Holley", () => {
    for (const length of lengths) {
      const some = bytes.subarray(0, length);
      assert.equal(crc16x25(some), bitByBit(0x8408, 0xffff, some) ^ 0xffff, `${length} bytes`);
    }
  });

  it("the digits 1 to 9 is the one in the catalogues of CRCs", () => {
    assert.equal(crcText(crc16(Buffer.from("123456789"))), "BB3D");
    assert.equal(crcText(crc16x25(Buffer.from("123456789"))), "906E");
  });

  it("is printed as four digits", () => {
    assert.deepEqual([0, 0xa, 0x1f0, 0xffff].map(crcText), ["0000", "000A", "01F0", "FFFF"]);
  });
});
