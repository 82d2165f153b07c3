import assert from "node:assert/strict";
import { randomFillSync } from "node:crypto";
import type { NodeRed } from "./node-red";
import { event, healthOf } from "./reader";

const MB = 1024 * 1024;

/** What a line at the wrong speed, or another program, may send, and what looks most like telegrams and is none. */
const kinds: readonly ((block: Buffer) => void)[] = [
  (block) => void randomFillSync(block),
  (block) => void block.fill("\0\xff/!\r\n", "latin1"),
  (block) => void block.fill("/SIM5\\GARBAGE\r\n\r\n1-0:1.7.0(", "latin1"),
  (block) => void block.fill("/SIM5\\GARBAGE\r\n\r\n1-3:0.2.8(50)\r\n1-0:1.7.0(00.100*kW)\r\n!0000\r\n", "latin1"),
  (block) => {
    block.fill("1-0:1.7.0(99.999*kW)\r\n", "latin1");
    block.write("/SIM5\\GARBAGE\r\n\r\n", "latin1");
  },
];

/** So many megabytes of it, in blocks of 64 KiB. */
export function* garbage(megabytes: number): Generator<Buffer> {
  for (let turn = 0; turn < megabytes; turn++) {
    const block = Buffer.alloc(MB);
    kinds[turn % kinds.length]!(block);
    for (let at = 0; at < MB; at += MB / 16) yield block.subarray(at, at + MB / 16);
  }
}

/** Fails where a flood of so many megabytes does not get to the p1-in, or more is told and logged of it than the flood rule allows. */
export async function isTakenQuietly(nodeRed: NodeRed, megabytes: number, flood: () => Promise<void>): Promise<void> {
  const mark = nodeRed.mark;
  const told = nodeRed.taken("health").length;
  const logged = nodeRed.program.lines.length;
  const started = Date.now();
  await flood();
  await event(nodeRed, "summary", { mark, fits: ({ counters }) => (counters?.bytes ?? 0) > megabytes * MB });
  const seconds = (Date.now() - started) / 1000;
  const events = nodeRed.taken("health").slice(told);
  const rejected = events.filter((msg) => healthOf(msg).event === "rejected").length;
  assert.ok(rejected > 0 && rejected <= seconds + 1, `${rejected} rejections were told in ${seconds} s`);
  const lines = nodeRed.program.lines.slice(logged);
  assert.ok(lines.length <= 5, `logged of it:\n${lines.join("\n")}`);
}
