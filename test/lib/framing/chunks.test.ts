import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { TelegramFramer } from "../../../lib/framing/framer";
import { MAX_TELEGRAM } from "../../../lib/framing/marks";
import { sealed } from "../support/cipher";
import { mutated, seeded } from "../support/mutate";
import { allOf, DSMR5, DSMR5_LINES, latin1, oldTelegram, telegram } from "../support/telegrams";

const BASES = [
  DSMR5,
  telegram(DSMR5_LINES.slice(0, 6)),
  telegram(DSMR5_LINES.slice(0, 4)).trimEnd(),
  telegram(["0-0:96.13.0(one\r\n/ISK5 two\r\n! three)"]),
  telegram(["1-0:1.7.0(1*kW)", "0-0:96.13.0(see /ISK5 there)"]).replace(/![0-9A-F]{4}/, "!WXYZ"),
  oldTelegram(["1-0:1.8.1(00001.000*kWh)", "1-0:1.7.0(0000.30*kW)"]),
  oldTelegram(["1-0:1.7.0(0000.30*kW)"]).replace("!\r\n", ""),
  telegram([`0-0:96.13.0(${"30".repeat(3000)})`]),
].map(latin1);
const ENCRYPTED = sealed(telegram(["1-0:1.7.0(1*kW)"]));

/** What decides where frames begin and end. */
const MARKS = [
  "/",
  "/ABC5",
  "!",
  "!12AB",
  "(",
  ")",
  "\r",
  "\n",
  "\0",
  " ",
  "\xff",
  "\xff\xfb\x01",
  "A",
  "x",
  "1-0:1.7.0(",
].map(latin1);

type Random = () => number;
const below = (random: Random, limit: number) => Math.floor(random() * limit);
const soup = (random: Random) =>
  Buffer.concat(Array.from({ length: 1 + below(random, 60) }, () => MARKS[below(random, MARKS.length)]!));

function stream(random: Random): Buffer {
  const parts = Array.from({ length: 1 + below(random, 4) }, () => {
    const which = random();
    if (which < 0.4) return soup(random);
    return which < 0.95 ? mutated(BASES, random) : ENCRYPTED;
  });
  return Buffer.concat(parts);
}

/** Frames and noise of `bytes`, in chunks whose lengths `next` gives. */
function framed(bytes: Buffer, next: () => number): unknown {
  const framer = new TelegramFramer();
  const frames = [];
  for (let at = 0; at < bytes.length;) {
    const to = at + next();
    frames.push(...framer.push(bytes.subarray(at, to)));
    at = to;
  }
  frames.push(...framer.flush());
  return [allOf(frames), framer.noise];
}

describe("Whatever comes, and in whatever chunks,", () => {
  const chunkings: [what: string, length: (random: Random) => number][] = [
    ["single bytes", () => 1],
    ["a few bytes", (random) => 1 + below(random, 40)],
    ["many bytes", (random) => 1 + below(random, 1500)],
  ];
  for (const [what, length] of chunkings) {
    it(`the frames and the noise are those of the whole: ${what}`, () => {
      const random = seeded(20260102);
      for (let number = 0; number < 1500; number++) {
        const bytes = stream(random);
        const whole = framed(bytes, () => bytes.length);
        const cut = framed(bytes, () => length(random));
        assert.deepEqual(cut, whole, `input ${number}: ${JSON.stringify(bytes.toString("latin1"))}`);
      }
    });
  }

  it("the frames and the noise are those of the whole: a telegram behind one about as long as the longest", () => {
    const endless = (length: number) => latin1("/ABC5\r\n\r\n1-0:1.8.1(".padEnd(length, "x"));
    // Behind the first one the buffer is as large as it gets.
    const first = Buffer.concat([endless(2 * MAX_TELEGRAM), latin1("\r\n")]);
    for (let length = MAX_TELEGRAM - 2; length <= MAX_TELEGRAM + 6; length++) {
      const bytes = Buffer.concat([first, endless(length), latin1(`\r\n${DSMR5}`)]);
      const whole = framed(bytes, () => bytes.length);
      for (const piece of [1, 7, 40, 256]) {
        const last = length % piece || piece;
        const pieces = [first.length, ...Array<number>((length - last) / piece).fill(piece), last, bytes.length];
        assert.deepEqual(
          framed(bytes, () => pieces.shift()!),
          whole,
          `${length} bytes in pieces of ${piece}`,
        );
      }
    }
  });
});

describe("The cost of", () => {
  const SIZE = 200_000;
  /** Microseconds of computing for a byte, ten times what the costliest takes; 16 KiB gone through at each byte take more. */
  const MOST = 4;
  const inputs: [what: string, pattern: string][] = [
    ["slashes", "/"],
    ["slashes at line starts", "\n/"],
    ["end marks at line starts", `/ABC5\n1-0:1.7.0(1)${"\n!x(".repeat(4000)}`],
    ["end marks behind parentheses", `/ABC5\n${")! ".repeat(5000)}`],
    ["opening parentheses", `/ABC5\n${"(".repeat(MAX_TELEGRAM)}`],
    ["slashes at line starts inside parentheses", `/ABC5\n1-0:1.7.0(${"\n/".repeat(8000)}`],
    ["headers", "/ABC5\n"],
    ["headers in mid-line", "x/ABC5"],
    ["hyphens", `\n/ABC5\n${"1-".repeat(8000)}`],
    ["NULs before end marks", `/ABC5\n${"\0".repeat(40)}!`],
    ["headers inside a telegram with a wrong CRC", `\n/ABC5\n1-0:1.7.0(1)\n${"/ABC5/".repeat(2000)}\n!0000\n`],
    ["zeros", "\0"],
  ];
  const cost = (bytes: Buffer, chunk: number) => {
    const framer = new TelegramFramer();
    const start = process.cpuUsage();
    for (let at = 0; at < bytes.length; at += chunk) framer.push(bytes.subarray(at, at + chunk));
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  for (const [what, pattern] of inputs) {
    it(`${what} is linear`, () => {
      const bytes = Buffer.alloc(SIZE, pattern, "latin1");
      for (const chunk of [100, 65_536, SIZE]) {
        const microseconds = cost(bytes, chunk);
        assert.ok(microseconds < MOST * SIZE, `${microseconds / SIZE} us a byte in chunks of ${chunk}`);
      }
    });
  }
});
