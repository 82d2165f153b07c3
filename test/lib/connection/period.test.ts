import assert from "node:assert/strict";
import { Period } from "../../../lib/connection/period";

/** Gaps in seconds between telegrams, and the period they show. */
const cases: { name: string; gaps: number[]; period: number | undefined }[] = [
  { name: "is unknown after two gaps", gaps: [1, 1], period: undefined },
  { name: "is known after three", gaps: [1, 1, 1], period: 1 },
  { name: "is 10 s for DSMR 4", gaps: [10, 10.1, 9.9, 10], period: 10 },
  { name: "is five minutes behind a poller", gaps: [300, 300, 300], period: 300 },
  { name: "is not moved by a lost telegram", gaps: [1, 2, 1, 1], period: 1 },
  { name: "is not moved by a long outage", gaps: [10, 10, 10, 7200, 10], period: 10 },
  { name: "is not moved by a burst that was held up", gaps: [10, 10, 10, 40, 0, 0.01, 0.01, 10], period: 10 },
  { name: "follows another meter", gaps: [1, 1, 1, 1, 1, 1, 1, 10, 10, 10, 10], period: 10 },
];

describe("Period", () => {
  for (const { name, gaps, period } of cases) {
    it(`${name}: ${gaps.join(", ")} s`, () => {
      const measured = new Period();
      let now = 5000;
      measured.telegram(now);
      for (const gap of gaps) measured.telegram((now += gap * 1000));
      assert.equal(measured.value, period === undefined ? undefined : period * 1000);
    });
  }

  it("starts with what was measured before, until it knows better", () => {
    const measured = new Period(1000);
    for (const now of [0, 10_000, 20_000]) measured.telegram(now);
    assert.equal(measured.value, 1000);
    measured.telegram(30_000);
    assert.equal(measured.value, 10_000);
  });

  it("does not count the time of a lost connection", () => {
    const measured = new Period();
    for (const now of [0, 1000, 2000]) measured.telegram(now);
    measured.lost();
    measured.telegram(500_000);
    assert.equal(measured.value, undefined);
    measured.telegram(501_000);
    assert.equal(measured.value, 1000);
  });
});
