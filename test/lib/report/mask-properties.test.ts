import assert from "node:assert/strict";
import fc from "fast-check";
import { TelegramFramer } from "../../../lib/framing/framer";
import type { Frame } from "../../../lib/framing/frame";
import { idsIn, isMaskable, maskFrame } from "../../../lib/report/mask-telegram";
import { Masker } from "../../../lib/report/masker";
import { parseTelegram } from "../../../lib/telegram/parse";
import { TelegramError, type CosemObject, type Telegram } from "../../../lib/telegram/types";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { sealed } from "../../support/cipher";
import { corpusFiles, corpusFrames } from "../../support/corpus";
import { telegram, telegrams, type Written } from "../../support/generate";
import { inputs, runs } from "../../support/inputs";
import { mutated, seeded } from "../../support/mutate";
import { DSMR5, DSMR5_LINES, latin1, oldTelegram, telegram as withCrc } from "../../support/telegrams";

const SEED = 20260315;
const INPUTS = inputs(5000);

function framesOf(bytes: Buffer): Frame[] {
  const framer = new TelegramFramer();
  return [...framer.push(bytes), ...framer.flush()];
}

/** Codes whose objects are nothing but text that must be masked, and codes that have no name. */
const HIDDEN = /^\d+-\d+:(?:96\.1\.(?!4$)|42\.0\.|0\.0\.|96\.13\.)/;
const UNKNOWN = /^\d+-1:(?:99\.99\.\d+|98\.7\.6)$/;

/** Six digits or more with a letter behind them, on a line without a name, are taken for an id. */
const TAKEN_FOR_ID = /^1-0:1[1-4]\.8\.1\*\d+\(\s*[+-]?\d{6,}[A-Z]/im;

/** The texts of a telegram that say who somebody is, decoded. */
function secrets({ expected }: Written): string[] {
  const objects = Object.entries(expected.objects ?? {}).filter(([code]) => HIDDEN.test(code) || UNKNOWN.test(code));
  const texts = objects.flatMap(([, object]) => [object, ...(object.also ?? [])]).map(({ value }) => value);
  return [expected.meter.id, expected.message, ...expected.devices.map(({ id }) => id), ...texts]
    .filter((text) => typeof text === "string")
    .filter((text) => new Set(text.match(/[0-9A-Za-z]/g)).size > 1 && text.replaceAll(/[^0-9A-Za-z]/g, "").length >= 6);
}

/** A text as it may stand anywhere: as it is, in hex of either case. */
function spellings(secret: string): string[] {
  const hex = latin1(secret).toString("hex");
  return [secret, hex, hex.toUpperCase()];
}

/** All that hex in a text decodes to, from either digit on. */
function decoded(text: string): string {
  const runs = text.replaceAll(/[\r\n]/g, "").match(/[0-9A-Fa-f]{4,}/g) ?? [];
  return runs.flatMap((run) => [run, run.slice(1)].map((hex) => Buffer.from(hex, "hex").toString("latin1"))).join(" ");
}

/** A telegram with what is masked in it replaced by its shape: digits by 0, letters by A or a. */
function shape(read: Telegram): unknown {
  const { meter, devices, objects = {}, message, problems = [], crc, ...rest } = read;
  const shapeOf = (text: string | undefined) =>
    text?.replaceAll(/\d/g, "0").replaceAll(/[A-Z]/g, "A").replaceAll(/[a-z]/g, "a");
  // "printed" is the hex of what is masked: only its length is the same.
  const object = (code: string, one: CosemObject): CosemObject => ({
    ...one,
    ...(one.also && { also: one.also.map((other) => object(code, other)) }),
    ...(HIDDEN.test(code) || UNKNOWN.test(code)
      ? {
          ...(typeof one.value === "string" && { value: shapeOf(one.value)! }),
          ...(one.values && { values: one.values.map((value) => shapeOf(String(value))!) }),
          ...(one.printed !== undefined && { printed: "x".repeat(one.printed.length) }),
        }
      : {}),
  });
  return {
    ...rest,
    crc: crc.status,
    meter: { ...meter, id: shapeOf(meter.id), header: shapeOf(meter.header), model: shapeOf(meter.model) },
    message: shapeOf(message),
    devices: devices.map((device) => ({ ...device, id: shapeOf(device.id) })),
    objects: Object.fromEntries(Object.entries(objects).map(([code, one]) => [code, object(code, one)])),
    problems: problems.map(({ obis, problem, raw }) => [obis, shapeOf(problem), raw.length]),
  };
}

describe("masking any telegram", () => {
  it("leaves no id and no text of it, as it is, in hex or decoded", () => {
    fc.assert(
      fc.property(telegram, (written) => {
        const [frame] = framesOf(latin1(written.text));
        const masked = maskFrame(frame!, new Masker()).bytes.toString("latin1");
        const seen = `${masked}\n${masked.replaceAll(/[\r\n]/g, "")}\n${decoded(masked)}`;
        for (const secret of secrets(written)) {
          for (const one of spellings(secret)) assert.ok(!seen.includes(one), `${secret} in ${masked}`);
        }
      }),
      { seed: SEED, numRuns: runs(500) },
    );
  }).timeout(0);

  it("reads as before but for what is masked", () => {
    fc.assert(
      fc.property(telegram, ({ text, zone }) => {
        fc.pre(!TAKEN_FOR_ID.test(text));
        const [frame] = framesOf(latin1(text));
        const masked = maskFrame(frame!, new Masker());
        const [again, ...more] = framesOf(Buffer.concat([masked.bytes, latin1("\r\n")]));
        assert.equal(more.length, 0);
        assert.deepEqual(again?.crc, masked.crc);
        assert.equal(masked.bytes.length, frame!.bytes.length);
        assert.deepEqual(shape(parseTelegram(again, { zone })), shape(parseTelegram(frame!, { zone })));
      }),
      { seed: SEED, numRuns: runs(500) },
    );
  }).timeout(0);

  it("masks a meter's ids alike in all its telegrams", () => {
    fc.assert(
      fc.property(telegrams, (written) => {
        const masker = new Masker();
        const frames = written.flatMap(({ text }) => framesOf(latin1(text)));
        const ids = frames.map(
          (frame) => parseTelegram(maskFrame(frame, masker, idsIn(frames)), { crc: "flag" }).meter.id,
        );
        assert.equal(new Set(ids).size, 1);
      }),
      { seed: SEED, numRuns: runs(40) },
    );
  }).timeout(0);
});

describe("masking whatever comes", () => {
  const bases = [
    latin1(DSMR5),
    latin1(oldTelegram(DSMR5_LINES.slice(2, 9))),
    latin1(withCrc(DSMR5_LINES.slice(18, 22))),
    latin1(withCrc(["0-0:96.13.0(text over", "lines with ) and !", "DEAD in it)", "1-0:1.7.0(01.193*kW)"])),
    ...(["nl-dsmr5", "nl-dsmr22", "be"] as const).map((profile) => new SimulatedMeter({ profile }).next()),
    sealed(DSMR5),
    ...corpusFiles().flatMap((file) => corpusFrames(file).map(({ bytes }) => bytes)),
  ].filter(({ length }) => length < 1500);

  it("throws nothing, keeps the length, the CRC status, line ends and odd bytes", () => {
    const random = seeded(SEED);
    let masked = 0;
    for (let i = 0; i < INPUTS; i++) {
      for (const frame of framesOf(mutated(bases, random))) {
        const found = maskFrame(frame, new Masker());
        if (!isMaskable(frame)) continue;
        masked++;
        const grown = found.bytes.length - frame.bytes.length;
        assert.ok(grown === 0 || (frame.crc.received!.length < 4 && grown < 4));
        if (grown === 0) assert.equal(skeleton(found.bytes), skeleton(frame.bytes));
        assert.equal(found.crc.status, frame.crc.status);
        const [again] = framesOf(Buffer.concat([found.bytes, latin1("\r\n")]));
        const [before] = framesOf(Buffer.concat([frame.bytes, latin1("\r\n")]));
        assert.equal(again?.crc.status, before?.crc.status, frame.bytes.toString("latin1"));
      }
    }
    assert.ok(masked > INPUTS / 4);
  }).timeout(0);

  it("throws nothing for any bytes, whatever the frame says of them", () => {
    const crc = fc.constantFrom<Frame["crc"]>(
      { status: "absent" },
      { status: "valid", received: "ABCD", computed: "ABCD" },
      { status: "invalid", received: "12", computed: "ABCD" },
      { status: "invalid", received: "!", computed: "ABCD" },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), crc, fc.boolean(), (bytes, crcOf, ended) => {
        maskFrame({ bytes: Buffer.from(bytes), crc: crcOf, ended }, new Masker());
      }),
      { seed: SEED, numRuns: runs(2000) },
    );
  }).timeout(0);

  const shapes: [what: string, unit: string][] = [
    ["open parentheses", "("],
    ["ids", "0-0:96.1.1(4B384547303034303436333935353037)\r\n"],
    ["digits", "7"],
    ["digits that differ", "1234567890"],
    ["short lines", "(\n"],
    ["commas", "0-0:1.8.0(1,2,3,"],
    ["blanks", "0-0:96.13.0(        "],
    ["blanks in a version", "1-3:0.2.8(                                      x\r\n    "],
    ["marks", "!/ABC5(("],
  ];
  for (const [what, unit] of shapes) {
    // What took time with the square of the length would run into the timeout.
    it(`comes to an end with a megabyte of ${what}`, () => {
      const bytes = latin1(`/ABC5\r\n0-0:96.1.1(${unit.repeat((1024 * 1024) / unit.length)}`);
      const found = maskFrame({ bytes, crc: { status: "absent" }, ended: false }, new Masker());
      assert.equal(found.bytes.length, bytes.length);
    });
  }
});

