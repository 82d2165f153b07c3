import assert from "node:assert/strict";
import type { Frame } from "../../../../lib/framing/frame";
import { TelegramFramer } from "../../../../lib/framing/framer";
import { type FaultName, faultNames, readFaults } from "../../../../lib/source/simulator/faults";
import type { ProfileName } from "../../../../lib/source/simulator/options";
import { SimulatedMeter } from "../../../../lib/source/simulator/simulated-meter";
import { groups, lines, thousandths } from "./text";

/** Runs a meter for some ticks through a framer, which loses what was begun at every reset. */
function run(profile: ProfileName, faults: string, ticks: number): { meter: SimulatedMeter; frames: Frame[] } {
  const meter = new SimulatedMeter({ profile, faults, seed: 11 });
  const framer = new TelegramFramer();
  const frames: Frame[] = [];
  for (let i = 0; i < ticks; i++) {
    const { bytes, reset } = meter.tick();
    frames.push(...framer.push(bytes));
    if (reset) frames.push(...framer.reset());
  }
  frames.push(...framer.flush());
  return { meter, frames };
}

function isGood(frame: Frame): boolean {
  return frame.crc.status === "valid" && frame.fault === undefined;
}

describe("the faults option", () => {
  const options: [string | string[] | undefined, FaultName[], string[]][] = [
    [undefined, [], []],
    ["none", [], []],
    ["", [], []],
    ["noise", ["noise"], []],
    ["noise, cuts", ["noise", "cuts"], []],
    ["Silence DST-night", ["silence", "dst-night"], []],
    [["resets", "flips"], ["resets", "flips"], []],
    ["all", ["noise", "flips", "cuts", "silence", "resets", "duplicate-headers"], []],
    ["cuts,__proto__,nois", ["cuts"], ["__proto__", "nois"]],
  ];
  for (const [option, faults, unknown] of options) {
    it(`reads ${JSON.stringify(option)}`, () => {
      const read = readFaults(option);
      assert.deepEqual([...read.faults], faults);
      assert.deepEqual(read.unknown, unknown);
    });
  }

  it("names an unknown word as the meter's problem", () => {
    const meter = new SimulatedMeter({ faults: "nois" });
    assert.match(meter.problem ?? "", /no fault "nois": choose none, all or some of noise, flips/);
  });
});

describe("a meter with faults", () => {
  for (const profile of ["nl-dsmr5", "be", "lu-encrypted"] as const) {
    for (const fault of ["noise", "flips", "cuts", "resets", "duplicate-headers", "silence", "all"]) {
      it(`(${profile}, ${fault}) sends as many good telegrams as it counted, and no bad one passes`, () => {
        const { meter, frames } = run(profile, fault, 400);
        assert.equal(frames.filter(isGood).length, meter.sent);
        assert.equal(meter.sent + meter.damaged + meter.withheld, 400);
      });
    }
  }

  for (const fault of ["flips", "cuts"]) {
    it(`(${fault}) spoils about one in ten, and each is rejected once`, () => {
      const { meter, frames } = run("nl-dsmr5", fault, 1000);
      assert.ok(meter.damaged > 60 && meter.damaged < 140, `${meter.damaged} of 1000`);
      assert.equal(frames.filter((frame) => !isGood(frame)).length, meter.damaged);
    });
  }

  it("without faults sends every telegram whole", () => {
    const { meter, frames } = run("nl-dsmr5", "none", 100);
    assert.deepEqual([meter.sent, meter.damaged, meter.withheld, frames.length], [100, 0, 0, 100]);
  });

  for (const fault of faultNames) {
    it(`(${fault}) sends the same bytes for the same seed`, () => {
      const bytes = (seed: number): Buffer => {
        const meter = new SimulatedMeter({ faults: fault, seed });
        return Buffer.concat(Array.from({ length: 60 }, () => meter.next()));
      };
      assert.deepEqual(bytes(3), bytes(3));
      assert.notDeepEqual(bytes(3), bytes(4));
    });
  }

  it("leaves `at` alone: it gives the telegram as it should be", () => {
    const meter = new SimulatedMeter({ faults: "all,dst-night" });
    const plain = new SimulatedMeter();
    for (let i = 0; i < 50; i++) meter.next();
    assert.deepEqual(meter.at(plain.time), plain.next());
  });

  it("is silent long enough for a reader to notice", () => {
    const meter = new SimulatedMeter({ faults: "silence", seed: 2 });
    let [silent, longest] = [0, 0];
    for (let i = 0; i < 300; i++) longest = Math.max(longest, (silent = meter.next().length === 0 ? silent + 1 : 0));
    assert.ok(longest >= 20, `${longest} s`);
  });

  it("of an old kind never puts noise in front of a telegram on its line", () => {
    const meter = new SimulatedMeter({ profile: "nl-dsmr22", faults: "noise", seed: 5 });
    for (let i = 0; i < 300; i++) {
      const bytes = meter.next();
      const at = bytes.indexOf("/SIM5");
      assert.ok(at === 0 || bytes.toString("latin1", at - 2, at) === "\r\n");
    }
  });
});

