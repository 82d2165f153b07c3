import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { placeOfKey, setAt } from "../../../lib/telegram/key-places";

describe("A key", () => {
  it("has one place, which no other key has, until all are taken", () => {
    const keys = Array.from({ length: 300 }, (_, index) => `key ${index}`);
    const places = keys.map(placeOfKey);
    const taken = places.filter((place) => place >= 0);
    assert.equal(new Set(taken).size, taken.length);
    assert.equal(places.at(-1), -1);
    assert.deepEqual(keys.map(placeOfKey), places);
  });

  for (let place = -1; place <= 128; place++) {
    it(`is set at place ${place}`, () => {
      const object: Record<string, number> = { other: 1 };
      setAt(place, object, "key", place);
      assert.deepEqual(object, { other: 1, key: place });
    });
  }
});
