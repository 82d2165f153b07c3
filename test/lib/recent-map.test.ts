import assert from "node:assert/strict";
import { RecentMap } from "../../lib/recent-map";

/** The keys that are left in a map of at most three keys after these uses, one letter each. */
function keysAfter(uses: string): string {
  const map = new RecentMap(3);
  for (const key of uses) map.get(key, () => ({}));
  return ["a", "b", "c", "d", "e"].filter((key) => map.find(key)).join("");
}

describe("a map of the keys used last", () => {
  const cases: [says: string, uses: string, left: string][] = [
    ["keeps as many keys as it may", "abc", "abc"],
    ["drops the oldest key for a new one", "abcd", "bcd"],
    ["drops the key that was used least recently", "abcad", "acd"],
    ["drops one key for each new one", "abcade", "ade"],
    ["keeps a key that is used again and again", "abacadaeae", "ade"],
  ];
  for (const [says, uses, left] of cases) it(says, () => assert.equal(keysAfter(uses), left));

  it("makes a value once, and again after it was dropped", () => {
    const map = new RecentMap(1);
    const make = () => ({});
    const first = map.get("a", make);
    assert.equal(map.get("a", make), first);
    map.get("b", make);
    assert.notEqual(map.get("a", make), first);
  });

  it("finds no key that was never there", () => {
    assert.equal(new RecentMap(1).find("__proto__"), undefined);
  });

  it("counts a search that finds a key as a use", () => {
    const map = new RecentMap<{ key: string }>(2);
    for (const key of ["a", "b"]) map.get(key, () => ({ key }));
    map.find("a");
    map.get("c", () => ({ key: "c" }));
    assert.deepEqual([map.find("a"), map.find("b")], [{ key: "a" }, undefined]);
  });

  it("never has more keys than it may", () => {
    const map = new RecentMap(10);
    for (let key = 0; key < 1000; key++) map.get(String(key), () => ({}));
    assert.equal(map.size, 10);
  });
});
