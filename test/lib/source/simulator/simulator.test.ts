import assert from "node:assert/strict";
import { SimulatedMeter } from "../../../../lib/source/simulator/simulated-meter";
import { Simulator, type SimulatorClock, simulatorSource } from "../../../../lib/source/simulator/simulator";
import type { SourceError, SourceEvents } from "../../../../lib/source/source";
import { groups } from "./text";

/** A clock that stands still until the test moves it. */
class HandClock implements SimulatorClock {
  time: number;
  #timers: { at: number; run: () => void }[] = [];

  constructor(time: number) {
    this.time = time;
  }

  get waiting(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.time;
  }

  after(delay: number, run: () => void): () => void {
    const timer = { at: this.time + delay, run };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** What people do to a computer's clock: timers that run are not touched by it. */
  putBack(by: number): void {
    this.time -= by;
    this.#timers = this.#timers.map(({ at, run }) => ({ at: at - by, run }));
  }

  /** Runs what falls due until `time`. */
  goTo(time: number): void {
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= time).toSorted((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.time = Math.max(this.time, due.at);
      due.run();
    }
    this.time = time;
  }
}

class Witness implements SourceEvents {
  opened = 0;
  readonly data: Buffer[] = [];
  closed: SourceError | undefined;

  onOpen(): void {
    this.opened++;
  }
  onData(bytes: Buffer): void {
    this.data.push(bytes);
  }
  onClose(reason: SourceError): void {
    this.closed = reason;
  }
  onWarning(text: string): void {
    assert.fail(text);
  }
}

const NOON = Date.UTC(2026, 5, 15, 12);

describe("the simulator as a source", () => {
  it("says nothing before open has returned, then that it is open", () => {
    const [clock, witness] = [new HandClock(NOON), new Witness()];
    new Simulator({ clock }).open(witness);
    assert.equal(witness.opened, 0);
    clock.goTo(NOON);
    assert.equal(witness.opened, 1);
  });

  for (const [period, late] of [
    [1, 300],
    [10, 7300],
    [0.1, 30],
  ] as const) {
    it(`sends on the whole ${period} s of the clock, whenever it was opened`, () => {
      const [clock, witness] = [new HandClock(NOON + late), new Witness()];
      const meter = new SimulatedMeter({ period });
      new Simulator({ clock, period }).open(witness);
      clock.goTo(NOON + period * 3000);
      assert.deepEqual(
        witness.data,
        [1, 2, 3].map((tick) => meter.at(NOON + tick * period * 1000)),
      );
    });
  }

  it("leaves out what a sleeping computer missed", () => {
    const [clock, witness] = [new HandClock(NOON), new Witness()];
    new Simulator({ clock }).open(witness);
    clock.goTo(NOON + 2000);
    clock.time = NOON + 3_600_000;
    clock.goTo(NOON + 3_602_000);
    const times = witness.data.map((telegram) => groups(telegram, "0-0:1.0.0"));
    assert.deepEqual(times.slice(0, 3), ["260615140000S", "260615140001S", "260615140002S"]);
    assert.deepEqual(times.slice(-2), ["260615150001S", "260615150002S"]);
    assert.ok(times.length <= 7, `${times.length} telegrams`);
  });

  it("follows a clock that is put back", () => {
    const [clock, witness] = [new HandClock(NOON), new Witness()];
    new Simulator({ clock }).open(witness);
    clock.goTo(NOON + 1000);
    clock.putBack(3_600_000);
    clock.goTo(clock.time + 5000);
    const times = witness.data.map((telegram) => groups(telegram, "0-0:1.0.0"));
    assert.deepEqual(times.slice(-2), ["260615130005S", "260615130006S"]);
  });

  it("falls silent when closed, and leaves no timer", async () => {
    const [clock, witness] = [new HandClock(NOON), new Witness()];
    const simulator = new Simulator({ clock });
    simulator.open(witness);
    clock.goTo(NOON + 2000);
    await simulator.close();
    await simulator.close();
    const sent = witness.data.length;
    clock.goTo(NOON + 9000);
    assert.equal(witness.data.length, sent);
    assert.equal(witness.closed, undefined);
    assert.equal(clock.waiting, 0);
  });

  it("can be closed while it opens, and before", async () => {
    const [clock, witness] = [new HandClock(NOON), new Witness()];
    const simulator = new Simulator({ clock });
    simulator.open(witness);
    await simulator.close();
    clock.goTo(NOON + 2000);
    assert.deepEqual([witness.opened, witness.data.length, clock.waiting], [0, 0, 0]);
    await new Simulator().close();
  });

  it("closes with a sentence where there is nothing to send", () => {
    const [clock, witness] = [new HandClock(NOON), new Witness()];
    new Simulator({ clock, profile: "replay", telegram: "" }).open(witness);
    clock.goTo(NOON + 1000);
    assert.deepEqual([witness.opened, witness.data.length, clock.waiting], [0, 0, 0]);
    assert.match(witness.closed?.text ?? "", /paste one/);
  });

  it("breaks off for the fault resets, and the next source goes on with the same meter", () => {
    const clock = new HandClock(NOON);
    const meter = new SimulatedMeter({ faults: "resets" });
    const open = simulatorSource({ clock, meter });
    let sent = 0;
    for (let tries = 0; tries < 5; tries++) {
      const witness = new Witness();
      open(undefined).open(witness);
      clock.goTo(clock.time + 300_000);
      assert.equal(witness.closed?.code, "reset");
      assert.equal(clock.waiting, 0);
      assert.ok(meter.sent + meter.damaged > sent);
      sent = meter.sent + meter.damaged;
    }
  });

  it("runs by the real clock where no other is given", async () => {
    const simulator = new Simulator({ period: 0.05 });
    const telegram = await new Promise<Buffer>((resolve, reject) => {
      simulator.open({
        onOpen: () => undefined,
        onData: resolve,
        onClose: (reason) => reject(new Error(reason.text)),
        onWarning: (text) => reject(new Error(text)),
      });
    });
    await simulator.close();
    const stamp = groups(new SimulatedMeter().at(Date.now()), "0-0:1.0.0");
    assert.equal(groups(telegram, "0-0:1.0.0").slice(0, 8), stamp.slice(0, 8));
  });
});
