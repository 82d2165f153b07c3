import assert from "node:assert/strict";
import { Backoff } from "../../../lib/connection/backoff";

const cases = [
  { jitter: 0, waits: [1, 2, 4, 8, 16, 30, 30] },
  { jitter: 0.5, waits: [1.5, 3, 6, 12, 24, 45, 45] },
  { jitter: 1, waits: [2, 4, 8, 16, 32, 60, 60] },
];

describe("Backoff", () => {
  for (const { jitter, waits } of cases) {
    it(`waits ${waits.join(", ")} s with jitter ${jitter}`, () => {
      const backoff = new Backoff(() => jitter);
      assert.deepEqual(
        waits.map(() => backoff.next() / 1000),
        waits,
      );
    });
  }

  it("starts again with 1 to 2 s after a reset", () => {
    const backoff = new Backoff(() => 0);
    for (let i = 0; i < 5; i++) backoff.next();
    backoff.reset();
    assert.equal(backoff.next(), 1000);
  });

  it("stays between 1 s and 60 s, and differs from try to try", () => {
    const backoff = new Backoff();
    const waits = Array.from({ length: 200 }, () => backoff.next());
    assert.ok(waits.every((wait) => wait >= 1000 && wait <= 60_000));
    assert.ok(new Set(waits.slice(50)).size > 100);
  });
});
