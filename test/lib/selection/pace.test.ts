import assert from "node:assert/strict";
import { Pacer } from "../../../lib/selection/pacer";
import { compileSelection, select } from "../../../lib/selection/select";
import { paceOf } from "./paced";
import { at } from "./telegrams";

describe("the pace all", () => {
  it("releases the fields of every telegram at its time", () => {
    const push = paceOf({ pace: "all" });
    assert.deepEqual(push(at("2026-01-15T12:00:00+01:00", { power_net: 1 })), ["11:00:00 power_net 1"]);
    assert.deepEqual(push(at("2026-01-15T12:00:10+01:00", { power_net: 1 })), ["11:00:10 power_net 1"]);
  });

  it("releases nothing if nothing was picked", () => {
    const push = paceOf({ pace: "all" }, [{ field: "voltage_l1" }]);
    assert.deepEqual(push(at("2026-01-15T12:00:00+01:00", { power_net: 1 })), []);
  });

  it("releases nothing of a telegram without a readable time", () => {
    assert.deepEqual(paceOf({ pace: "all" })(at("yesterday", { power_net: 1 })), []);
  });
});

describe("the pace change", () => {
  /** Values a minute apart, and those that are released. */
  const cases: [says: string, options: Parameters<typeof paceOf>[0], values: number[], released: number[]][] = [
    ["releases a value that has changed", {}, [1, 1, 2, 2, 1], [1, 2, 1]],
    ["holds back a value that stays within the dead band", { deadband: 0.1 }, [1, 1.05, 0.95, 1.2], [1, 1.2]],
    [
      "measures the dead band from what was released, not from what was held back",
      { deadband: 0.1 },
      [1, 1.08, 1.16],
      [1, 1.16],
    ],
    ["holds back a change of exactly the dead band", { deadband: 0.1 }, [1.2, 1.3, 1.1, 1.31], [1.2, 1.31]],
    ["releases an unchanged value when the heartbeat is due", { heartbeat: 180 }, [1, 1, 1, 1, 1, 1, 1], [1, 1, 1]],
    ["counts the heartbeat from what was released", { heartbeat: 180 }, [1, 1, 2, 2, 2, 2], [1, 2, 2]],
    ["releases an unchanged value never again without a heartbeat", { heartbeat: 0 }, [1, 1, 1, 1, 1, 1, 1], [1]],
  ];
  for (const [says, options, values, released] of cases) {
    it(says, () => {
      const push = paceOf({ pace: "change", ...options });
      const sent = values.flatMap((value, index) => push(at(`2026-01-15T12:0${index}:00+01:00`, { power_net: value })));
      assert.deepEqual(
        sent.map((text) => Number(text.split(" ")[2])),
        released,
      );
    });
  }

  it("releases only the fields that changed", () => {
    const push = paceOf({ pace: "change" });
    push(at("2026-01-15T12:00:00+01:00", { power_net: 1, voltage_l1: 230 }));
    const sent = push(at("2026-01-15T12:00:10+01:00", { power_net: 1, voltage_l1: 231 }));
    assert.deepEqual(sent, ["11:00:10 voltage_l1 231"]);
  });

  it("prefers a row's own dead band to the common one", () => {
    const push = paceOf({ pace: "change", deadband: 10 }, [
      { field: "voltage_l1" },
      { field: "power_net", unit: "W", deadband: 100 },
      { field: "power_returned", deadband: 0 },
    ]);
    push(at("2026-01-15T12:00:00+01:00", { voltage_l1: 230, power_net: 1, power_returned: 0 }));
    const some = push(at("2026-01-15T12:00:10+01:00", { voltage_l1: 235, power_net: 1.05, power_returned: 0.001 }));
    assert.deepEqual(some, ["11:00:10 power_returned 0.001"]);
    const all = push(at("2026-01-15T12:00:20+01:00", { voltage_l1: 241, power_net: 1.101, power_returned: 0 }));
    assert.deepEqual(all, ["11:00:20 voltage_l1 241 power_net 1101 power_returned 0"]);
  });

  it("restarts the heartbeat when the clock is set back", () => {
    const push = paceOf({ pace: "change", heartbeat: 30 });
    push(at("2026-01-15T12:00:00+01:00", { power_net: 1 }));
    assert.deepEqual(push(at("2026-01-15T09:00:00+01:00", { power_net: 1 })), []);
    assert.deepEqual(push(at("2026-01-15T09:00:30+01:00", { power_net: 1 })), ["08:00:30 power_net 1"]);
  });
});

describe("the state of meters", () => {
  it("is kept apart by meter", () => {
    const push = paceOf({ pace: "change" });
    assert.equal(push(at("2026-01-15T12:00:00+01:00", { power_net: 1 }, "A")).length, 1);
    assert.equal(push(at("2026-01-15T12:00:00+01:00", { power_net: 1 }, "B")).length, 1);
    assert.equal(push(at("2026-01-15T12:00:10+01:00", { power_net: 1 }, "A")).length, 0);
  });

  it("is kept for the thousand meters heard last", () => {
    const pacer = new Pacer({ pace: "change", every: 60, aggregate: "latest", deadband: 0, heartbeat: 0 });
    const selection = compileSelection([]);
    const push = (id: string) => {
      const telegram = at("2026-01-15T12:00:00+01:00", { power_net: 1 }, id);
      return pacer.push(id, telegram, select(selection, telegram).fields).length;
    };
    for (let index = 0; index < 1000; index++) push(`M${index}`);
    assert.equal(push("M0"), 0, "M0 is known, and is now the one heard last");
    push("M1000");
    assert.equal(pacer.meters, 1000);
    assert.equal(push("M0"), 0, "M0 is still known");
    assert.equal(push("M1"), 1, "M1 was forgotten");
  });
});
