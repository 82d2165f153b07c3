import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { KeyPlaces, setAt } from "../../../lib/telegram/key-places";

describe("A key", () => {
  it("has a place of its own, the same each time, until all are taken", () => {
    const places = new KeyPlaces();
    const keys = Array.from({ length: 130 }, (_, index) => `key ${index}`);
    const expected = keys.map((_, index) => (index < 128 ? index : -1));
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(
        keys.map((key) => places.of(key)),
        expected,
      );
    }
  });

  for (let place = -1; place <= 128; place++) {
    it(`is set at place ${place}`, () => {
      const object: Record<string, number> = { other: 1 };
      setAt(place, object, "key", place);
      assert.deepEqual(object, { other: 1, key: place });
    });
  }
});
