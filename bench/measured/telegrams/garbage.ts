import { chances } from "../../../lib/source/simulator/random";
import { GeneratedMeter } from "./meter";

export const garbageKinds = {
  "no /": "any bytes but `/` and `!`",
  "/ but no !": "any bytes but `!`, with a `/` in every 64 and a header line in every 1,024",
  "no end lines": "telegrams without their `!` lines, which some meters leave out: each is read and judged",
} as const;
export type GarbageKind = keyof typeof garbageKinds;

const SLASH = 0x2f;
const BANG = 0x21;
const HASH = 0x23;

const HEADER = Buffer.from("\r\n/ABC5\\NOISE\r\n");

/** Returns `bytes` bytes that hold no telegram. */
export function garbage(kind: GarbageKind, bytes: number): Buffer {
  if (kind === "no end lines") return endless(bytes);
  const noise = anyBytes(bytes);
  if (kind === "no /") return noise;
  for (let at = 0; at < bytes; at += 64) noise[at] = SLASH;
  for (let at = 0; at < bytes; at += 1024) HEADER.copy(noise, at);
  return noise;
}

function anyBytes(bytes: number): Buffer {
  const chance = chances(1);
  const out = Buffer.alloc(bytes);
  for (let i = 0; i < bytes; i++) {
    const byte = chance(i) & 0xff;
    out[i] = byte === SLASH || byte === BANG ? HASH : byte;
  }
  return out;
}

function endless(bytes: number): Buffer {
  const meter = new GeneratedMeter(1);
  const lines = (second: number) => meter.telegram(second).toString("latin1").split("!")[0]!;
  const once = Buffer.from(Array.from({ length: 500 }, (_, second) => lines(second)).join(""), "latin1");
  return Buffer.alloc(bytes, once);
}