/** A text with every digit and letter, and every high byte, replaced by the same: the rest shows. */
function skeleton(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replaceAll(/[0-9A-Za-z]/g, "x")
    .replaceAll(/[\x80-\xfe]/g, "X");
}

describe("masking real telegrams", () => {
  const frames = corpusFiles().flatMap((file) => corpusFrames(file).map((frame) => ({ file: file.file, frame })));

  it("reads as before but for what is masked", function () {
    if (frames.length === 0) this.skip();
    for (const { file, frame } of frames.filter(({ frame: one }) => isMaskable(one))) {
      const read = (one: Frame): unknown => {
        try {
          return parseTelegram(one, { crc: "flag", receivedAt: 0 });
        } catch (error) {
          assert.ok(error instanceof TelegramError);
          return error.code;
        }
      };
      const [before, after] = [frame, maskFrame(frame, new Masker())].map(read);
      const isRead = (one: unknown): one is Telegram => typeof one === "object";
      assert.equal(isRead(after), isRead(before), file);
      if (!isRead(before) || !isRead(after)) continue;
      assert.deepEqual(after.values, before.values, file);
      assert.deepEqual(
        after.devices.map(({ id, ...rest }) => ({ ...rest, id: id?.length })),
        before.devices.map(({ id, ...rest }) => ({ ...rest, id: id?.length })),
        file,
      );
      assert.deepEqual(
        [after.timestamp, after.powerFailures, after.peaks],
        [before.timestamp, before.powerFailures, before.peaks],
      );
    }
  }).timeout(0);
});
