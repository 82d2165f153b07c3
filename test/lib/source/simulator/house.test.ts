import assert from "node:assert/strict";
import { calendarOf } from "../../../../lib/source/simulator/calendar";
import { House, type HouseState } from "../../../../lib/source/simulator/house";
import type { ProfileName } from "../../../../lib/source/simulator/options";
import { SimulatedMeter } from "../../../../lib/source/simulator/simulated-meter";
import { groups, netWatts, number, thousandths } from "./text";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the counters rose by in Wh, as printed. */
function risen(from: Buffer, to: Buffer, codes: readonly string[]): number {
  return codes.reduce((sum, code) => sum + thousandths(to, code) - thousandths(from, code), 0);
}

/** Delivered minus returned in mWs. */
function netEnergy({ counters }: HouseState): number {
  return counters.deliveredPeak + counters.deliveredOffPeak - counters.returnedPeak - counters.returnedOffPeak;
}

const DELIVERED = ["1-0:1.8.1", "1-0:1.8.2"];
const RETURNED = ["1-0:2.8.1", "1-0:2.8.2"];

describe("the simulated house", () => {
  const days: [string, ProfileName, number, number, number, number][] = [
    ["a summer's hour around noon", "nl-dsmr5", 1, Date.UTC(2026, 5, 17, 11, 30), HOUR, 1],
    ["a winter's hour in the evening", "be", 2, Date.UTC(2026, 0, 14, 17), HOUR, 1],
    ["an hour, two seconds at a time", "nl-dsmr5", 5, Date.UTC(2026, 3, 14, 8), HOUR, 2],
    ["a quarter of an hour, ten times a second", "nl-dsmr5", 5, Date.UTC(2026, 3, 14, 8), HOUR / 4, 0.1],
    ["a day in spring", "nl-dsmr22", 3, Date.UTC(2026, 3, 8, 22), DAY, 10],
    ["the day of 25 hours", "nl-dsmr22", 1, Date.UTC(2026, 9, 24, 22), DAY + HOUR, 10],
    ["the day of 23 hours", "nl-dsmr22", 1, Date.UTC(2026, 2, 28, 23), DAY - HOUR, 10],
    ["the turn of a year", "nl-dsmr22", 9, Date.UTC(2026, 11, 31, 12), DAY, 10],
    ["a leap day's turn", "nl-dsmr22", 9, Date.UTC(2028, 1, 28, 12), 2 * DAY, 10],
  ];
  for (const [name, profile, seed, start, length, period] of days) {
    it(`counts over ${name} exactly the power it printed`, () => {
      const meter = new SimulatedMeter({ profile, seed, start, period });
      const first = meter.at(start);
      let [delivered, returned] = [0, 0];
      while (meter.time < start + length) {
        const watts = netWatts(meter.next());
        delivered += Math.max(watts, 0) * period * 1000;
        returned += Math.max(-watts, 0) * period * 1000;
      }
      const last = meter.at(start + length);
      // Each register shows whole Wh: two of them may each have begun and ended inside one.
      assert.ok(Math.abs(risen(first, last, DELIVERED) - delivered / 3.6e6) < 2, `${delivered / 3.6e6} Wh delivered`);
      assert.ok(Math.abs(risen(first, last, RETURNED) - returned / 3.6e6) < 2, `${returned / 3.6e6} Wh returned`);
      assert.ok(delivered + returned > 0);
    });
  }

  for (const step of [1, 2, 5, 10]) {
    it(`counts every mWs of power that changes each ${step} s`, () => {
      const house = new House({
        seed: 1,
        calendar: calendarOf("Europe/Amsterdam"),
        peakHours: [7, 23],
        resolution: 1,
        step,
      });
      // From before seven to behind it, solar power coming up: both tariffs, both directions.
      const start = Date.UTC(2026, 5, 17, 4, 50);
      for (let time = start; time < start + HOUR; time += step * 1000) {
        const [now, middle, next] = [house.at(time), house.at(time + step * 300), house.at(time + step * 1000)];
        assert.equal(netEnergy(next) - netEnergy(now), now.power * step * 1000);
        assert.equal(netEnergy(middle) - netEnergy(now), now.power * step * 300);
        assert.equal(now.power, now.phases[0] + now.phases[1] + now.phases[2]);
      }
    });
  }

  it("never loses a digit to the sum: the tariff that runs rises by power times time to the last Wh, for a day", () => {
    const start = Date.UTC(2026, 5, 20, 0);
    const meter = new SimulatedMeter({ profile: "nl-dsmr22", seed: 4, start });
    let exact = -1;
    for (let tick = 0; tick < 8000; tick++) {
      const telegram = meter.next();
      const printed = thousandths(telegram, "1-0:1.8.1");
      // It is a Saturday: the low tariff all day. The first rise fixes what was before the comma.
      if (exact < 0) exact = printed + 0.5;
      assert.ok(Math.abs(exact - printed - 0.5) <= 1, `tick ${tick}: ${exact} against ${printed}`);
      exact += Math.max(netWatts(telegram), 0) / 360;
    }
  });

  it("is the same house for the same seed and time, whoever asks and in whichever order", () => {
    const time = Date.UTC(2026, 4, 5, 6, 7, 8);
    const [one, two] = [new SimulatedMeter({ seed: 7 }), new SimulatedMeter({ seed: 7, start: time })];
    two.at(time + 90 * DAY);
    two.at(time - 90 * DAY);
    assert.deepEqual(one.at(time), two.at(time));
    assert.deepEqual(one.at(time), two.next());
    assert.notDeepEqual(one.at(time), new SimulatedMeter({ seed: 8 }).at(time));
  });

  for (const profile of ["nl-dsmr5", "nl-dsmr22"] as const) {
    it(`steps visibly within a minute at any hour of any day (${profile})`, () => {
      for (const start of [Date.UTC(2026, 5, 17), Date.UTC(2026, 11, 20), Date.UTC(2026, 9, 25)]) {
        const meter = new SimulatedMeter({ profile });
        for (let hour = 0; hour < 24; hour++) {
          const begin = start + hour * HOUR + hour * 157_000;
          const watts = [0, 10, 20, 30, 40, 50].map((second) => netWatts(meter.at(begin + second * 1000)));
          const steps = watts.slice(1).map((value, i) => Math.abs(value - watts[i]!));
          assert.ok(Math.max(...steps) >= 200, `at ${new Date(begin).toISOString()}: ${watts.join(" ")} W`);
        }
      }
    });
  }

  it("returns power at noon in June, far less in December, and none at night", () => {
    const mean = (month: number, hour: number): number => {
      const meter = new SimulatedMeter();
      const values = Array.from({ length: 28 }, (_, day) =>
        thousandths(meter.at(Date.UTC(2026, month, day + 1, hour, 1, 47)), "1-0:2.7.0"),
      );
      return values.reduce((sum, value) => sum + value) / values.length;
    };
    assert.ok(mean(5, 11) > 1200);
    assert.ok(mean(11, 11) < mean(5, 11) / 3);
    for (const month of [0, 5, 8]) assert.equal(mean(month, 0), 0);
  });

  it("uses in a year what a house uses", () => {
    const meter = new SimulatedMeter();
    const [first, last] = [meter.at(Date.UTC(2026, 0, 1)), meter.at(Date.UTC(2027, 0, 1))];
    const used = risen(first, last, DELIVERED) / 1000;
    const gas = number(last, "0-1:24.2.1") - number(first, "0-1:24.2.1");
    assert.ok(used > 1500 && used < 6000, `${used} kWh`);
    assert.ok(gas > 500 && gas < 3000, `${gas} m3`);
  });

  const tariffs: [string, ProfileName, number, string][] = [
    ["the low tariff before seven on a working day", "nl-dsmr5", Date.UTC(2026, 5, 17, 4, 59, 59), "0001"],
    ["the normal tariff from seven", "nl-dsmr5", Date.UTC(2026, 5, 17, 5), "0002"],
    ["the normal tariff until eleven at night", "nl-dsmr5", Date.UTC(2026, 5, 17, 20, 59, 59), "0002"],
    ["the low tariff from eleven at night", "nl-dsmr22", Date.UTC(2026, 5, 17, 21), "0001"],
    ["the low tariff at weekends", "nl-dsmr5", Date.UTC(2026, 5, 20, 10), "0001"],
    ["Belgium's day as 1", "be", Date.UTC(2026, 0, 14, 12), "0001"],
    ["Belgium's night from ten as 2", "be", Date.UTC(2026, 0, 14, 21), "0002"],
  ];
  for (const [name, profile, time, expected] of tariffs) {
    it(`shows ${name}`, () => {
      assert.equal(groups(new SimulatedMeter({ profile }).at(time), "0-0:96.14.0"), expected);
    });
  }

  it("counts into the tariff that runs and no other", () => {
    const meter = new SimulatedMeter();
    const [before, after] = [meter.at(Date.UTC(2026, 0, 14, 20)), meter.at(Date.UTC(2026, 0, 14, 21))];
    assert.equal(risen(before, after, ["1-0:1.8.1"]), 0);
    assert.ok(risen(before, after, ["1-0:1.8.2"]) > 100);
  });

  it("reads gas and water every five minutes, and they only rise", () => {
    const meter = new SimulatedMeter({ profile: "be" });
    const start = Date.UTC(2026, 0, 14, 5);
    let last = { gas: 0, water: 0 };
    for (let minute = 0; minute < 300; minute += 5) {
      const [early, late] = [meter.at(start + minute * 60_000), meter.at(start + minute * 60_000 + 299_000)];
      assert.equal(groups(early, "0-1:24.2.3"), groups(late, "0-1:24.2.3"));
      const now = { gas: number(early, "0-1:24.2.3"), water: number(early, "0-2:24.2.1") };
      assert.ok(now.gas > last.gas && now.water >= last.water);
      last = now;
    }
  });

  it("keeps the quarter's demand and the month's peak as the energy says", () => {
    const meter = new SimulatedMeter({ profile: "be" });
    const quarter = Date.UTC(2026, 0, 14, 17, 15);
    const energy = risen(meter.at(quarter), meter.at(quarter + 899_000), DELIVERED);
    const demand = thousandths(meter.at(quarter + 899_000), "1-0:1.4.0");
    assert.ok(Math.abs(demand - energy * 4) <= 8, `${demand} W, ${energy} Wh`);
    assert.equal(thousandths(meter.at(quarter + 900_000), "1-0:1.4.0"), 0);

    let highest = 0;
    for (let end = Date.UTC(2026, 0, 31, 23, 15); end <= Date.UTC(2026, 1, 3, 12); end += 900_000) {
      highest = Math.max(highest, thousandths(meter.at(end - 1000), "1-0:1.4.0"));
      const printed = thousandths(meter.at(end), "1-0:1.6.0");
      assert.ok(Math.abs(printed - highest) <= 4, `${new Date(end).toISOString()}: ${printed} against ${highest} W`);
    }
    assert.match(groups(meter.at(Date.UTC(2026, 0, 31, 23, 1)), "1-0:1.6.0"), /^632525252525W\)\(00\.000\*kW$/);
    const january = groups(meter.at(Date.UTC(2026, 0, 31, 22, 59, 59)), "1-0:1.6.0");
    assert.ok(groups(meter.at(Date.UTC(2026, 1, 10)), "0-0:98.1.0").endsWith(`(260201000000W)(${january}`));
  });
});
