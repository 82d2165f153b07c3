import assert from "node:assert/strict";
import { FieldRecord } from "../../../lib/selection/field-record";
import type { FieldValue } from "../../../lib/selection/types";

type Pair = [name: string, value: FieldValue];

const lists: [says: string, pairs: Pair[]][] = [
  [
    "fields",
    [
      ["power_net", 1.5],
      ["gas", 3],
      ["text", "x"],
    ],
  ],
  [
    "one name given twice",
    [
      ["a", 1],
      ["b", 2],
      ["a", 3],
    ],
  ],
  [
    "names that are numbers",
    [
      ["b", 1],
      ["2", 2],
      ["1", 3],
    ],
  ],
  ["no field", []],
  [
    "names with quotes and blanks",
    [
      ['"', 1],
      ["a b", 2],
      ["\\", 3],
    ],
  ],
];

describe("the object of fields", () => {
  for (const [says, pairs] of lists) {
    it(`is the same at the first and every later time: ${says}`, () => {
      const record = new FieldRecord();
      for (const add of ["", "", "!"]) {
        const given = pairs.map(([name, value]): Pair => [name, typeof value === "string" ? value + add : value]);
        const made = record.of(given.map(([name, value]) => ({ name, value })));
        assert.deepEqual(Object.entries(made), Object.entries(Object.fromEntries(given)));
      }
    });
  }

  it("is another one each time", () => {
    const record = new FieldRecord();
    const [one, other] = [1, 2, 3].map((value) => record.of([{ name: "a", value }])).slice(1);
    assert.deepEqual([one, other], [{ a: 2 }, { a: 3 }]);
  });

  it("has the names of these fields, whatever the ones before had", () => {
    const record = new FieldRecord();
    for (const name of ["a", "b", "b", "a", "a"]) assert.deepEqual(record.of([{ name, value: 1 }]), { [name]: 1 });
  });
});
