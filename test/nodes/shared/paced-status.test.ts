import assert from "node:assert/strict";
import { PacedStatus } from "../../../nodes/shared/paced-status";
import { FakeClock } from "../../lib/connection/support";

describe("PacedStatus", () => {
  let clock: FakeClock;
  let shown: string[];
  let status: PacedStatus;

  beforeEach(() => {
    clock = new FakeClock();
    shown = [];
    status = new PacedStatus(({ fill, text }) => shown.push(`${clock.elapsed() / 1000} s: ${fill} ${text}`), clock);
  });

  it("shows the first status at once", () => {
    status.show(() => ({ fill: "green", text: "a" }));
    assert.deepEqual(shown, ["0 s: green a"]);
  });

  it("shows at most one status every 2 s, and always the last one", async () => {
    for (let text = 0; text < 10; text++) {
      status.show(() => ({ fill: "green", text: String(text) }));
      await clock.pass(0.5);
    }
    await clock.pass(10);
    assert.deepEqual(shown, ["0 s: green 0", "2 s: green 3", "4 s: green 7", "6 s: green 9"]);
  });

  it("does not show the same status twice", async () => {
    for (let time = 0; time < 5; time++) {
      status.show(() => ({ fill: "green", text: "same" }));
      await clock.pass(3);
    }
    assert.deepEqual(shown, ["0 s: green same"]);
  });

  it("shows the same text in another colour", async () => {
    status.show(() => ({ fill: "green", text: "a" }));
    status.show(() => ({ fill: "yellow", text: "a" }));
    await clock.pass(2);
    assert.deepEqual(shown, ["0 s: green a", "2 s: yellow a"]);
  });

  it("shows nothing if the status asked for is the one that is shown", async () => {
    status.show(() => ({ text: "a" }));
    status.show(() => ({ text: "b" }));
    status.show(() => ({ text: "a" }));
    await clock.pass(5);
    assert.equal(shown.length, 1);
  });

  it("leaves no timer and shows nothing after it was closed", async () => {
    status.show(() => ({ text: "a" }));
    status.show(() => ({ text: "b" }));
    status.close();
    assert.equal(clock.pending, 0);
    await clock.pass(5);
    assert.equal(shown.length, 1);
  });
});
