import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DEMO_DECRYPTION_KEY, LUXEMBOURG_AUTHENTICATION_KEY } from "../../../lib/framing/demo-key";
import type { Frame, FramerOptions } from "../../../lib/framing/frame";
import { TelegramFramer } from "../../../lib/framing/framer";
import { TelegramReader } from "../../../lib/telegram/reader";
import { TelegramError } from "../../../lib/telegram/types";
import { keystream, sealed, type Sealing } from "../../support/cipher";
import { comparable, framed, framedIn, word, words } from "../../support/framed";
import { DSMR5, latin1, telegram } from "../../support/telegrams";

const KEY = "00112233445566778899aAbBcCdDeEfF";
const OWN = "ffeeddccbbaa99887766554433221100";
/** Short enough for a length of one byte. */
const SHORT = telegram(["1-0:1.7.0(00.100*kW)"]);
const A = telegram(["1-3:0.2.8(50)", "1-0:1.7.0(00.100*kW)"]);
const B = telegram(["1-3:0.2.8(50)", "1-0:1.7.0(00.200*kW)"]);

const textOf = (frame: Frame | undefined) => frame?.bytes.toString("latin1");
const VALID = "encrypted valid";
/** Claims 16 KiB less one byte for itself. */
const FALSE_HEAD = Buffer.concat([Buffer.of(0xdb, 0x08), Buffer.alloc(8, 0x41), Buffer.of(0x82, 0x3f, 0xff, 0x30)]);

