import assert from "node:assert/strict";
import { Watchdog, type WatchdogOptions } from "../../../lib/connection/watchdog";

/** A watchdog driven by seconds; what it says is written down as "15 silence 0 bytes", "60 reopen". */
class Drill {
  readonly said: string[] = [];
  readonly dog: Watchdog;
  #now = 0;

  constructor(options: WatchdogOptions = {}) {
    this.dog = new Watchdog(options);
    this.dog.opened(0, true);
  }

  telegrams(count: number, period: number): this {
    for (let i = 0; i < count; i++) {
      if (i > 0) this.until(this.#now + period);
      this.dog.telegram(this.#now * 1000);
    }
    return this;
  }

  bytes(count: number): this {
    this.dog.bytes(count, this.#now * 1000);
    return this;
  }

  /** Lets time pass, looking exactly when something is due. */
  until(seconds: number): this {
    for (let due = this.dog.due; due <= seconds * 1000; due = this.dog.due) {
      const { silence, reopen } = this.dog.check(due);
      this.#now = due / 1000;
      if (silence) this.said.push(`${due / 1000} ${silence.garbled ? "garbled" : "silence"} ${silence.bytes} bytes`);
      if (!reopen) continue;
      this.said.push(`${due / 1000} reopen`);
      this.dog.opened(due, false);
    }
    this.#now = seconds;
    return this;
  }

  for(seconds: number): this {
    return this.until(this.#now + seconds);
  }
}

describe("Watchdog", () => {
  describe("while no period is known", () => {
    it("says silence at 15 s and opens again at 60 s, doubling to 10 min", () => {
      const { said } = new Drill().until(2600);
      assert.deepEqual(said, [
        "15 silence 0 bytes",
        "60 reopen",
        "180 reopen",
        "420 reopen",
        "900 reopen",
        "1500 reopen",
        "2100 reopen",
      ]);
    });

    it("does not cut off a poller whose five minutes start with each connection", () => {
      const drill = new Drill().until(420 + 300).telegrams(4, 300);
      assert.equal(drill.said.filter((line) => line.endsWith("reopen")).at(-1), "420 reopen");
      assert.equal(drill.dog.period, 300);
    });

    it("says that bytes make no telegram after 15 s of them", () => {
      const drill = new Drill();
      for (let i = 0; i < 16; i++) drill.bytes(100).for(1);
      assert.deepEqual(drill.said, ["15 garbled 1500 bytes"]);
    });

    it("knows garbled telegrams that come rarely by their number", () => {
      const drill = new Drill().for(100);
      for (let i = 0; i < 4; i++) drill.bytes(400).for(300);
      assert.deepEqual(
        drill.said.filter((line) => !line.endsWith("reopen")),
        ["15 silence 0 bytes", "1000 garbled 1600 bytes"],
      );
    });
  });

  describe("with a known period", () => {
    const cases = [
      { period: 1, silence: 15, reopens: [15, 75, 195] },
      { period: 10, silence: 50, reopens: [50, 150, 350] },
      { period: 300, silence: 1500, reopens: [1500, 3000, 4500] },
    ];
    for (const { period, silence, reopens } of cases) {
      it(`of ${period} s calls silence ${silence} s after the last telegram and opens again at once`, () => {
        const drill = new Drill().telegrams(4, period);
        const last = 3 * period;
        drill.said.length = 0;
        drill.for(reopens.at(-1)!);
        assert.deepEqual(drill.said, [
          `${last + silence} silence 0 bytes`,
          ...reopens.map((after) => `${last + after} reopen`),
        ]);
      });
    }

    it("says nothing when single telegrams are lost", () => {
      const drill = new Drill({ period: 10 }).telegrams(5, 10).for(20).telegrams(5, 10).for(30).telegrams(1, 10);
      assert.deepEqual(drill.said, []);
    });

    it("says silence again after telegrams came again", () => {
      const drill = new Drill({ period: 1 }).telegrams(3, 1).until(30).telegrams(3, 1).until(50);
      assert.deepEqual(drill.said, ["17 silence 0 bytes", "17 reopen", "47 silence 0 bytes", "47 reopen"]);
    });

    for (const { period, after } of [
      { period: 1, after: 5 },
      { period: 10, after: 30 },
    ]) {
      it(`of ${period} s says after ${after} s that bytes make no telegram, before it is silence`, () => {
        const drill = new Drill({ period }).telegrams(1, period);
        for (let i = 0; i < 40; i++) drill.bytes(10).for(1);
        assert.match(drill.said[0]!, new RegExp(`^${after} garbled`));
      });
    }

    it("takes the rest of a telegram that was cut for silence, not for garbling", () => {
      const drill = new Drill({ period: 1 }).telegrams(1, 1).for(1).bytes(300).until(20);
      assert.deepEqual(drill.said, ["15 silence 300 bytes", "15 reopen"]);
    });

    it("does not take line ends and glitches for bytes", () => {
      const drill = new Drill({ period: 1 }).telegrams(1, 1);
      for (let i = 0; i < 4; i++) drill.bytes(1).for(1);
      drill.until(14);
      drill.until(15);
      assert.deepEqual(drill.said, ["15 silence 4 bytes", "15 reopen"]);
    });

    it("says it again when bytes begin to come in a silence, once", () => {
      const drill = new Drill({ period: 10 }).telegrams(1, 10).until(60);
      for (let i = 0; i < 45; i++) drill.bytes(10).for(1);
      assert.deepEqual(
        drill.said.filter((line) => !line.endsWith("reopen")),
        ["50 silence 0 bytes", "90 garbled 300 bytes"],
      );
    });

    it("says after three periods that a slow poller's telegrams are garbled", () => {
      const drill = new Drill({ period: 300 }).telegrams(1, 300).for(300);
      for (let i = 0; i < 4; i++) drill.bytes(400).for(300);
      assert.deepEqual(drill.said, ["1200 garbled 1200 bytes", "1500 reopen"]);
    });
  });

  describe("with a timeout of the user's", () => {
    for (const timeout of [5, 40, 3600]) {
      it(`says silence and opens again at ${timeout} s`, () => {
        const drill = new Drill({ timeout, period: 1 }).telegrams(2, 1).until(1 + timeout);
        assert.deepEqual(drill.said, [`${1 + timeout} silence 0 bytes`, `${1 + timeout} reopen`]);
      });
    }

    for (const timeout of [0, -1, NaN]) {
      it(`takes ${timeout} for none`, () => {
        assert.deepEqual(new Drill({ timeout, period: 1 }).until(20).said, ["15 silence 0 bytes", "15 reopen"]);
      });
    }
  });

  it("does not open again while telegrams with a wrong CRC show that the connection works", () => {
    const drill = new Drill({ period: 1 });
    for (let i = 0; i < 40; i++) {
      drill.bytes(400);
      drill.dog.damaged(i * 1000);
      drill.for(1);
    }
    assert.deepEqual(drill.said, ["5 garbled 2000 bytes"]);
  });

  it("awaits nothing before it is open, while it is opened again, and after a loss", () => {
    const dog = new Watchdog();
    assert.equal(dog.due, Infinity);
    dog.opened(0, true);
    assert.equal(dog.due, 15_000);
    dog.paused();
    assert.equal(dog.due, Infinity);
    dog.opened(1000, false);
    assert.equal(dog.due, 15_000);
    dog.lost();
    assert.equal(dog.due, Infinity);
  });
});