describe("a meter in a scene", () => {
  it("dst-night: goes through the hour that comes twice", () => {
    const meter = new SimulatedMeter({ faults: "dst-night", start: Date.UTC(2026, 2, 3, 4, 5, 6) });
    const times = Array.from({ length: 180 }, () => groups(meter.next(), "0-0:1.0.0"));
    assert.equal(times[0], "261025025800S");
    assert.equal(times[119], "261025025959S");
    assert.equal(times[120], "261025020000W");
  });

  it("month-end: goes through a month's end, with a new peak afterwards", () => {
    const meter = new SimulatedMeter({ profile: "be", faults: "month-end", start: Date.UTC(2026, 5, 15) });
    const telegrams = Array.from({ length: 180 }, () => meter.next());
    assert.equal(groups(telegrams[0]!, "0-0:1.0.0"), "260630235800S");
    assert.equal(groups(telegrams[120]!, "0-0:1.0.0"), "260701000000S");
    assert.match(groups(telegrams[119]!, "1-0:1.6.0"), /^2606/);
    assert.match(groups(telegrams[120]!, "1-0:1.6.0"), /^6325/);
    assert.match(groups(telegrams[120]!, "0-0:98.1.0"), /\(260701000000S\)\([^()]*\)\([^()]*$/);
  });

  for (const profile of ["nl-dsmr5", "be", "nl-dsmr22", "lu-encrypted"] as const) {
    it(`meter-swap: ${profile} goes on without a code given twice`, () => {
      const { frames } = run(profile, "meter-swap", 60);
      assert.equal(frames.length, 60);
      for (const { bytes } of frames) {
        const codes = lines(bytes).flatMap((line) => /^\d-\d:[\d.]+/.exec(line) ?? []);
        assert.equal(new Set(codes).size, codes.length);
      }
    });
  }

  it("meter-swap: a new gas meter, the dead one still on the bus with a day-old reading, then a new meter altogether", () => {
    const meter = new SimulatedMeter({ faults: "meter-swap" });
    const telegrams = Array.from({ length: 60 }, () => meter.next());
    const [first, gas, electricity] = [telegrams[0]!, telegrams[20]!, telegrams[40]!];

    assert.ok(!telegrams[19]!.includes("0-3:24.1.0"));
    assert.equal(groups(gas, "0-1:96.1.0"), groups(first, "0-1:96.1.0"));
    assert.notEqual(groups(gas, "0-3:96.1.0"), groups(first, "0-1:96.1.0"));
    assert.ok(groups(gas, "0-1:24.2.1").slice(0, 12) < "260614120000");
    assert.match(groups(gas, "0-3:24.2.1"), /^260615120000S\)\(0000\d\.\d{3}\*m3$/);

    assert.equal(groups(telegrams[39]!, "0-0:96.1.1"), groups(first, "0-0:96.1.1"));
    assert.notEqual(groups(electricity, "0-0:96.1.1"), groups(first, "0-0:96.1.1"));
    assert.equal(thousandths(electricity, "1-0:1.8.2"), 0);
  });
});
