import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { crc16, crc16x25, crcText } from "../../../lib/framing/crc";
import type { Frame } from "../../../lib/framing/frame";
import { TelegramFramer } from "../../../lib/framing/framer";
import { allOf, DSMR5, latin1, oldTelegram, telegram } from "../support/telegrams";

const A = telegram(["1-3:0.2.8(50)", "1-0:1.7.0(00.100*kW)"]);
const B = telegram(["1-3:0.2.8(50)", "1-0:1.7.0(00.200*kW)"]);
const OLD = oldTelegram(["1-0:1.8.1(00001.000*kWh)", "1-0:1.7.0(0000.30*kW)"]);
const CUT = A.slice(0, 45);

function framesOf(input: string | Buffer, flush = true): Frame[] {
  const framer = new TelegramFramer();
  const frames = framer.push(typeof input === "string" ? latin1(input) : input);
  return flush ? [...frames, ...framer.flush()] : frames;
}

/** A frame in a word: its verdict or fault, "open" where no end line closed it. */
function word(frame: Frame): string {
  return `${frame.fault ?? frame.crc.status}${frame.ended || frame.fault ? "" : " open"}`;
}

const words = (input: string | Buffer) => framesOf(input).map(word);

/** `body` (from "/" through "!") with its CRC by another rule behind it. */
function sealed(body: string, crc = crc16): string {
  return `${body}${crcText(crc(latin1(body)))}\r\n`;
}

