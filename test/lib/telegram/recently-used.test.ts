import assert from "node:assert/strict";
import { RecentlyUsed } from "../../../lib/telegram/recently-used";

describe("RecentlyUsed", () => {
  it("makes one entry a key, and keeps it", () => {
    let made = 0;
    const entries = new RecentlyUsed<number>(3);
    assert.deepEqual(
      ["a", "b", "a", "__proto__", "a"].map((key) => entries.get(key, () => ++made)),
      [1, 2, 1, 3, 1],
    );
  });

  it("drops the least recently used beyond its limit", () => {
    let made = 0;
    const entries = new RecentlyUsed<number>(1000);
    const get = (key: string) => entries.get(key, () => ++made);
    for (let key = 0; key < 1000; key++) get(String(key));
    get("0");
    get("one more");
    assert.equal(entries.size, 1000);
    assert.equal(get("0"), 1);
    assert.equal(get("2"), 3);
    assert.equal(get("1"), 1002);
  });

  it("counts finding one as a use", () => {
    const entries = new RecentlyUsed<string>(2);
    for (const key of ["a", "b"]) entries.get(key, () => key);
    assert.deepEqual([entries.find("a"), entries.find("c")], ["a", undefined]);
    entries.get("c", () => "c");
    assert.deepEqual([entries.peek("a"), entries.peek("b"), entries.peek("c")], ["a", undefined, "c"]);
  });

  it("does not count a look as a use", () => {
    const entries = new RecentlyUsed<string>(2);
    for (const key of ["a", "b"]) entries.get(key, () => key);
    assert.equal(entries.peek("a"), "a");
    entries.get("c", () => "c");
    assert.deepEqual([entries.peek("a"), entries.peek("b"), entries.peek("c")], [undefined, "b", "c"]);
  });
});
