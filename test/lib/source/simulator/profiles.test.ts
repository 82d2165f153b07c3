import assert from "node:assert/strict";
import { createDecipheriv } from "node:crypto";
import { DEMO_DECRYPTION_KEY, LUXEMBOURG_AUTHENTICATION_KEY } from "../../../../lib/framing/demo-key";
import type { ProfileName } from "../../../../lib/source/simulator/options";
import { SimulatedMeter } from "../../../../lib/source/simulator/simulated-meter";
import { groups, lines, netWatts, number, thousandths, verifyCrc } from "./text";

const TIME = Date.UTC(2026, 10, 17, 18, 27, 30);

/** Opens a cipher frame as a Luxembourg reader does; throws where the tag does not fit. */
function decrypt(frame: Buffer, aad: Buffer, key = DEMO_DECRYPTION_KEY): { counter: number; telegram: Buffer } {
  assert.equal(frame.readUInt16BE(0), 0xdb08);
  assert.equal(frame[10], 0x82);
  assert.equal(frame.readUInt16BE(11), frame.length - 13);
  assert.equal(frame[13], 0x30);
  const nonce = Buffer.concat([frame.subarray(2, 10), frame.subarray(14, 18)]);
  const decipher = createDecipheriv("aes-128-gcm", Buffer.from(key, "hex"), nonce, { authTagLength: 12 });
  decipher.setAAD(aad);
  decipher.setAuthTag(frame.subarray(-12));
  const telegram = Buffer.concat([decipher.update(frame.subarray(18, -12)), decipher.final()]);
  return { counter: frame.readUInt32BE(14), telegram };
}

const luxembourgAad = Buffer.from(`30${LUXEMBOURG_AUTHENTICATION_KEY}`, "hex");

function inClear(profile: ProfileName, time: number): Buffer {
  const bytes = new SimulatedMeter({ profile }).at(time);
  return profile === "lu-encrypted" ? decrypt(bytes, luxembourgAad).telegram : bytes;
}