describe("TelegramFramer", () => {
  describe("gives one frame for", () => {
    const cases: [what: string, input: string | Buffer, expected: string[]][] = [
      ["a telegram of DSMR 5", DSMR5, ["valid"]],
      ["a telegram of DSMR 2.2, which has no CRC", OLD, ["absent"]],
      ["a telegram with one digit changed", A.replace("00.100", "00.101"), ["invalid"]],
      ["a CRC in lower case", A.replace(/[0-9A-F]{4}\r\n$/, (crc) => crc.toLowerCase()), ["valid"]],
      ["a CRC that is no hex", A.replace(/[0-9A-F]{4}\r\n$/, "WXYZ\r\n"), ["invalid"]],
      ["a NUL behind the CRC", `${A.trimEnd()}\0\r\n`, ["valid"]],
      ["no line end behind the CRC", A.trimEnd(), ["valid"]],
      ["no blank line after the header", sealed("/TST5\\M\r\n1-0:1.7.0(00.100*kW)\r\n!"), ["valid"]],
      ["three blank lines after the header", sealed("/TST5\\M\r\n\r\n\r\n\r\n1-0:1.7.0(00.100*kW)\r\n!"), ["valid"]],
      ["pasted text whose CR are gone", A.replaceAll("\r", ""), ["valid"]],
      ["text whose CR a terminal turned into LF", A.replaceAll("\r", "\n"), ["valid"]],
      [
        "text of a Holley meter whose CR are gone",
        sealed("/HLY5/D545-METER\r\n\r\n1-0:1.7.0(1*kW)\r\n!", crc16x25).replaceAll("\r", ""),
        ["valid"],
      ],
      ["text that was LF when its CRC was taken", sealed("/TST5\\M\n\n1-0:1.7.0(00.100*kW)\n!"), ["valid"]],
      ["a slash and a bang in the header", telegram(["1-0:1.7.0(00.100*kW)"], "/AC/ME!MTR"), ["valid"]],
      [
        "a header with blanks, control bytes and bytes above 127",
        telegram(["1-0:1.7.0(1*kW)"], "/ISk9 \x02\xb3 X"),
        ["valid"],
      ],
      ["a header without a class digit", telegram(["1-0:1.7.0(1*kW)"], "/NWA-WARMTELINK"), ["valid"]],
      ["a slash in a unit", telegram(["0-1:24.2.3(1.0*m3/h)"]), ["valid"]],
      ["a header mark inside a text message", telegram(["0-0:96.13.0(see /ISK5 there)"]), ["valid"]],
      ["a header mark inside a text message without a CRC", oldTelegram(["0-0:96.13.0(see /ISK5 there)"]), ["absent"]],
      [
        "a text wrapped inside its parentheses, with a slash at a line start",
        telegram(["0-0:96.13.0(one\r\n/ISK5 two\r\n! three)"]),
        ["valid"],
      ],
      [
        "a text wrapped inside its parentheses, with an end mark and hex digits at a line start",
        telegram(["0-0:96.13.0(hello\r\n!abcd world)"]),
        ["valid"],
      ],
      ["an end mark on the last data line", sealed("/TST5\\M\r\n\r\n1-0:1.7.0(00.100*kW)!"), ["valid"]],
      ["an end mark on the last data line without a CRC", "/TST5\\M\r\n\r\n1-0:1.7.0(00.100*kW)!\r\n", ["absent"]],
      ["bytes behind the end line", `${OLD}  25803103\r\n\xff\xff\xff`, ["absent"]],
      [
        "a Holley meter, whose CRC is CRC-16/X-25",
        sealed("/HLY5/D545-METER\r\n\r\n1-0:1.7.0(1*kW)\r\n!", crc16x25),
        ["valid"],
      ],
      ["X-25 from any other maker", sealed("/TST5/D545-METER\r\n\r\n1-0:1.7.0(1*kW)\r\n!", crc16x25), ["invalid"]],
      ["telnet commands inside", A.replace("1-0:1.7.0", "1-0:\xff\xf11.7.0"), ["valid"]],
      ["a telnet negotiation before it", `\xff\xfd\x03\xff\xfb\x01${A}`, ["valid"]],
      ["NULs inside", A.replace("\r\n1-0", "\r\0\n\0\u00001-0"), ["valid"]],
      ["0xFF 0xFF as real text", telegram(["0-0:96.13.0(\xff\xff)"]), ["valid"]],
      ["no end line, at the end of the input", OLD.replace("!\r\n", ""), ["absent open"]],
    ];
    for (const [what, input, expected] of cases) it(what, () => assert.deepEqual(words(input), expected));
  });

  it("takes CRCs of one to four digits, unpadded", () => {
    for (const digits of [1, 2, 3, 4]) {
      const text = Array.from({ length: 200_000 }, (_, i) => sealed(`/TST5\\M\r\n\r\n1-0:1.7.0(${i}*W)\r\n!`)).find(
        (one) => new RegExp(`!0{${4 - digits}}[1-9A-F]`).test(one),
      )!;
      const unpadded = text.replace(/!0*/, "!");
      assert.equal(unpadded.trimEnd().split("!")[1]!.length, digits);
      assert.deepEqual(words(unpadded), ["valid"], unpadded);
    }
  });

  describe("in a stream finds", () => {
    const cases: [what: string, input: string, expected: string[]][] = [
      ["three telegrams", A + B + A, ["valid", "valid", "valid"]],
      ["a telegram after noise on the same line, by its CRC", `noise ${A}`, ["valid"]],
      ["nothing in noise on the same line with a wrong CRC", `noise ${A.replace("00.1", "00.2")}`, []],
      ["a good one glued behind a cut one", CUT + A, ["cut", "valid"]],
      ["a good one behind two cut ones", CUT + CUT + A, ["cut", "valid"]],
      ["a good one behind seven cut ones", CUT.repeat(7) + A, ["cut", "valid"]],
      ["a good one behind one cut in its end line", A.slice(0, -4) + B, ["invalid", "valid"]],
      ["a good one that starts right behind a CRC", A.trimEnd() + B, ["valid", "valid"]],
      ["a bad one and the good one behind it", A.replace("00.1", "00.2") + B, ["invalid", "valid"]],
      [
        "meters that never send an end line",
        OLD.replace("!\r\n", "").repeat(3),
        ["absent open", "absent open", "absent open"],
      ],
      [
        "a logger's lines between telegrams without an end",
        `/A5\r\n1-0:1.7.0(1*kW)\r\nlogged\r\n/B5\r\n1-0:1.7.0(1*kW)\r\n`,
        ["absent open", "absent open"],
      ],
      ["two that ran into one where there is no CRC", `${OLD.slice(0, 30)}${OLD}`, ["cut"]],
      [
        "a cut where a register comes twice without a CRC",
        oldTelegram(["1-0:1.8.1(1*kWh)", "1-0:1.8.1(2*kWh)"]),
        ["cut"],
      ],
      ["a cut where a data line stands in the header's place", "/1-0:1.7.0(1*kW)\r\n1-0:2.7.0(1*kW)\r\n!\r\n", ["cut"]],
      [
        "a good one without a CRC behind one that broke off in a text",
        `/TST5\r\n1-0:1.7.0(1*kW)\r\n0-0:96.13.0(wrapped\r\n${OLD}`,
        ["cut", "absent"],
      ],
      [
        "a cut where another's header stands in mid-line",
        "/TST5\r\n\r\n1-0:1.8.1(1*kWh)\r\n1-0:2.7.0(/ABC5\r\n\r\n1-0:1.7.0(1*kW)\r\n!\r\n",
        ["cut"],
      ],
      ["a header that came twice", `/TST5\\METER\r\n\r\n${A}`, ["valid"]],
      ["a header without a telegram before a good one", `/TST5\\METER\r\n${OLD}`, ["absent"]],
      ["nothing in text without an OBIS line", "/some !a3D4garbage /some !a3D3", []],
      ["old and new meters in turn", OLD + A + OLD, ["absent", "valid", "absent"]],
    ];
    for (const [what, input, expected] of cases) it(what, () => assert.deepEqual(words(input), expected));
  });

  it("gives a frame that no end line closed without its last line end, and leaves it as it is", () => {
    const framer = new TelegramFramer();
    const frames = ["1", "2"].flatMap((digit) => {
      framer.push(latin1(OLD.replace("0000.30", `0000.3${digit}`).replace("!\r\n", "\0\r\n".repeat(10))));
      return framer.flush();
    });
    assert.deepEqual(
      frames.map(({ bytes }) => bytes.toString("latin1")),
      ["1", "2"].map((digit) => OLD.replace("0000.30", `0000.3${digit}`).replace("\r\n!\r\n", "")),
    );
  });

  it("gives the frame's bytes from the slash through the CRC, as a copy", () => {
    const input = latin1(`noise\r\n${A}`);
    const [frame] = framesOf(input);
    input.fill(0);
    assert.equal(frame!.bytes.toString("latin1"), A.trimEnd());
  });

  it("gives copies that later telegrams leave as they are", () => {
    const long = (i: number) => telegram([`0-0:96.13.0(${"30".repeat(2200)})`, `1-0:1.7.0(${i}*kW)`]);
    const sent = Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? long(i) : telegram([`1-0:1.7.0(${i}*kW)`])));
    const framer = new TelegramFramer();
    const frames = sent.flatMap((text) => framer.push(latin1(text)));
    assert.deepEqual(
      frames.map(({ bytes }) => `${bytes.toString("latin1")}\r\n`),
      sent,
    );
  });

  for (const length of [64, 1024, 4096, 4100]) {
    it(`gives copies of telegrams of ${length} bytes, each with its line end in a chunk, one behind the other`, () => {
      const shortest = telegram(["0-0:96.13.0()"]).length;
      const text = telegram([`0-0:96.13.0(${"3".repeat(length + 2 - shortest)})`]);
      assert.equal(text.trimEnd().length, length);
      const framer = new TelegramFramer();
      const frames = Array.from({ length: 1100 }, () => framer.push(latin1(text))).flat();
      assert.equal(frames.length, 1100);
      for (const { bytes } of frames) assert.equal(bytes.toString("latin1"), text.trimEnd());
    });
  }

  it("gives the bytes the CRC was taken over, where a relay had added to them", () => {
    assert.equal(framesOf(A.replace("1-0:1.7.0", "1-0:\xff\xf11.7.0\0"))[0]!.bytes.toString("latin1"), A.trimEnd());
  });

  it("tells the received and the computed CRC", () => {
    const [frame] = framesOf(DSMR5.replace("E47C", "EF2F"));
    assert.deepEqual(frame!.crc, { status: "invalid", received: "EF2F", computed: "E47C" });
  });

  describe("whatever the chunks", () => {
    const stream = latin1(
      `\r\nx/y ${A}${CUT}${B}garbage /ABC${OLD}${DSMR5}\xff\xfb\x01${A}!!/ /\r\n/AAA\r\n/BBB${B}${OLD}${A.replace(/[0-9A-F]{4}\r\n$/, "WX")}\r\n${B}`,
    );
    const whole = framesOf(stream);
    const noise = noiseOf([stream]);
    for (const size of [1, 2, 3, 7, 31, 32, 33, 64, 500, 2048]) {
      it(`gives the same in chunks of ${size}`, () => {
        const framer = new TelegramFramer();
        const frames: Frame[] = [];
        for (let at = 0; at < stream.length; at += size) frames.push(...framer.push(stream.subarray(at, at + size)));
        frames.push(...framer.flush());
        assert.deepEqual(allOf(frames), allOf(whole));
        assert.equal(framer.noise, noise);
      });
    }
  });

  describe("gives the same at once and byte by byte for", () => {
    const inText = "/TST5\\METER\r\n\r\n0-0:96.13.0(wrapped\r\n!";
    const ofLength = (length: number) => {
      const lines = (blanks: number) => telegram([`0-0:96.13.0(${" ".repeat(blanks)})`]);
      return lines(length - lines(0).length);
    };
    const oldOfLength = (length: number) => {
      const lines = (blanks: number) => oldTelegram([`0-0:96.13.0(${" ".repeat(blanks)})`]);
      return lines(length - lines(0).length);
    };
    const cases: [what: string, input: string][] = [
      ["a text message with an end line in it", sealed(`${sealed(inText).trimEnd()} more)\r\n1-0:1.7.0(1*kW)\r\n!`)],
      ["a line that begins with a slash", telegram(["1-0:1.7.0(1*kW)", "/ABC5", "1-0:2.7.0(1*kW)"])],
      ["a telegram behind one without an end, too long, with slashes", `/TST5\r\n${"q/a".repeat(6000)}\r\nxx${A}`],
      ...Array.from({ length: 10 }, (_, i): [string, string] => {
        return [`a telegram of ${16_378 + i} bytes and its line end`, ofLength(16_380 + i)];
      }),
      ...Array.from({ length: 10 }, (_, i): [string, string] => {
        return [`a telegram of ${16_378 + i} bytes without a CRC`, oldOfLength(16_380 + i)];
      }),
      ["two telegrams without a CRC", OLD + OLD],
      ["one whose chunk ends with its exclamation mark", OLD.trimEnd()],
      ["one that ends with half a line end", OLD.slice(0, -1)],
      ["one with a slash in its text", oldTelegram(["0-0:96.13.0(a/bcd)", "1-0:1.7.0(1*kW)"])],
      ["one with another's header in mid-line", oldTelegram(["0-0:96.13.0(a)/TST5", "1-0:1.7.0(1*kW)"])],
      ["one with a register that comes again", oldTelegram(["1-0:1.7.0(1*kW)", "1-0:1.7.0(2*kW)"])],
      ["one with a data line in its header's place", OLD.replace("\r\n\r\n", "")],
      ["one without a data line", oldTelegram(["hello", "(world)"])],
      ["one behind a slash in mid-line", `x${OLD}`],
      ["one whose last line is open", OLD.replace(")\r\n!", "\r\n!")],
    ];
    for (const [what, input] of cases) {
      it(what, () => {
        const framer = new TelegramFramer();
        const frames = [...latin1(input)].flatMap((byte) => framer.push(Uint8Array.of(byte)));
        assert.deepEqual(allOf(framesOf(input)), allOf([...frames, ...framer.flush()]));
        assert.equal(noiseOf([latin1(input)]), framer.noise);
      });
    }
  });

  describe("costs time in proportion to the bytes of a chunk", () => {
    const cases: [what: string, telegram: string][] = [
      ["of telegrams", A],
      ["of telegrams without a CRC", OLD],
      ["of telegrams without a data line", "/AAA5 header that is a bit long xx\r\n)\r\n!\r\n"],
      ["of codes without a hyphen", "/AAA5\r\n1.8.0(00123.456*kWh)\r\n2.8.0(00123.456*kWh)\r\n!\r\n"],
    ];
    for (const [what, text] of cases) {
      it(what, () => {
        const timeOf = (bytes: number) => {
          const chunk = latin1(text.repeat(bytes / text.length));
          const start = process.cpuUsage();
          new TelegramFramer().push(chunk);
          return process.cpuUsage(start).user / 1000;
        };
        timeOf(1e6);
        const [once, eightfold] = [timeOf(1e6), timeOf(8e6)];
        assert.ok(eightfold < 20 * once + 500, `${once} ms for 1 MB, ${eightfold} ms for 8 MB`);
      });
    }
  });

  it("finds a telegram behind a slash with which a chunk ends in mid-line", () => {
    const text = `noise /s${A}${B}`;
    for (let at = 1; at < text.length; at++) {
      const framer = new TelegramFramer();
      const frames = [text.slice(0, at), text.slice(at)].flatMap((chunk) => framer.push(latin1(chunk)));
      assert.deepEqual([...frames, ...framer.flush()].map(word), ["valid", "valid"], String(at));
    }
  });

  function noiseOf(chunks: Buffer[]): number {
    const framer = new TelegramFramer();
    for (const chunk of chunks) framer.push(chunk);
    framer.flush();
    return framer.noise;
  }

  it("gives telegrams that come in pieces, also behind one that is longer than all before", () => {
    const framer = new TelegramFramer();
    // What looks like a header in a text counts only where the CRC does not fit.
    const lines = (text: string) => [`0-0:96.13.0(${text}\r\n/ABC5\r\n)`, "1-0:1.7.0(00.500*kW)"];
    const texts = [
      telegram(lines("31")),
      oldTelegram([`0-0:96.13.0(${"32".repeat(1200)})`, "1-0:1.7.0(00.500*kW)"]),
      telegram(lines("33")),
      telegram(lines("34".repeat(2400))),
      telegram(lines("35")),
    ];
    const frames = texts.flatMap((text) => text.match(/[\s\S]{1,40}/g)!.flatMap((piece) => framer.push(latin1(piece))));
    assert.deepEqual(
      frames.map(({ bytes, crc }) => [bytes.toString("latin1"), crc.status]),
      texts.map((text) => [text.trimEnd(), text.endsWith("!\r\n") ? "absent" : "valid"]),
    );
  });

  it("gives a telegram with its CRC's last digit, without waiting for the line end", () => {
    assert.deepEqual(framesOf(A.trimEnd(), false).map(word), ["valid"]);
  });

  it("gives up a telegram of more than 16 KiB, and finds the one behind it", () => {
    const long = `/TST5\\M\r\n\r\n1-0:1.7.0(1*kW)\r\n0-0:96.13.0(${"30".repeat(9000)})\r\n!1234\r\n`;
    assert.deepEqual(words(long + A), ["too-long", "valid"]);
  });

  it("takes a telegram of nearly 16 KiB", () => {
    assert.deepEqual(words(telegram([`0-0:96.13.0(${"30".repeat(8000)})`])), ["valid"]);
  });

  it("says that a lost connection cut a telegram, and starts anew", () => {
    const framer = new TelegramFramer();
    assert.deepEqual(framer.push(latin1(A.slice(0, 45))), []);
    assert.deepEqual(framer.reset().map(word), ["cut"]);
    assert.deepEqual(framer.push(latin1(A.slice(45) + B)).map(word), ["valid"]);
  });

  it("names a header in clear with a cipher behind it for what it is", () => {
    const cipher = Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 151 + 131) & 0xff)).filter(
      (byte) => byte !== 0x21 && byte !== 0x2f,
    );
    const [frame] = framesOf(Buffer.concat([latin1("/LGZ5\\2MT\r\n\r\n"), cipher, latin1("\r\n"), latin1(A)]));
    assert.equal(frame!.fault, "decrypt");
    assert.match(frame!.hint!, /not supported/);
  });

  it("takes random bytes, as an inverted line gives, for noise", () => {
    let state = 1;
    const bytes = Buffer.from(Array.from({ length: 500_000 }, () => (state = (state * 48271) % 0x7fffffff) & 0xff));
    for (let i = 0; i < bytes.length; i += 5000) bytes.set(latin1("\n/"), i);
    assert.deepEqual(words(Buffer.concat([bytes, latin1(`\r\n${A}`)])), ["valid"]);
  });

  it("holds no more than it needs of 20 MB of garbage", () => {
    const framer = new TelegramFramer();
    const slashes = Buffer.alloc(64 * 1024, "/abc\r\n  )(");
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 320; i++) assert.deepEqual(framer.push(slashes), []);
    assert.ok(process.memoryUsage().arrayBuffers - before < 8 * 1024 * 1024);
    assert.deepEqual(framer.push(latin1(`\r\n${A}`)).map(word), ["valid"]);
  });
});
