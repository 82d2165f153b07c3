import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Frame } from "../../lib/framing/frame";
import { TelegramReader } from "../../lib/telegram/reader";
import { TelegramError, type CosemObject, type Telegram } from "../../lib/telegram/types";
import {
  corpusFiles,
  corpusFrames,
  corpusIsHere,
  expectedOf,
  HOW_TO_GET_CORPUS,
  type CorpusFile,
  type Expected,
} from "../support/corpus";
import { assertTelegram } from "../support/schema";

/** Of a country whose meters do not keep Amsterdam's time. */
const ZONES: Record<string, string> = { LT: "Europe/Vilnius" };
const RECEIVED = Date.UTC(2024, 0, 1);

/** Every frame that gives a telegram, whatever its CRC; each is checked by the schema. */
function telegramsOf(file: CorpusFile, frames: readonly Frame[]): Telegram[] {
  const reader = new TelegramReader({ crc: "flag", guard: false, zone: ZONES[file.country] ?? "Europe/Amsterdam" });
  const telegrams: Telegram[] = [];
  for (const frame of frames) {
    try {
      telegrams.push(reader.read(frame, RECEIVED));
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
    }
  }
  telegrams.forEach(assertTelegram);
  return telegrams;
}

/** A frame in a word: its fault, or its CRC status; "open" if it has no end line. */
function word({ fault, crc, ended }: Frame): string {
  return fault ?? (ended ? crc.status : `${crc.status} open`);
}

/** The catalogue's unit of a printed one, and the power of ten between the two. */
const UNITS: Record<string, [unit: string, exponent: number]> = {
  wh: ["kWh", -3],
  kwh: ["kWh", 0],
  w: ["kW", -3],
  kw: ["kW", 0],
  varh: ["kvarh", -3],
  kvarh: ["kvarh", 0],
  var: ["kvar", -3],
  kvar: ["kvar", 0],
  kva: ["kVA", 0],
  v: ["V", 0],
  a: ["A", 0],
  hz: ["Hz", 0],
  m3: ["m3", 0],
  gj: ["GJ", 0],
  s: ["s", 0],
};

/** Where a source's expectation is not what the telegram says, and why: `<file> <code>`. */
const EXCEPTIONS: Record<string, string> = {
  "nl-dsmr30-spec-ndokter.txt 0-0:96.13.1":
    "the source reads 18 hex digits as a number, which a double cannot hold; they are text",
};

/** In what an object differs from an expectation; empty where it does not. */
function differences(object: CosemObject | undefined, expected: Expected): string[] {
  const { value, unit, timestamp } = expected;
  if (value === null) return object?.value === undefined ? [] : [`has the value ${object.value}`];
  if (!object) return ["is missing"];
  const found: string[] = [];
  if (typeof value === "number" && unit !== undefined) {
    const [wanted, exponent] = UNITS[unit.trim().toLowerCase()]!;
    const normalised = Number(`${value}e${exponent}`);
    if (object.value !== normalised || object.unit !== wanted) {
      found.push(`is ${object.value} ${object.unit}, not ${normalised} ${wanted}`);
    }
  } else if (typeof value === "number" || typeof object.value === "number") {
    // Some sources keep the text "0002" of what the catalogue calls a number, some count what is text.
    if (Number(object.value) !== Number(value)) found.push(`is ${object.value}, not ${value}`);
  } else if (object.value !== value && object.printed !== value) {
    found.push(`is ${JSON.stringify(object.value)}, printed ${JSON.stringify(object.printed)}, not "${value}"`);
  }
  if (timestamp !== undefined && Date.parse(object.timestamp ?? "") !== Date.parse(timestamp)) {
    found.push(`is of ${object.timestamp}, not ${timestamp}`);
  }
  return found;
}

