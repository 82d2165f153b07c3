import assert from "node:assert/strict";
import type { Frame } from "../../../lib/framing/frame";
import { Recent } from "../../../lib/report/recent";

function frame(status: Frame["crc"]["status"], fault?: Frame["fault"]): Frame {
  return { bytes: Buffer.alloc(0), crc: { status }, ended: true, ...(fault && { fault }) };
}

describe("what is kept for a report", () => {
  it("is the last two good frames and the last three others, in order, and no copies", () => {
    const recent = new Recent();
    const frames = [
      frame("valid"),
      frame("invalid"),
      frame("absent"),
      frame("absent", "cut"),
      frame("absent", "decrypt"),
      frame("valid"),
      frame("absent", "too-long"),
    ];
    frames.forEach((one, at) => recent.onFrame(one, at));
    const kept = recent.frames.map((received) => frames.findIndex((one) => one === received.frame));
    assert.deepEqual(kept, [2, 3, 4, 5, 6]);
    assert.deepEqual(recent.counts, { valid: 2, invalid: 1, absent: 1, cut: 1, decrypt: 1, "too-long": 1 });
  });

  it("is the last twenty events and warnings", () => {
    const recent = new Recent(undefined, () => Date.UTC(2026, 0, 1));
    for (let i = 0; i < 30; i++) recent.onEvent({ event: "data-resumed", timestamp: "", text: String(i) });
    recent.onWarning("no RTS");
    assert.equal(recent.events.length, 20);
    assert.deepEqual(recent.events.at(-1), { timestamp: "2026-01-01T00:00:00.000Z", event: "warning", text: "no RTS" });
  });
});