describe("simulated telegrams", () => {
  for (const profile of ["nl-dsmr5", "be", "lu-encrypted"] as const) {
    it(`of ${profile} carry their CRC, at any hour`, () => {
      for (let hour = 0; hour < 24; hour++) verifyCrc(inClear(profile, TIME + hour * 3_600_000));
    });
  }

  for (const profile of ["nl-dsmr5", "nl-dsmr22", "be", "lu-encrypted"] as const) {
    it(`of ${profile} are a header, a blank line, data lines and an end, each ended by CR LF`, () => {
      const [header, blank, ...rest] = lines(inClear(profile, TIME));
      assert.match(header!, /^\/[A-Za-z0-9]{3}5/);
      assert.equal(blank, "");
      assert.equal(rest.pop(), "");
      assert.match(rest.pop()!, profile === "nl-dsmr22" ? /^!$/ : /^![0-9A-F]{4}$/);
      for (const line of rest) assert.match(line, /^(\d-\d:\d+\.\d+\.\d+)?(\([^()]*\))+$/);
      assert.equal(new Set(rest.map((line) => line.split("(")[0])).size, rest.length, "a code stands twice");
    });
  }

  const layouts: [ProfileName, string, RegExp][] = [
    ["nl-dsmr5", "1-3:0.2.8", /^50$/],
    ["nl-dsmr5", "0-0:1.0.0", /^261117192730W$/],
    ["nl-dsmr5", "1-0:1.8.1", /^\d{6}\.\d{3}\*kWh$/],
    ["nl-dsmr5", "1-0:61.7.0", /^\d\d\.\d{3}\*kW$/],
    ["nl-dsmr5", "1-0:31.7.0", /^\d{3}\*A$/],
    ["nl-dsmr5", "0-1:24.2.1", /^261117192500W\)\(\d{5}\.\d{3}\*m3$/],
    ["nl-dsmr22", "1-0:1.8.1", /^\d{5}\.\d{3}\*kWh$/],
    ["nl-dsmr22", "1-0:1.7.0", /^\d{4}\.\d\d\*kW$/],
    ["nl-dsmr22", "0-1:24.3.0", /^261117190000\)\(00\)\(60\)\(1\)\(0-1:24\.2\.1\)\(m3$/],
    ["nl-dsmr22", "", /^\d{5}\.\d{3}$/],
    ["be", "0-0:96.1.4", /^50217$/],
    ["be", "1-0:1.6.0", /^2611\d{8}W\)\(\d\d\.\d{3}\*kW$/],
    ["be", "0-0:98.1.0", /^13\)\(1-0:1\.6\.0\)\(1-0:1\.6\.0(\)\(\d{12}[SW]\)\(\d{12}[SW]\)\(\d\d\.\d{3}\*kW){13}$/],
    ["be", "1-0:31.7.0", /^\d{3}\.\d\d\*A$/],
    ["be", "0-0:96.3.10", /^1$/],
    ["be", "0-1:24.2.3", /^261117192500W\)\(\d{5}\.\d{3}\*m3$/],
    ["be", "0-2:24.1.0", /^007$/],
    ["be", "0-2:24.2.1", /^261117192500W\)\(\d{5}\.\d{3}\*m3$/],
    ["lu-encrypted", "0-0:42.0.0", /^53494D[0-9A-F]{26}$/],
    ["lu-encrypted", "1-0:3.8.0", /^\d{6}\.\d{3}\*kvarh$/],
    ["lu-encrypted", "1-1:31.4.0", /^040\*A\)\(-040\*A$/],
  ];
  for (const [profile, code, form] of layouts) {
    it(`of ${profile} write ${code || "the gas reading's own line"} as its meters do`, () => {
      assert.match(groups(inClear(profile, TIME), code), form);
    });
  }

  it("say the same power in total, per phase, and as current", () => {
    for (let hour = 0; hour < 24; hour++) {
      const telegram = new SimulatedMeter({ profile: "be" }).at(Date.UTC(2026, 5, 17, hour, 12, 7));
      const phases = [0, 1, 2].map((phase) => {
        const code = (c: number): string => `1-0:${c + 20 * phase}.7.0`;
        const watts = thousandths(telegram, code(21)) - thousandths(telegram, code(22));
        const voltAmperes = number(telegram, code(32)) * number(telegram, code(31));
        assert.ok(Math.abs(Math.abs(watts) - voltAmperes) < 2, `${watts} W, ${voltAmperes} VA`);
        return watts;
      });
      assert.equal(netWatts(telegram), phases[0]! + phases[1]! + phases[2]!);
    }
  });

  it("are encrypted under a frame counter that rises, also when time stands still", () => {
    const meter = new SimulatedMeter({ profile: "lu-encrypted" });
    const counters = [meter.at(TIME), meter.at(TIME), meter.at(TIME - 5000), meter.at(TIME + 60_000)].map(
      (frame) => decrypt(frame, luxembourgAad).counter,
    );
    assert.deepEqual(
      counters,
      counters.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(counters).size, 4);
  });

  it("are encrypted with the keys and additional data that were asked for", () => {
    const decryptionKey = "0F0E0D0C0B0A09080706050403020100";
    const authenticationKey = "A0A1A2A3A4A5A6A7A8A9AAABACADAEAF";
    const own = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey, authenticationKey, aad: "own" });
    verifyCrc(decrypt(own.at(TIME), Buffer.from(`30${authenticationKey}`, "hex"), decryptionKey).telegram);
    const none = new SimulatedMeter({ profile: "lu-encrypted", aad: "none" });
    verifyCrc(decrypt(none.at(TIME), Buffer.alloc(0)).telegram);
    assert.throws(() => decrypt(none.at(TIME), luxembourgAad));
  });
});

describe("a simulated meter's clock", () => {
  const nights: [string, ProfileName, number, string][] = [
    ["the last second of summer time", "nl-dsmr5", Date.UTC(2026, 9, 25, 0, 59, 59), "261025025959S"],
    ["the first second of winter time", "nl-dsmr5", Date.UTC(2026, 9, 25, 1, 0, 0), "261025020000W"],
    ["the last second of winter time", "be", Date.UTC(2026, 2, 29, 0, 59, 59), "260329015959W"],
    ["the first second of summer time", "be", Date.UTC(2026, 2, 29, 1, 0, 0), "260329030000S"],
    ["New Year in Luxembourg", "lu-encrypted", Date.UTC(2026, 11, 31, 23, 0, 0), "270101000000W"],
  ];
  for (const [name, profile, time, expected] of nights) {
    it(`shows ${name}`, () => assert.equal(groups(inClear(profile, time), "0-0:1.0.0"), expected));
  }

  it("goes by the zone it is given", () => {
    const at = (zone: string): string => groups(new SimulatedMeter({ zone }).at(Date.UTC(2026, 6, 1)), "0-0:1.0.0");
    assert.equal(at("Europe/Helsinki"), "260701030000S");
    assert.equal(at("+01:00"), "260701010000W");
  });

  it("has no flag in DSMR 2.2, so that the hour comes twice", () => {
    const gasTime = (hour: number): string =>
      groups(new SimulatedMeter({ profile: "nl-dsmr22" }).at(Date.UTC(2026, 9, 25, hour, 30)), "0-1:24.3.0").slice(
        0,
        12,
      );
    assert.equal(gasTime(0), "261025020000");
    assert.equal(gasTime(1), "261025020000");
  });
});