describe("a cipher frame", () => {
  describe("is opened", () => {
    const cases: [what: string, sealing: Sealing, options: FramerOptions, plaintext?: string][] = [
      ["with Luxembourg's additional data", { key: KEY }, { decryptionKey: KEY, aad: "luxembourg" }],
      ["with Luxembourg's additional data where nothing is chosen", { key: KEY }, { decryptionKey: KEY }],
      [
        "with an authentication key of its own",
        { key: KEY, authentication: OWN },
        { decryptionKey: KEY, authenticationKey: OWN, aad: "own" },
      ],
      ["without additional data", { key: KEY, authentication: "" }, { decryptionKey: KEY, aad: "none" }],
      ["without a tag (security byte 0x20)", { key: KEY, security: 0x20 }, { decryptionKey: KEY }],
      ["with the demo key where none is set", { key: DEMO_DECRYPTION_KEY }, {}],
      ["with the demo key where the key is blank", { key: DEMO_DECRYPTION_KEY }, { decryptionKey: "  " }],
      ["with a key in lower case", { key: KEY }, { decryptionKey: KEY.toLowerCase() }],
      ["with blanks in the key", { key: KEY }, { decryptionKey: ` ${KEY.match(/.{4}/g)!.join(" ")}\n` }],
      ["with colons in the key", { key: KEY }, { decryptionKey: KEY.match(/../g)!.join(":") }],
      ["with dashes in the key", { key: KEY }, { decryptionKey: KEY.match(/.{8}/g)!.join("-") }],
      ["whose length is written 82 hh ll", { length: "82" }, {}],
      ["whose length is written 81 ll", { length: "81" }, {}, A],
      ["whose length is written in one byte", { length: "one byte" }, {}, SHORT],
      ["whose length is written 00 hh ll", { length: "00" }, {}],
      ["whose counter is the highest", { counter: 0xffffffff }, {}],
      ["whose telegram has no line end behind its CRC", {}, {}, DSMR5.trimEnd()],
      ["whose telegram has LF alone", {}, {}, DSMR5.replaceAll("\r", "")],
      ["whose telegram has LF alone and none behind its CRC", {}, {}, DSMR5.replaceAll("\r", "").trimEnd()],
      ["without a tag whose telegram has no line end", { security: 0x20 }, {}, DSMR5.trimEnd()],
    ];
    for (const [what, sealing, options, plaintext = DSMR5] of cases) {
      it(what, () => {
        const { frames } = framed(sealed(plaintext, sealing), options);
        assert.deepEqual(frames.map(word), [VALID]);
        assert.equal(textOf(frames[0]), plaintext.trimEnd());
      });
    }

    it("with two telegrams in it", () => assert.deepEqual(words(sealed(A + B)), [VALID, VALID]));

    it("with a telegram whose own CRC is wrong, for the tag vouches for it", () => {
      assert.deepEqual(words(sealed(A.replace("00.1", "00.2"))), ["encrypted invalid"]);
    });
  });

  describe("is not opened, and says so in one frame", () => {
    const frame = sealed(DSMR5, { key: KEY });
    const cases: [what: string, bytes: Buffer, options: FramerOptions, sentence: RegExp][] = [
      ["without a key", frame, {}, /^The telegrams are encrypted: enter the decryption key/],
      ["with another key", frame, { decryptionKey: OWN }, /^The telegrams cannot be decrypted: .*key is wrong/],
      [
        "with a key that is too short",
        frame,
        { decryptionKey: KEY.slice(1) },
        /decryption key is not 32 hexadecimal digits/,
      ],
      [
        "with a key that is no hex",
        frame,
        { decryptionKey: KEY.replace("0", "O") },
        /decryption key is not 32 hexadecimal digits/,
      ],
      [
        "with an authentication key that is none",
        frame,
        { decryptionKey: KEY, aad: "own", authenticationKey: "12" },
        /authentication key is not 32 hexadecimal digits/,
      ],
      ["with another authentication key", frame, { decryptionKey: KEY, aad: "own", authenticationKey: OWN }, /AAD/],
      ["without the additional data it was sealed with", frame, { decryptionKey: KEY, aad: "none" }, /AAD/],
      [
        "with one bit of its ciphertext turned",
        turned(frame, 200),
        { decryptionKey: KEY },
        /^The telegrams cannot be decrypted/,
      ],
      [
        "with one bit of its tag turned",
        turned(frame, frame.length - 1),
        { decryptionKey: KEY },
        /^The telegrams cannot be decrypted/,
      ],
      [
        "with one bit of its counter turned",
        turned(frame, 15),
        { decryptionKey: KEY },
        /^The telegrams cannot be decrypted/,
      ],
      ["without a tag and with another key", sealed(DSMR5, { key: KEY, security: 0x20 }), {}, /decryption key/],
      [
        "without a tag and with one bit turned",
        turned(sealed(DSMR5, { key: KEY, security: 0x20 }), 300),
        { decryptionKey: KEY },
        /^The telegrams cannot be decrypted/,
      ],
    ];
    for (const [what, bytes, options, sentence] of cases) {
      it(what, () => {
        const { frames } = framed(bytes, options);
        assert.deepEqual(frames.map(word), ["decrypt"]);
        assert.match(frames[0]!.hint!, sentence);
        assert.doesNotMatch(frames[0]!.hint!, new RegExp(KEY, "i"));
        assert.throws(
          () => new TelegramReader({ crc: "flag" }).read(frames[0]!, 0),
          (error) => error instanceof TelegramError && error.code === "decrypt" && sentence.test(error.message),
        );
      });
    }
  });

  it("is opened by the same framer as plain telegrams between such frames", () => {
    const stream = Buffer.concat([latin1(A), sealed(B), latin1(A + A), sealed(A), latin1(B)]);
    assert.deepEqual(words(stream), ["valid", VALID, "valid", "valid", VALID, "valid"]);
  });

  it("comes with its last byte, without waiting for what follows", () => {
    assert.deepEqual(new TelegramFramer().push(sealed(DSMR5)).map(word), [VALID]);
  });

  describe("is found again", () => {
    const frame = sealed(DSMR5, { counter: 1 });
    const next = sealed(A, { counter: 2 });
    const cases: [what: string, stream: Buffer, expected: string[]][] = [
      ["behind garbage", Buffer.concat([latin1("\0\xffgarbage/\r\n"), frame]), [VALID]],
      ["behind garbage that ends in a tag byte", Buffer.concat([Buffer.of(1, 0xdb), frame]), [VALID]],
      ["behind garbage that ends in two tag bytes", Buffer.concat([Buffer.of(0xdb, 0x08), frame]), [VALID]],
      ["behind garbage between two", Buffer.concat([frame, latin1("garbage\xdb"), next]), [VALID, VALID]],
      ["behind a frame that lost its head", Buffer.concat([frame.subarray(20), next]), [VALID]],
      ["behind a frame that lost its tail", Buffer.concat([frame.subarray(0, 500), next, next]), [VALID, VALID]],
      [
        "behind a frame that lost its middle",
        Buffer.concat([frame.subarray(0, 90), frame.subarray(99), next]),
        ["decrypt", VALID],
      ],
      ["behind a frame that lost its last bytes", Buffer.concat([frame.subarray(0, -3), next]), ["decrypt", VALID]],
      [
        "behind eight false heads",
        Buffer.concat([...Array.from({ length: 8 }, () => FALSE_HEAD), next, next]),
        [VALID, VALID],
      ],
      [
        "behind a frame with bytes added",
        Buffer.concat([frame.subarray(0, 90), Buffer.alloc(9), frame.subarray(90), next]),
        ["decrypt", VALID],
      ],
      ["behind a frame whose length says more", Buffer.concat([lengthened(frame), next, next]), [VALID, VALID]],
      [
        "behind a damaged one that ends in a tag byte",
        Buffer.concat([frame.subarray(0, -1), Buffer.of(0xdb), next]),
        ["decrypt", VALID],
      ],
      ["behind a damaged one", Buffer.concat([turned(frame, 300), next]), ["decrypt", VALID]],
    ];
    for (const [what, stream, expected] of cases) {
      it(what, () => assert.deepEqual(words(stream), expected));
    }
  });

  describe("with what looks like the head of another inside its ciphertext", () => {
    const planted = withFalseHead(0x2000);
    const next = sealed(A, { counter: 1 });

    it("is opened", () => assert.deepEqual(words(Buffer.concat([planted.frame, next])), [VALID, VALID]));

    it("does not keep the next ones waiting for the length that the false head claims", () => {
      const framer = new TelegramFramer();
      assert.deepEqual(framer.push(planted.frame.subarray(planted.at)), []);
      assert.deepEqual(framer.push(next).map(word), [VALID]);
      assert.deepEqual(framer.push(next).map(word), [VALID]);
      assert.deepEqual(framer.push(latin1(B)).map(word), ["valid"]);
    });

    it("nor when the bytes come one by one", () => {
      assert.deepEqual(words(Buffer.concat([planted.frame.subarray(planted.at), next, next])), [VALID, VALID]);
    });
  });

  it("does not take plain telegrams with it, where a false head claims them for itself", () => {
    const head = Buffer.concat([Buffer.of(0xdb, 0x08), Buffer.alloc(8), Buffer.of(0x82, 0x01, 0x00, 0x30)]);
    const stream = Buffer.concat([head, latin1(`\r\n${(A + B).repeat(8)}`)]);
    assert.deepEqual(
      words(stream),
      Array.from({ length: 16 }, () => "valid"),
    );
  });

  it("does not take a plain telegram with it, where other bytes stand before that in what a false head claims", () => {
    const head = Buffer.concat([
      Buffer.of(0xdb, 0x08),
      Buffer.alloc(8),
      Buffer.of(0x81, 0xa0, 0x30),
      Buffer.alloc(100, 1),
    ]);
    assert.deepEqual(words(Buffer.concat([head, latin1(`\r\n${A}${B}`)])), ["valid", "valid"]);
  });

  describe("does not take a plain telegram with it, where a false head ends in", () => {
    const cases: [what: string, length: string, expected: string[]][] = [
      ["its header", "\x18", ["absent open", "valid", "valid"]],
      ["its first line", "(", ["cut", "valid", "valid"]],
    ];
    for (const [what, length, expected] of cases) {
      it(what, () => {
        const stream = latin1(`${A.replace("!", `\xdb\x08........${length}0!`)}${B}${A}`);
        assert.deepEqual(words(stream), expected);
      });
    }
  });

  it("is judged alike in any chunks", () => {
    const stream = Buffer.concat([
      latin1("x"),
      sealed(DSMR5),
      withFalseHead(0x300).frame,
      turned(sealed(A), 50),
      sealed(B),
      latin1(A),
      sealed(A, { key: KEY }),
    ]);
    const whole = framed(stream);
    assert.deepEqual(whole.frames.map(word), [VALID, VALID, "decrypt", VALID, "valid", "decrypt"]);
    for (const size of [2, 3, 7, 64, 500, 1024]) {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
        stream.subarray(i * size, (i + 1) * size),
      );
      assert.deepEqual(comparable(framedIn(chunks)), comparable(whole), `chunks of ${size}`);
    }
  });

  it("is not lost behind thousands of false heads, of which little is held", () => {
    const framer = new TelegramFramer({ decryptionKey: DEMO_DECRYPTION_KEY });
    const chunk = Buffer.concat(Array.from({ length: 5000 }, () => FALSE_HEAD));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 10; i++) framer.push(chunk);
    assert.ok(process.memoryUsage().arrayBuffers - before < 8 * 1024 * 1024);
    const frames = Array.from({ length: 30 }, () => framer.push(sealed(DSMR5))).flat();
    assert.equal(word(frames.at(-1)!), VALID);
  });

  it("that breaks off with the connection is noise, and the next one is read", () => {
    const framer = new TelegramFramer();
    framer.push(sealed(DSMR5).subarray(0, 300));
    assert.deepEqual(framer.reset(), []);
    assert.equal(framer.noise, 300);
    assert.deepEqual(framer.push(sealed(DSMR5)).map(word), [VALID]);
  });

  it("uses the authentication key that all of Luxembourg shares", () => {
    assert.equal(LUXEMBOURG_AUTHENTICATION_KEY, "00112233445566778899AABBCCDDEEFF");
    assert.equal(latin1("P1_DEMO_KEY_ONLY").toString("hex").toUpperCase(), DEMO_DECRYPTION_KEY);
  });
});

