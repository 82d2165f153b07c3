import assert from "node:assert/strict";
import type { FieldRow } from "../../../lib/selection/types";
import type { Device, Telegram } from "../../../lib/telegram/types";
import { paceOf } from "./paced";
import { device, telegram, withoutObjects } from "./telegrams";

interface Seen {
  /** The telegram's time at +01:00; by default that of the reading. */
  readonly at?: string;
  /** The reading's own time. */
  readonly time?: string;
  readonly value: number;
  readonly id?: string;
}

interface Case {
  readonly says: string;
  readonly rows?: FieldRow[];
  readonly seen: Seen[];
  readonly gives: string[];
}

const cases: Case[] = [
  {
    says: "releases the first reading alone, at its own time",
    seen: [{ at: "12:03:20", time: "12:00:00", value: 1 }],
    gives: ["11:00:00 gas_delivered 1"],
  },
  {
    says: "releases a reading once, however often it is sent",
    seen: [
      { at: "12:00:20", time: "12:00:00", value: 1 },
      { at: "12:00:21", time: "12:00:00", value: 1 },
      { at: "12:00:22", time: "12:00:00", value: 1 },
    ],
    gives: ["11:00:00 gas_delivered 1"],
  },
  {
    says: "adds what was used since the reading before, in how long, and at what rate",
    seen: [
      { time: "12:00:00", value: 12785.123 },
      { time: "12:05:00", value: 12785.223 },
    ],
    gives: [
      "11:00:00 gas_delivered 12785.123",
      "11:05:00 gas_delivered 12785.223 gas_delivered_delta 0.1 gas_delivered_period 300 gas_delivered_rate 1.2",
    ],
  },
  {
    says: "adds a use of 0 if nothing was used",
    seen: [
      { time: "12:00:00", value: 5 },
      { time: "13:00:00", value: 5 },
    ],
    gives: [
      "11:00:00 gas_delivered 5",
      "12:00:00 gas_delivered 5 gas_delivered_delta 0 gas_delivered_period 3600 gas_delivered_rate 0",
    ],
  },
  {
    says: "adds it in the unit and under the name asked for",
    rows: [{ field: "gas_delivered", unit: "l", rename: "gas" }],
    seen: [
      { time: "12:00:00", value: 1 },
      { time: "13:00:00", value: 1.25 },
    ],
    gives: ["11:00:00 gas 1000", "12:00:00 gas 1250 gas_delta 250 gas_period 3600 gas_rate 250"],
  },
  {
    says: "finds the reading behind an OBIS code",
    rows: [{ field: "0-1:24.2.1" }],
    seen: [
      { time: "12:00:00", value: 1 },
      { time: "13:00:00", value: 2 },
    ],
    gives: [
      "11:00:00 gas_delivered 1",
      "12:00:00 gas_delivered 2 gas_delivered_delta 1 gas_delivered_period 3600 gas_delivered_rate 1",
    ],
  },
  {
    says: "adds no use if the value fell",
    seen: [
      { time: "12:00:00", value: 100 },
      { time: "13:00:00", value: 1 },
      { time: "14:00:00", value: 3 },
    ],
    gives: [
      "11:00:00 gas_delivered 100",
      "12:00:00 gas_delivered 1",
      "13:00:00 gas_delivered 3 gas_delivered_delta 2 gas_delivered_period 3600 gas_delivered_rate 2",
    ],
  },
  {
    says: "adds no use across a change of id, and then accepts an older time",
    seen: [
      { time: "12:00:00", value: 100, id: "old" },
      { time: "11:00:00", value: 200, id: "new" },
      { time: "12:00:00", value: 201, id: "new" },
    ],
    gives: [
      "11:00:00 gas_delivered 100",
      "10:00:00 gas_delivered 200",
      "11:00:00 gas_delivered 201 gas_delivered_delta 1 gas_delivered_period 3600 gas_delivered_rate 1",
    ],
  },
  {
    says: "ignores the older reading of a telegram that came too late",
    seen: [
      { time: "12:00:00", value: 1 },
      { time: "13:00:00", value: 2 },
      { time: "12:00:00", value: 1 },
    ],
    gives: [
      "11:00:00 gas_delivered 1",
      "12:00:00 gas_delivered 2 gas_delivered_delta 1 gas_delivered_period 3600 gas_delivered_rate 1",
    ],
  },
  {
    says: "starts again when the reading's clock is set back by hours",
    seen: [
      { time: "12:00:00", value: 1 },
      { time: "08:00:00", value: 2 },
    ],
    gives: ["11:00:00 gas_delivered 1", "07:00:00 gas_delivered 2"],
  },
  {
    says: "releases a changed value at the telegram's time if the device gives no time",
    seen: [
      { at: "12:00:00", value: 1 },
      { at: "12:10:00", value: 1 },
      { at: "13:00:00", value: 2 },
    ],
    gives: [
      "11:00:00 gas_delivered 1",
      "12:00:00 gas_delivered 2 gas_delivered_delta 1 gas_delivered_period 3600 gas_delivered_rate 1",
    ],
  },
];

