import assert from "node:assert/strict";
import fc from "fast-check";
import { Pacer } from "../../../lib/selection/pacer";
import { compileSelection, select } from "../../../lib/selection/select";
import type { Aggregate, Emission } from "../../../lib/selection/types";
import { paceOf } from "./paced";
import { at } from "./telegrams";

type Sample = [time: string, power: number];

const DAY = "2026-01-15T";

/** What telegrams of one day at +01:00 release, in UTC. */
function run(options: Parameters<typeof paceOf>[0], samples: Sample[]): string[] {
  const push = paceOf({ pace: "interval", ...options });
  return samples.flatMap(([time, power]) => push(at(`${DAY}${time}+01:00`, { power_net: power })));
}

/** 12:00:00 to 12:01:00: 1 kW for half a minute, then 3 kW, with a short 6 kW. */
const MINUTE: Sample[] = [
  ["12:00:00", 1],
  ["12:00:10", 1],
  ["12:00:20", 1],
  ["12:00:30", 3],
  ["12:00:40", 3],
  ["12:00:50", 6],
  ["12:01:00", 0],
];

describe("the pace interval", () => {
  const aggregates: [aggregate: Aggregate, gives: string][] = [
    ["latest", "11:00:50 power_net 6"],
    ["mean", "11:01:00 power_net 2.5"],
    ["min", "11:01:00 power_net 1"],
    ["max", "11:01:00 power_net 6"],
  ];
  for (const [aggregate, gives] of aggregates) {
    it(`gives the ${aggregate} of a minute`, () => assert.deepEqual(run({ aggregate }, MINUTE), [gives]));
  }

  it("weighs the mean by time", () => {
    const samples: Sample[] = [
      ["12:00:00", 1],
      ["12:00:45", 5],
      ["12:01:00", 0],
    ];
    assert.deepEqual(run({ aggregate: "mean" }, samples), ["11:01:00 power_net 2"]);
  });

  it("lets the last value before an interval hold in it", () => {
    const samples: Sample[] = [
      ["12:00:00", 4],
      ["12:00:30", 4],
      ["12:01:15", 0],
      ["12:01:45", 0],
      ["12:02:00", 0],
    ];
    const mean = run({ aggregate: "mean" }, samples);
    assert.deepEqual(mean, ["11:01:00 power_net 4", "11:02:00 power_net 1"]);
    assert.deepEqual(run({ aggregate: "max" }, samples)[1], "11:02:00 power_net 4");
  });

  it("lets the last value of an interval hold to its end, not to the telegram that closes it", () => {
    const samples: Sample[] = [
      ["12:00:00", 1],
      ["12:00:30", 3],
      ["12:01:15", 0],
    ];
    assert.deepEqual(run({ aggregate: "mean" }, samples), ["11:01:00 power_net 2"]);
  });

  it("rounds a mean to the digits that matter", () => {
    const samples: Sample[] = [
      ["12:00:00", 0.1],
      ["12:00:30", 0.2],
      ["12:01:00", 0],
    ];
    assert.deepEqual(run({ aggregate: "mean" }, samples), ["11:01:00 power_net 0.15"]);
  });

  it("releases an interval with the first telegram at its end, and skips one without telegrams", () => {
    const push = paceOf({ pace: "interval" });
    assert.deepEqual(push(at(`${DAY}12:00:00+01:00`, { power_net: 1 })), []);
    assert.deepEqual(push(at(`${DAY}12:00:59+01:00`, { power_net: 2 })), []);
    assert.deepEqual(push(at(`${DAY}12:01:00+01:00`, { power_net: 3 })), ["11:00:59 power_net 2"]);
    assert.deepEqual(push(at(`${DAY}12:03:00+01:00`, { power_net: 4 })), ["11:01:00 power_net 3"]);
  });

  it("gives the latest value that each field had in the interval", () => {
    const push = paceOf({ pace: "interval" });
    push(at(`${DAY}12:00:00+01:00`, { voltage_l1: 230, power_net: 1 }));
    push(at(`${DAY}12:00:30+01:00`, { power_net: 2 }));
    assert.deepEqual(push(at(`${DAY}12:01:00+01:00`, {})), ["11:00:30 voltage_l1 230 power_net 2"]);
  });

  it("gives counters and states as they were last, whatever the aggregate", () => {
    const push = paceOf({ pace: "interval", aggregate: "mean" });
    push(at(`${DAY}12:00:00+01:00`, { energy_delivered_tariff1: 1, electricity_tariff: 1, power_net: 1 }));
    push(at(`${DAY}12:00:30+01:00`, { energy_delivered_tariff1: 2, electricity_tariff: 2, power_net: 2 }));
    assert.deepEqual(push(at(`${DAY}12:01:00+01:00`, {})), [
      "11:01:00 energy_delivered_tariff1 2 electricity_tariff 2 power_net 1.5",
    ]);
  });

  it("prefers a row's own aggregate to the common one", () => {
    const rows = [
      { field: "power_net", rename: "top", aggregate: "max" as const },
      { field: "power_net", rename: "low", aggregate: "min" as const },
      { field: "power_net", rename: "last", aggregate: "latest" as const },
      { field: "power_net" },
    ];
    const push = paceOf({ pace: "interval", aggregate: "mean" }, rows);
    const sent = MINUTE.flatMap(([time, power]) => push(at(`${DAY}${time}+01:00`, { power_net: power })));
    assert.deepEqual(sent, ["11:01:00 top 6 low 1 last 6 power_net 2.5"]);
  });

  it("ignores a telegram that comes twice or too late", () => {
    const samples: Sample[] = [
      ["12:00:00", 1],
      ["12:00:30", 3],
      ["12:00:30", 9],
      ["12:00:10", 9],
      ["12:01:00", 0],
      ["12:00:50", 9],
      ["12:01:00", 9],
    ];
    assert.deepEqual(run({ aggregate: "mean" }, samples), ["11:01:00 power_net 2"]);
  });

  it("starts again when the clock is set back by hours", () => {
    const samples: Sample[] = [
      ["12:00:00", 1],
      ["12:00:10", 1],
      ["09:00:00", 2],
      ["09:00:20", 2],
      ["09:00:40", 2],
      ["09:01:00", 2],
    ];
    assert.deepEqual(run({}, samples), ["08:00:40 power_net 2"]);
  });
});