/** Of an odd file: its frames in a word each, and what the last telegram in it says, by path. */
const ODD: Record<string, [frames: string[], facts?: Record<string, unknown>]> = {
  "odd-noend-iskra-mt-382-no-crc-athom.txt": [["absent open"], { "values.gas_delivered": 13032.85 }],
  "odd-noend-iskra-mt-382-no-crc-with-text-message-athom.txt": [["absent open"], { message: "test-/-test" }],
  "odd-truncated-then-complete-nielsbasjes.txt": [["cut", "valid"], { "crc.received": "34B6" }],
  // The telegram at its end lacks the blank line that its CRC was taken over.
  "odd-overflow-duplicate-headers-wassasin.txt": [["invalid"], { "crc.received": "67B1" }],
  "odd-crc-aaaa-wimdh.txt": [["invalid"], { "crc.received": "AAAA", "crc.computed": "4A8B" }],
  "odd-mixedcase-crc-esphome-libs.txt": [["valid"], { "crc.received": "1e1D", "crc.computed": "1E1D" }],
  // Packets without any OBIS line: noise.
  "odd-garbage-sequence-esphome-libs.txt": [[]],
  "odd-restart-in-crc-esphome-libs.txt": [[]],
  "odd-garbage-around-two-telegrams-esphome-libs.txt": [
    ["valid", "valid"],
    { "meter.header": "KFM5KAIFA-METER", "values.energy_delivered_tariff1": 671.578 },
  ],
  "odd-multiline-text-esphome-libs.txt": [
    ["absent"],
    { message: "0123456789:;<=>?".repeat(5), "devices.0.value": 124.477, "devices.0.medium": "other" },
  ],
  "odd-peak11-esphome-libs.txt": [["absent"], { "peaks.length": 11 }],
  "odd-all-fields-multi-tariff-esphome-libs.txt": [
    ["absent"],
    {
      "values.energy_delivered_tariff13": 25605.254,
      "values.power_balance_average": -3.618,
      "values.power_factor_l1": 0.975,
      "objects.1-0:0.2.0.value": "(ER11)",
      "objects.1-1:0.2.0.value": undefined,
      "peaks.1.value": 4.529,
    },
  ],
  "odd-q3d-com1-trailer-ndokter.txt": [["absent"], { "values.energy_delivered_total": 52185.7825309 }],
  "odd-q3da-com1-trailer-ndokter.txt": [["absent"], { "values.power_delivered": 1.68821 }],
  "odd-mixed-back-to-back-ndokter.txt": [["absent", "valid", "absent"], { "values.gas_delivered": 1.001 }],
  // The source loses the first one with its last LF; the CRC says that it is whole.
  "odd-unclosed-then-complete-ndokter.txt": [["valid", "valid"], { "crc.received": "6796" }],
  "odd-unopened-then-complete-ndokter.txt": [["valid"], { "crc.received": "6796" }],
  "odd-nul-suffix-athom.txt": [["invalid"], { "crc.received": "EF2F", "crc.computed": "E47C" }],
  "odd-garbage-and-badcrc-then-good-evcc.txt": [["invalid", "valid"], { "crc.received": "F46A" }],
  // The CRC fits the CR LF that the text once had.
  "odd-lf-only-svrooij.txt": [["valid"], { "crc.received": "588F", "values.gas_delivered": 1543.012 }],
  "odd-merged-header-homewizard.txt": [["invalid"], { "problems.0.raw": "3:0.2.8(50)", "meter.version": undefined }],
  "odd-noend-13-empty-months-yannicvlegel.txt": [
    ["absent open"],
    {
      "peaks.length": 0,
      "devices.length": 3,
      "devices.0.status": "unpaired",
      "devices.2.channel": 4,
      "values.water_delivered": undefined,
      "values.power_delivered_demand_max": undefined,
      "values.voltage_l2": 23.1,
    },
  ],
  "odd-bang-in-header-mijnverbruik.txt": [["valid"], { "meter.header": "ACME!MTR", "meter.version": "50" }],
  "odd-gas-ch2-valve-mijnverbruik.txt": [
    ["valid"],
    { "devices.0.channel": 2, "values.gas_delivered": 123.456, "objects.0-2:24.4.0.value": 2 },
  ],
  "odd-gas-ch3-dsmr22-mijnverbruik.txt": [
    ["valid"],
    { "devices.0.channel": 3, "values.gas_delivered": 456.789, "devices.0.timestamp": "2022-06-15T18:00:00+02:00" },
  ],
  "odd-water-ch4-dsmr22-mijnverbruik.txt": [
    ["valid"],
    { "devices.0.channel": 4, "values.water_delivered": 789.012, "objects.0-4:24.4.0.value": 3 },
  ],
  "odd-unknown-obis-mijnverbruik.txt": [
    ["valid"],
    { "objects.9-9:99.99.99.value": "12345", "objects.8-8:88.88.88.value": 678.9 },
  ],
  "odd-mbus-out-of-order-mijnverbruik.txt": [
    ["invalid"],
    { "devices.0.channel": 1, "devices.1.channel": 2, "devices.2.channel": 3, "devices.0.status": "unpaired" },
  ],
  // A water meter that reports GJ: its register is kept, but is no water.
  "odd-heat-gj-mijnverbruik.txt": [
    ["invalid"],
    { "values.water_delivered": undefined, "devices.0.registers.0.unit": "GJ", "devices.0.registers.0.value": 123.456 },
  ],
  "odd-four-mbus-mijnverbruik.txt": [
    ["valid"],
    {
      "values.gas_delivered": 111.111,
      "values.gas_delivered_ch2": 222.222,
      "values.water_delivered": 333.333,
      "values.gas_delivered_ch4": 444.444,
    },
  ],
};

