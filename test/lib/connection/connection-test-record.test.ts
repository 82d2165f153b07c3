import assert from "node:assert/strict";
import { ConnectionTestRecord } from "../../../lib/connection/connection-test-record";
import type { ConnectionState } from "../../../lib/connection/types";
import { TelegramFramer } from "../../../lib/framing/framer";
import type { FramerOptions } from "../../../lib/framing/frame";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { damagedTelegram, oldTelegram, telegram } from "./support";

const key = "0123456789ABCDEF0123456789ABCDEF";

/** The record of what a framer makes of the bytes. */
function recorded(bytes: Buffer, options: FramerOptions = {}): ConnectionTestRecord {
  const record = new ConnectionTestRecord();
  for (const frame of new TelegramFramer(options).push(bytes)) record.onFrame(frame, 0);
  return record;
}

describe("the record of a connection test", () => {
  it("counts good telegrams, and names the meter of the last", () => {
    const { good, meter, encrypted } = recorded(Buffer.concat([telegram(1), telegram(2)])).findings(0);
    assert.deepEqual([good, encrypted], [2, false]);
    assert.deepEqual(meter, {
      id: "K8EG",
      header: "TST5\\SUPPORT",
      manufacturer: "TST",
      model: "SUPPORT",
      version: "50",
      generation: 5,
    });
  });

  it("takes a telegram without CRC for good where its generation has none, and names no generation", () => {
    const { good, meter } = recorded(oldTelegram()).findings(0);
    assert.equal(good, 1);
    assert.equal(meter && "generation" in meter, false);
  });

  it("counts damaged ones by what is wrong with them", () => {
    const { good, rejected } = recorded(Buffer.concat([damagedTelegram(), telegram()])).findings(0);
    assert.deepEqual([good, rejected.crc], [1, 1]);
  });

  for (const [what, options, good] of [
    ["without a key", {}, 0],
    ["with the key", { decryptionKey: key }, 1],
  ] as const) {
    it(`knows an encrypting meter ${what}`, () => {
      const meter = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey: key });
      const found = recorded(Buffer.concat([meter.next()]), options).findings(0);
      assert.deepEqual([found.good, found.encrypted, found.rejected.decrypt], [good, good === 1, 1 - good]);
      assert.equal(found.cipher, good === 0);
    });
  }

  it("knows whether the connection was open, and why it was lost", () => {
    const record = new ConnectionTestRecord();
    const says = (state: ConnectionState, rest: object = {}) =>
      record.onStatus({ state, to: "the meter", hint: "", ...rest });
    says("opening");
    assert.equal(record.findings(0).opened, false);
    says("waiting", { line: "115200 8N1" });
    const why = { code: "ended", text: "it ended" };
    says("backing-off", { why });
    says("opening");
    const { opened, lost, to, bytes } = record.findings(7);
    assert.deepEqual([opened, lost, to, bytes], [true, why, "the meter", 7]);
  });
});
