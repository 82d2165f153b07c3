import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, it } from "mocha";
import { MAX_TELEGRAM } from "../../lib/framing/bytes";
import { TelegramFramer } from "../../lib/framing/framer";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { parseTelegram } from "../../lib/telegram/parse";
import { TelegramReader } from "../../lib/telegram/reader";
import { TelegramError } from "../../lib/telegram/types";
import { sealed } from "../support/cipher";
import { corpusBytes, corpusFiles } from "../support/corpus";
import { inputs } from "../support/inputs";
import { mutated, seeded } from "../support/mutate";
import { assertTelegram } from "../support/schema";
import { DSMR5, DSMR5_LINES, latin1, oldTelegram, telegram } from "../support/telegrams";

const INPUTS = inputs();
/** Another seed: P1_FUZZ_SEED=2 */
const SEED = Number(process.env.P1_FUZZ_SEED ?? 1);
const MEGABYTE = 1024 * 1024;

/** Whole telegrams of every kind; the shorter ones come more often, so that there is time for many. */
function bases(): Buffer[] {
  const short = Array.from({ length: DSMR5_LINES.length - 4 }, (_, i) => telegram(DSMR5_LINES.slice(i, i + 5)));
  const old = oldTelegram([
    "0-0:96.1.1(4B384547303034303436333935353037)",
    "1-0:1.8.1(12345.678*kWh)",
    "0-0:96.13.0()",
    "0-1:24.1.0(03)",
    "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)",
    "(00001.001)",
  ]);
  const belgian = telegram([
    "0-0:96.1.4(50217)",
    "0-0:1.0.0(230301120000W)",
    "1-0:1.4.0(02.351*kW)",
    "1-0:1.6.0(230117224500W)(04.329*kW)",
    "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(230201000000W)(230117224500W)(04.329*kW)(230301000000W)(230202001500W)(05.000*kW)",
    "0-1:24.1.0(003)",
    "0-1:96.1.1(37464C4F32313139303333373333)",
    "0-1:24.2.3(230301115500W)(00112.384*m3)",
  ]);
  const simulated = (["nl-dsmr5", "nl-dsmr22", "be", "lu-encrypted"] as const).map((profile) =>
    new SimulatedMeter({ profile }).next(),
  );
  const encrypted = [
    sealed(short[0]!),
    sealed(old, { security: 0x20 }),
    sealed(short[7]!, { length: "00" }),
    sealed(belgian, { key: "00".repeat(16) }),
  ];
  const texts = [...short, old, belgian, DSMR5, short[3]!.replaceAll("\r", ""), old.replace("!\r\n", "")];
  const corpus = corpusFiles()
    .filter(({ kind }) => kind !== "stream")
    .map(({ file }) => corpusBytes(file));
  return [
    ...texts.map(latin1),
    ...Array.from({ length: 5 }, () => short.map(latin1)).flat(),
    ...encrypted,
    ...simulated,
    ...corpus.filter(({ length }) => length < 700),
  ];
}

function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What buffers took is given back only by a collection after the one that found them unused.
  for (let time = 0; time < 3; time++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** One connection: a framer and two readers that live as long as the run. */
class Connection {
  frames = 0;
  telegrams = 0;
  readonly #framer = new TelegramFramer();
  readonly #strict = new TelegramReader();
  readonly #lenient = new TelegramReader({ crc: "flag", raw: true });

  take(bytes: Buffer, number: number, random: () => number): void {
    const frames = [];
    for (let at = 0; at < bytes.length;) {
      const length = random() < 0.01 ? 1 : 1 + Math.floor(random() * 2 * bytes.length);
      frames.push(...this.#framer.push(bytes.subarray(at, at + length)));
      at += length;
    }
    if (random() < 0.1) frames.push(...(random() < 0.5 ? this.#framer.flush() : this.#framer.reset()));
    for (const frame of frames) {
      this.frames++;
      assert.ok(frame.bytes.length <= 2 * MAX_TELEGRAM, "a frame beyond the cap");
      // Most whole telegrams are as good as they were written: a few of them do.
      if (frame.crc.status !== "invalid" && random() < 0.7) continue;
      const reader = random() < 0.15 ? this.#lenient : this.#strict;
      try {
        const read = reader.read(frame, 1.7e12 + number * 1000);
        this.telegrams++;
        if (random() < 0.02) assertTelegram(read);
      } catch (error) {
        if (!(error instanceof TelegramError)) throw error;
        assert.ok(error.message.length > 0 && error.raw.length > 0, "an error that says nothing");
      }
    }
  }
}

describe("Garbled input", () => {
  it(`of ${INPUTS} kinds throws nothing, and leaves nothing behind`, () => {
    const pool = bases();
    const random = seeded(SEED);
    const connection = new Connection();
    let settled = 0;
    for (let number = 0; number < INPUTS; number++) {
      const bytes = mutated(pool, random);
      try {
        connection.take(bytes, number, random);
      } catch (error) {
        throw new Error(`seed ${SEED}, input ${number}: ${JSON.stringify(bytes.toString("latin1"))}`, { cause: error });
      }
      if (number === INPUTS / 4) settled = heapAfterCollection();
    }
    const grown = heapAfterCollection() - settled;
    assert.ok(grown < 2 * MEGABYTE, `seed ${SEED}: ${Math.round(grown / MEGABYTE)} MB more than after a quarter of it`);
    const { frames, telegrams } = connection;
    assert.ok(frames > INPUTS / 4 && telegrams > INPUTS / 20, `${frames} frames, ${telegrams} telegrams`);
  }).timeout(0);

  it("as a text of its own is a telegram or a TelegramError", () => {
    const pool = bases();
    const random = seeded(SEED + 1);
    for (let number = 0; number < inputs(5000); number++) {
      const bytes = mutated(pool, random);
      const input = random() < 0.5 ? bytes : bytes.toString(random() < 0.5 ? "latin1" : "utf8");
      try {
        assertTelegram(parseTelegram(input, { crc: "flag", zone: "+01:00", receivedAt: 0 }));
      } catch (error) {
        if (error instanceof TelegramError) continue;
        throw new Error(`seed ${SEED + 1}, input ${number}: ${JSON.stringify(input.toString())}`, { cause: error });
      }
    }
  }).timeout(0);
});