/** The bytes with one bit of the byte at `at` turned. */
function turned(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 0x10;
  return copy;
}

/** The frame, claiming 512 bytes more than it has. */
function lengthened(frame: Buffer): Buffer {
  const copy = Buffer.from(frame);
  copy[11]! += 2;
  return copy;
}

/**
 * A frame whose ciphertext holds the head of another (DB 08, eight bytes, 82 and the length `claim`, 30), and where
 * it stands: the plaintext, a text message, is chosen so that the ciphertext comes out so.
 */
function withFalseHead(claim: number): { frame: Buffer; at: number } {
  const wanted = [0xdb, 0x08, ...Array.from({ length: 8 }, () => -1), 0x82, claim >> 8, claim & 0xff, 0x30];
  const lead = "/TST5\\METER\r\n\r\n1-3:0.2.8(50)\r\n1-0:1.7.0(00.300*kW)\r\n0-0:96.13.0(";
  for (let counter = 1000; ; counter++) {
    const stream = keystream(lead.length + wanted.length, { counter }).subarray(lead.length);
    const text = Buffer.from(wanted.map((byte, i) => (byte < 0 ? 0x78 : byte ^ stream[i]!))).toString("latin1");
    if (!/^[0-9A-Za-z]+$/.test(text)) continue;
    const [, ...lines] = `${lead}${text})`.split("\r\n\r\n")[1]!.split("\r\n");
    const plaintext = telegram(["1-3:0.2.8(50)", ...lines, "0-0:96.14.0(0001)", `1-0:1.8.0(${"0".repeat(20)}*kWh)`]);
    const frame = sealed(plaintext, { counter });
    const at = frame.indexOf(Buffer.of(0xdb, 0x08), 1);
    assert.equal(frame.readUInt16BE(at + 11), claim);
    return { frame, at };
  }
}
