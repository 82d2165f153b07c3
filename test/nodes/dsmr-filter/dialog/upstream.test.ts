import assert from "node:assert/strict";
import { parsersBefore, type WireSource } from "../../../../nodes/dsmr-filter/dialog/upstream";

/** Wires as "from.output>to"; a node's type is its name without digits. */
function sources(wires: string): (id: string) => WireSource[] {
  const all = wires.split(" ").map((wire) => /^(\w+?)(?:\.(\d))?>(\w+)$/.exec(wire)!);
  return (id) =>
    all
      .filter(([, , , to]) => to === id)
      .map(([, from, output]) => {
        const type = from!.replace(/\d+$/, "");
        return { id: from!, type: type === "parse" ? "dsmr-parse" : type, output: Number(output ?? 0) };
      });
}

describe("the parsers before a dsmr-filter", () => {
  const cases: [says: string, wires: string, parsers: string[]][] = [
    ["one wired to it", "parse1>filter", ["parse1"]],
    ["one behind other nodes", "parse1>switch switch>junction junction>filter", ["parse1"]],
    ["the nearest first", "switch>filter parse1>switch parse2>filter", ["parse2", "parse1"]],
    ["none from its health output", "parse1.1>filter", []],
    ["one wired by both its outputs", "parse1.1>filter parse1>filter", ["parse1"]],
    ["none in a circle without one", "change>filter filter>change", []],
    ["none without wires", "parse1>other", []],
  ];
  for (const [says, wires, parsers] of cases) {
    it(`are ${says}`, () => assert.deepEqual(parsersBefore("filter", sources(wires)), parsers));
  }

  it("are looked for in at most 200 nodes of a large flow", () => {
    let asked = 0;
    const endless = (id: string) => {
      asked++;
      return [{ id: `${id}x`, type: "change", output: 0 }];
    };
    assert.deepEqual(parsersBefore("filter", endless), []);
    assert.ok(asked <= 200);
  });
});