describe("an interval that was not seen in full", () => {
  it("is partial if the first telegram came within it, and whole if it came at its start", () => {
    const late: Sample[] = [
      ["12:00:20", 1],
      ["12:00:40", 1],
      ["12:01:00", 1],
      ["12:01:20", 1],
      ["12:01:40", 1],
      ["12:02:00", 1],
    ];
    assert.deepEqual(run({}, late), ["11:00:40 power_net 1 partial", "11:01:40 power_net 1"]);
  });

  it("is partial if a gap began or ended in it", () => {
    const samples = [
      ...seconds("00", 0, 60),
      ...seconds("01", 0, 20),
      ...seconds("04", 30, 60),
      ...seconds("05", 0, 60),
    ];
    assert.deepEqual(run({}, [...samples, ["12:06:00", 1]]), [
      "11:00:59 power_net 1",
      "11:01:19 power_net 1 partial",
      "11:04:59 power_net 1 partial",
      "11:05:59 power_net 1",
    ]);
  });

  it("is whole if a telegram or two were lost", () => {
    const samples: Sample[] = [0, 10, 20, 40, 50].map((second) => [`12:00:${String(second).padStart(2, "0")}`, 1]);
    assert.deepEqual(run({}, [...samples, ["12:01:20", 1]]), ["11:00:50 power_net 1"]);
  });

  it("does not let a value hold over a gap", () => {
    const samples = [...seconds("00", 0, 3, 9), ...seconds("00", 52, 60), ...seconds("01", 0, 1)];
    // 9 kW for 2 s and for the three periods of a second after, 1 kW for 8 s.
    assert.deepEqual(run({ aggregate: "mean" }, samples), ["11:01:00 power_net 4.07692307692 partial"]);
  });

  function seconds(minute: string, from: number, to: number, power = 1): Sample[] {
    const count = Array.from({ length: to - from }, (_, index) => String(from + index).padStart(2, "0"));
    return count.map((second) => [`12:${minute}:${second}`, power]);
  }
});

describe("intervals by the meter's clock", () => {
  const aligned: [every: number, first: string, next: string][] = [
    [10, "2026-01-15T12:00:07+01:00", "2026-01-15T12:00:10+01:00"],
    [900, "2026-01-15T12:14:50+01:00", "2026-01-15T12:15:00+01:00"],
    [3600, "2026-01-15T12:59:50+05:30", "2026-01-15T13:00:00+05:30"],
    [86400, "2026-01-15T23:59:50+01:00", "2026-01-16T00:00:00+01:00"],
    [86400, "2026-07-15T23:59:50+02:00", "2026-07-16T00:00:00+02:00"],
  ];
  for (const [every, first, next] of aligned) {
    it(`end at ${next} where they take ${every} s`, () => {
      const push = paceOf({ pace: "interval", aggregate: "max", every });
      push(at(first, { power_net: 1 }));
      const end = new Date(next).toISOString().slice(11, 19);
      assert.deepEqual(push(at(next, { power_net: 2 })), [`${end} power_net 1 partial`]);
    });
  }

  /** Telegrams every ten minutes of absolute time through a night, written with the offset in force. */
  function night(from: string, hours: number, change: string, before: number, after: number): string[] {
    return Array.from({ length: hours * 6 + 1 }, (_, index) => {
      const time = Date.parse(from) + index * 600_000;
      const offset = time < Date.parse(change) ? before : after;
      return `${new Date(time + offset * 3600_000).toISOString().slice(0, 19)}+0${offset}:00`;
    });
  }

  const autumn = night("2026-10-24T22:00:00Z", 27, "2026-10-25T01:00:00Z", 2, 1);
  const spring = night("2026-03-28T23:00:00Z", 25, "2026-03-29T01:00:00Z", 1, 2);

  const nights: [says: string, telegrams: string[], every: number, ends: string[]][] = [
    ["gives both hours of an autumn night", autumn.slice(0, 31), 3600, ["23", "00", "01", "02", "03"]],
    ["gives each hour of a spring night once", spring.slice(0, 31), 3600, ["00", "01", "02", "03", "04"]],
    ["gives an autumn day 25 hours", autumn, 86400, ["23"]],
    ["gives a spring day 23 hours", spring, 86400, ["22"]],
    ["keeps two-hour intervals to the clock in autumn", autumn.slice(0, 43), 7200, ["00", "03", "05"]],
    ["keeps two-hour intervals to the clock in spring", spring.slice(0, 31), 7200, ["01", "02", "04"]],
  ];
  for (const [says, telegrams, every, ends] of nights) {
    it(says, () => {
      const push = paceOf({ pace: "interval", aggregate: "mean", every });
      const sent = telegrams.flatMap((time) => push(at(time, { power_net: 1 })));
      assert.deepEqual(
        sent,
        ends.map((hour) => `${hour}:00:00 power_net 1`),
      );
    });
  }
});

