import assert from "node:assert/strict";
import { SparingLog } from "../../../nodes/shared/log-sparingly";
import { FakeClock } from "../../lib/connection/support";

describe("SparingLog", () => {
  let clock: FakeClock;
  let lines: string[];
  let log: SparingLog;

  beforeEach(() => {
    clock = new FakeClock();
    lines = [];
    log = new SparingLog((text) => lines.push(text), clock);
  });

  it("logs the first of each kind at once", () => {
    log.note("a", "first a");
    log.note("b", "first b");
    assert.deepEqual(lines, ["first a", "first b"]);
  });

  it("logs the number of those that follow, at most once a minute", async () => {
    for (let second = 0; second < 180; second++) {
      log.note("crc", "wrong CRC");
      await clock.pass(1);
    }
    assert.deepEqual(lines, ["wrong CRC", "wrong CRC (60 times)", "wrong CRC (60 times)"]);
  });

  it("has the last text of every kind in a sum", async () => {
    for (const text of ["a 1", "a 2", "a 3"]) log.note("a", text);
    for (const text of ["b 1", "b 2"]) log.note("b", text);
    await clock.pass(60);
    assert.deepEqual(lines, ["a 1", "b 1", "a 3 (2 times); b 2"]);
  });

  it("does not grow with the number of kinds", async () => {
    for (let kind = 0; kind < 1000; kind++) log.note(`kind ${kind}`, `text ${kind}`);
    assert.equal(lines.length, 100);
    await clock.pass(60);
    assert.equal(lines.at(-1), "text 999 (900 times)");
  });

  it("leaves no timer when closed", () => {
    log.note("a", "a");
    log.note("a", "a");
    log.close();
    assert.equal(clock.pending, 0);
  });
});