describe("the pace reading", () => {
  for (const { says, rows, seen, gives } of cases) {
    it(says, () => {
      const push = paceOf({ pace: "reading" }, rows);
      assert.deepEqual(
        seen.flatMap((one) => push(gas(one))),
        gives,
      );
    });
  }

  it("releases gas, water and heat, each at its own time, and no electricity", () => {
    assert.deepEqual(paceOf({ pace: "reading" })(telegram()), [
      "10:00:00 heat_delivered 2.5",
      "10:55:00 gas_delivered 12785.123",
      "10:59:00 water_delivered 321.5",
    ]);
  });

  it("releases readings of one time together", () => {
    const time = "2026-01-15T12:00:00+01:00";
    const devices = [device(1, "gas", 1, time), device(2, "water", 2, time)];
    const both = telegram({ devices, values: { gas_delivered: 1, water_delivered: 2 } });
    assert.deepEqual(paceOf({ pace: "reading" })(both), ["11:00:00 gas_delivered 1 water_delivered 2"]);
  });

  it("takes the time of the live device, not of a stale one on a lower channel", () => {
    const stale: Device = { ...device(1, "gas", 9, "2025-01-01T00:00:00+01:00"), status: "stale" };
    const devices = [stale, device(2, "gas", 1, "2026-01-15T12:00:00+01:00")];
    const push = paceOf({ pace: "reading" });
    assert.deepEqual(push(withoutObjects(telegram({ devices, values: { gas_delivered: 1 } }))), [
      "11:00:00 gas_delivered 1",
    ]);
  });

  it("finds a second device by its channel", () => {
    const devices = [
      device(1, "gas", 1, "2026-01-15T12:00:00+01:00"),
      device(4, "gas", 2, "2026-01-15T12:30:00+01:00"),
    ];
    const push = paceOf({ pace: "reading" });
    assert.deepEqual(push(telegram({ devices, values: { gas_delivered: 1, gas_delivered_ch4: 2 } })), [
      "11:00:00 gas_delivered 1",
      "11:30:00 gas_delivered_ch4 2",
    ]);
  });

  it("releases both hours of an autumn night once each", () => {
    const push = paceOf({ pace: "reading" });
    const times = ["02:00:00+02:00", "02:00:00+02:00", "02:00:00+01:00", "02:00:00+01:00", "03:00:00+01:00"];
    const sent = times.flatMap((time, index) => {
      const devices = [device(1, "gas", index, `2026-10-25T${time}`)];
      return push(telegram({ devices, values: { gas_delivered: index }, objects: {} }));
    });
    assert.deepEqual(
      sent.map((text) => text.slice(0, 8)),
      ["00:00:00", "01:00:00", "02:00:00"],
    );
  });
});

/** A telegram with a gas reading, in `values`, in `devices` and as a line. */
function gas({ at, time, value, id = "G1" }: Seen): Telegram {
  const own = time && { timestamp: `2026-01-15T${time}+01:00` };
  return telegram({
    timestamp: `2026-01-15T${at ?? time ?? ""}+01:00`,
    values: { gas_delivered: value, power_net: 1 },
    devices: [{ channel: 1, medium: "gas", id, value, unit: "m3", status: "live", ...own }],
    objects: { "0-1:24.2.1": { name: "gas_delivered", value, unit: "m3", ...own } },
  });
}