/** Of a stream: how many telegrams it holds, and the word for each of its frames. */
const STREAMS: Record<string, [telegrams: number, word: string]> = {
  "stream-nl-esmr50-iskra-nielsbasjes.txt": [566, "valid"],
  "stream-be-fluvius-crcaaaa-wimdh.txt": [18, "invalid"],
  "stream-be-fluvius-noend-yannicvlegel.txt": [159, "absent open"],
};

/** What stands at a path such as "devices.0.value"; OBIS codes are one step of it. */
function at(value: unknown, path: string): unknown {
  const steps = path.match(/\d+-\d+:[\d.]+\d(?=\.[a-z])|[^.]+/g)!;
  return steps.reduce<unknown>((here, step) => (here as Record<string, unknown> | undefined)?.[step], value);
}

const telegramFiles = corpusFiles("telegram");

describe("the telegrams of real meters", () => {
  if (!corpusIsHere) it.skip(`are not here: ${HOW_TO_GET_CORPUS}`);

  for (const file of telegramFiles) {
    it(`${file.file}: one frame with the CRC status of the index, and every value its source expects`, () => {
      const frames = corpusFrames(file);
      const status = file.crc_valid === null ? "absent" : file.crc_valid ? "valid" : "invalid";
      assert.deepEqual(frames.map(word), [status]);
      const { received, computed } = frames[0]!.crc;
      assert.equal(received, file.crc_in_file ?? undefined);
      if (received !== undefined) assert.equal(computed, file.crc_computed);

      const [telegram] = telegramsOf(file, frames);
      const found = Object.entries(expectedOf(file.file) ?? {})
        .filter(([code]) => EXCEPTIONS[`${file.file} ${code}`] === undefined)
        .flatMap(([code, expected]) =>
          differences(telegram!.objects![code], expected).map((text) => `${code} ${text}`),
        );
      assert.deepEqual(found, []);
    });
  }
});

describe("odd inputs", () => {
  if (!corpusIsHere) it.skip(`are not here: ${HOW_TO_GET_CORPUS}`);
  const files = corpusFiles("odd");

  it("all have a case", () => {
    const known = new Set(Object.keys(ODD));
    assert.deepEqual(
      files.map(({ file }) => file).filter((file) => !known.has(file)),
      [],
    );
  });

  for (const file of files.filter((one) => ODD[one.file])) {
    const [words, facts = {}] = ODD[file.file]!;
    it(`${file.file}: ${words.join(", ") || "noise"}`, () => {
      const frames = corpusFrames(file);
      assert.deepEqual(frames.map(word), words);
      const telegram = telegramsOf(file, frames).at(-1);
      const found = Object.fromEntries(Object.keys(facts).map((path) => [path, at(telegram, path)]));
      assert.deepEqual(found, facts);

      const wrong = Object.entries(expectedOf(file.file) ?? {}).flatMap(([code, expected]) =>
        differences(telegram!.objects![code], expected).map((text) => `${code} ${text}`),
      );
      assert.deepEqual(wrong, []);
    });
  }
});

describe("streams of telegrams", () => {
  if (!corpusIsHere) it.skip(`are not here: ${HOW_TO_GET_CORPUS}`);
  for (const file of corpusFiles("stream")) {
    it(`${file.file}: as many as it holds`, () => {
      const [count, expected] = STREAMS[file.file]!;
      const frames = corpusFrames(file);
      assert.deepEqual(
        frames.map(word),
        Array.from({ length: count }, () => expected),
      );
      assert.equal(telegramsOf(file, frames).length, count);
    });
  }
});

describe("encrypted telegrams", () => {
  if (!corpusIsHere) it.skip(`are not here: ${HOW_TO_GET_CORPUS}`);
  for (const file of corpusFiles("encrypted")) {
    it(`${file.file}: what their plaintext says, with their keys`, () => {
      const plain = { file: file.plaintext_file!, kind: "telegram" as const, country: file.country };
      const frames = corpusFrames(file);
      assert.deepEqual(
        frames.map(({ encrypted, fault }) => [encrypted, fault]),
        [[true, undefined]],
      );
      const wanted = corpusFrames({ ...plain, crc_in_file: null, crc_computed: null, crc_valid: null });
      assert.deepEqual(telegramsOf(file, frames), telegramsOf(file, wanted));
    });

    it(`${file.file}: a sentence, without their keys`, () => {
      const [frame, ...others] = corpusFrames({ ...file, key: undefined });
      assert.deepEqual([others.length, frame?.fault], [0, "decrypt"]);
      assert.match(frame!.hint!, /enter the decryption key/i);
    });
  }
});
