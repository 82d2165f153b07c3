import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { sealed } from "../../support/cipher";
import { comparable, framedIn } from "../../support/framed";
import { mutated, seeded } from "../../support/mutate";
import { DSMR5, DSMR5_LINES, latin1, oldTelegram, telegram } from "../../support/telegrams";

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

/** What a framer makes of `bytes` in chunks whose lengths `next` gives, to be compared. */
function inChunks(bytes: Buffer, next: () => number): unknown {
  const chunks = [];
  for (let at = 0; at < bytes.length;) {
    const to = at + next();
    chunks.push(bytes.subarray(at, to));
    at = to;
  }
  return comparable(framedIn(chunks));
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
      for (let number = 0; number < 500; number++) {
        const bytes = stream(random);
        const whole = inChunks(bytes, () => bytes.length);
        const cut = inChunks(bytes, () => length(random));
        assert.deepEqual(cut, whole, `input ${number}: ${JSON.stringify(bytes.toString("latin1"))}`);
      }
    });
  }
});
