import assert from "node:assert/strict";
import { Streams } from "../../../nodes/dsmr-parse/streams";

describe("Streams", () => {
  it("makes one thing a stream, and keeps it", () => {
    let made = 0;
    const streams = new Streams(3, () => ++made);
    assert.deepEqual(
      ["a", "b", "a", "__proto__", "a"].map((key) => streams.get(key)),
      [1, 2, 1, 3, 1],
    );
  });

  it("drops the least recently used beyond its limit", () => {
    let made = 0;
    const streams = new Streams(1000, () => ++made);
    for (let key = 0; key < 1000; key++) streams.get(String(key));
    streams.get("0");
    streams.get("one more");
    assert.equal(streams.size, 1000);
    assert.equal(streams.get("0"), 1);
    assert.equal(streams.get("2"), 3);
    assert.equal(streams.get("1"), 1002);
  });
});