describe("a clock that changes by half an hour", () => {
  it("makes an interval shorter, and counts no time twice", () => {
    const push = paceOf({ pace: "interval", aggregate: "mean", every: 3600 });
    const before = ["01:00", "01:15", "01:30", "01:45"].map((time) =>
      at(`2026-04-05T${time}:00+11:00`, { power_net: 9 }),
    );
    const after = ["01:30", "01:45", "02:00"].map((time) => at(`2026-04-05T${time}:00+10:30`, { power_net: 1 }));
    assert.deepEqual([...before, ...after].flatMap(push), ["15:00:00 power_net 9", "15:30:00 power_net 1"]);
  });
});

describe("intervals of any telegrams", () => {
  const sample = fc.record({
    // Seconds since the one before: mostly as meters send, some twice, late, or after a gap.
    step: fc.oneof(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: -100, max: 0 }),
      fc.integer({ min: 21, max: 9000 }),
    ),
    watts: fc.integer({ min: -5000, max: 5000 }),
    summer: fc.boolean(),
  });
  const runs = fc.record({
    samples: fc.array(sample, { maxLength: 150 }),
    every: fc.constantFrom(1, 7, 60, 900, 3600, 7200, 86400),
    offsets: fc.constantFrom(["+01:00", "+02:00"], ["+10:30", "+11:00"], ["-02:30", "-03:30"]),
  });

  it("come in ascending order, none twice, least <= mean <= greatest", () => {
    fc.assert(
      fc.property(runs, ({ samples, every, offsets }) => {
        const emissions = emit(samples, every, offsets);
        let last = -Infinity;
        for (const { time, fields } of emissions) {
          assert.ok(time > last, "ascending");
          last = time;
          const [low, mean, high] = fields.map(({ value }) => Number(value));
          assert.ok(low! <= mean! && mean! <= high!, `${low} <= ${mean} <= ${high}`);
        }
      }),
    );
  });

  it("give no value that was not sent", () => {
    fc.assert(
      fc.property(runs, ({ samples, every, offsets }) => {
        const sent = new Set(samples.map(({ watts }) => watts / 1000));
        for (const { fields } of emit(samples, every, offsets)) {
          assert.ok(sent.has(Number(fields[0]!.value)) && sent.has(Number(fields[2]!.value)));
        }
      }),
    );
  });

  function emit(
    samples: { step: number; watts: number; summer: boolean }[],
    every: number,
    offsets: readonly string[],
  ): Emission[] {
    const pacer = new Pacer({ pace: "interval", every, aggregate: "mean", deadband: 0, heartbeat: 0 });
    const selection = compileSelection([
      { field: "power_net", rename: "low", aggregate: "min" },
      { field: "power_net", rename: "mean" },
      { field: "power_net", rename: "high", aggregate: "max" },
    ]);
    let time = Date.parse("2026-03-28T22:00:00Z");
    return samples.flatMap(({ step, watts, summer }) => {
      time += step * 1000;
      const telegram = at(written(time, offsets[summer ? 1 : 0]!), { power_net: watts / 1000 });
      return pacer.push("E0001", telegram, select(selection, telegram).fields);
    });
  }

  function written(time: number, offset: string): string {
    const [hours, minutes] = offset.slice(1).split(":").map(Number);
    const ms = (hours! * 60 + minutes!) * 60_000 * (offset.startsWith("-") ? -1 : 1);
    return new Date(time + ms).toISOString().slice(0, 19) + offset;
  }
});
