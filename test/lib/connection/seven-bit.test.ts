import assert from "node:assert/strict";
import { SevenBit } from "../../../lib/connection/seven-bit";
import { garbage, oldTelegram, telegram, withParity } from "./support";

/** All that comes out when `bytes` go in by chunks of `size`. */
function through(bytes: Buffer, size: number, line = new SevenBit()): Buffer {
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) out.push(line.clear(bytes.subarray(at, at + size)));
  return Buffer.concat(out);
}

const CHUNKS = [1, 2, 7, 31, 32, 33, 100_000];

describe("SevenBit", () => {
  for (const size of CHUNKS) {
    it(`takes parity out of 7E1 data read as 8 bits, from the first byte, in chunks of ${size}`, () => {
      const sent = Buffer.concat([oldTelegram(), telegram()]);
      assert.deepEqual(through(withParity(sent), size), sent);
    });

    it(`leaves 8-bit telegrams as they are, in chunks of ${size}`, () => {
      const sent = Buffer.concat([telegram(1), telegram(2), telegram(3)]);
      assert.deepEqual(through(sent, size), sent);
    });

    it(`leaves bytes above 127 inside telegrams as they are, in chunks of ${size}`, () => {
      const sent = Buffer.concat([
        telegram(),
        Buffer.alloc(200, 0xff),
        Buffer.from("(1.0*m\xb3)\r\n", "latin1"),
        telegram(),
      ]);
      assert.deepEqual(through(sent, size), sent);
    });
  }

  it("leaves noise as it is", () => {
    const noise = garbage(5000);
    const line = new SevenBit();
    const out = through(noise, 64, line);
    assert.deepEqual(out, noise.subarray(0, out.length));
    assert.ok(noise.length - out.length < 64);
    assert.equal(line.masking, false);
  });

  it("goes on through a few wrong parities", () => {
    const bytes = withParity(Buffer.concat([telegram(), telegram()]));
    bytes[100]! ^= 0x80;
    assert.deepEqual(through(bytes, 10), Buffer.concat([telegram(), telegram()]));
  });

  it("stops when the data is 8-bit again", () => {
    const line = new SevenBit();
    through(withParity(telegram()), 50, line);
    assert.equal(line.masking, true);
    const text = Buffer.concat([telegram(), Buffer.from("\xb3\xb3", "latin1"), Buffer.from("x")]);
    const out = through(text, 50, line);
    assert.equal(line.masking, false);
    assert.deepEqual(out, text);
  });

  it("leaves the bytes it was given untouched", () => {
    const bytes = withParity(telegram());
    const copy = Buffer.from(bytes);
    new SevenBit().clear(bytes);
    assert.deepEqual(bytes, copy);
  });
});
