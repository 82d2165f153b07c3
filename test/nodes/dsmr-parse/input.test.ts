import assert from "node:assert/strict";
import { outgoingTopic, payloadBytes, streamKey } from "../../../nodes/dsmr-parse/input";

describe("the payload at the input", () => {
  const payloads: [string, unknown, number[] | undefined][] = [
    ["a Buffer as it is", Buffer.from([0x2f, 0xb3]), [0x2f, 0xb3]],
    ["text as latin1", "m\u00b3\u00ff", [0x6d, 0xb3, 0xff]],
    ["text beyond latin1 as UTF-8", "\u20ac\u00b3", [0xe2, 0x82, 0xac, 0xc2, 0xb3]],
    ["empty text", "", []],
    ["no number", 42, undefined],
    ["no object", { a: 1 }, undefined],
    ["no array", [0x2f], undefined],
    ["nothing missing", undefined, undefined],
    ["no null", null, undefined],
  ];
  for (const [what, payload, bytes] of payloads) {
    it(`takes ${what}`, () => {
      const taken = payloadBytes(payload);
      assert.deepEqual(taken && [...taken], bytes);
    });
  }
});

describe("the stream a piece belongs to", () => {
  it("is known by the session, because clients of one server share a topic", () => {
    const first = streamKey({ topic: "a", _session: { id: "1" } });
    assert.notEqual(first, streamKey({ topic: "a", _session: { id: "2" } }));
    assert.equal(first, streamKey({ topic: "b", _session: { id: "1" } }));
  });

  it("is known by the topic if there is no session", () => {
    assert.notEqual(streamKey({ topic: "a" }), streamKey({ topic: "b" }));
    assert.equal(streamKey({ topic: "a", _session: "odd" }), streamKey({ topic: "a" }));
    assert.equal(streamKey({}), streamKey({ topic: "" }));
  });

  it("never takes a topic for a session", () => {
    assert.notEqual(streamKey({ topic: "session 1" }), streamKey({ _session: { id: "1" } }));
  });
});

describe("the topic sent", () => {
  const topics: [[string, string, string], string][] = [
    [["option", "incoming", "name"], "option"],
    [["", "incoming", "name"], "incoming"],
    [["", "", "name"], "name"],
    [["", "", ""], "p1"],
  ];
  for (const [given, topic] of topics) {
    it(`is ${topic} for ${JSON.stringify(given)}`, () => assert.equal(outgoingTopic(...given), topic));
  }
});
