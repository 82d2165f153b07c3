import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { MAX_TELEGRAM } from "../../../lib/framing/bytes";
import { crc16, crc16x25, crcText } from "../../../lib/framing/crc";
import { TelegramFramer } from "../../../lib/framing/framer";
import { framed, word, words } from "../../support/framed";
import { DSMR5, latin1, oldTelegram, telegram } from "../../support/telegrams";

const A = telegram(["1-3:0.2.8(50)", "1-0:1.7.0(00.100*kW)"]);
const B = telegram(["1-3:0.2.8(50)", "1-0:1.7.0(00.200*kW)"]);
const OLD = oldTelegram(["1-0:1.8.1(00001.000*kWh)", "1-0:1.7.0(0000.30*kW)"]);
const CUT = A.slice(0, 45);

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
      [
        "a text wrapped inside its parentheses, with a word behind an end mark",
        telegram(["0-0:96.13.0(hello\r\n!xyz\r\nthere)"]),
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
      ["a telnet command in its end line", DSMR5.replace("!", "!\xff\xfbA"), ["valid"]],
      ["NULs inside", A.replace("\r\n1-0", "\r\0\n\0\u00001-0"), ["valid"]],
      ["0xFF 0xFF as real text", telegram(["0-0:96.13.0(\xff\xff)"]), ["valid"]],
      ["no end line, at the end of the input", OLD.replace("!\r\n", ""), ["absent open"]],
    ];
    for (const [what, input, expected] of cases) it(what, () => assert.deepEqual(words(input), expected));
  });

  describe("takes a CRC without its leading zeros:", () => {
    const cases: [digits: string, watts: number][] = [
      ["8", 10699],
      ["B3", 10291],
      ["829", 321],
      ["9497", 0],
    ];
    for (const [digits, watts] of cases) {
      it(digits, () => assert.deepEqual(words(`/TST5\\M\r\n\r\n1-0:1.7.0(${watts}*W)\r\n!${digits}\r\n`), ["valid"]));
    }
  });

  describe("in a stream finds", () => {
    const cases: [what: string, input: string, expected: string[]][] = [
      ["three telegrams", A + B + A, ["valid", "valid", "valid"]],
      ["a telegram after noise on the same line, by its CRC", `noise ${A}`, ["valid"]],
      ["nothing in noise on the same line with a wrong CRC", `noise ${A.replace("00.1", "00.2")}`, []],
      ["a good one behind one that was cut and began in mid-line", `x${CUT}${A}`, ["valid"]],
      [
        "nothing in what follows 16 KiB without an end on the same line",
        `/TST5\r\n${"x".repeat(MAX_TELEGRAM - 6)}${OLD}`,
        [],
      ],
      [
        "nothing in mid-line behind one that is too long, without a CRC",
        `/TST5\r\n1-0:1.7.0(${"x".repeat(16_000)} /ABC5 ${"y".repeat(400)}\r\n1-0:1.8.0(1)\r\n!\r\n`,
        ["too-long"],
      ],
      ["nothing in a header with a few odd bytes behind it", `/LGZ5\\2MT\r\n\r\n${"\x80".repeat(40)}\r\n!\r\n`, []],
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

  describe("gives the bytes", () => {
    const bytesOf = (input: string | Buffer) => framed(input).frames.map(({ bytes }) => bytes.toString("latin1"));
    const open = OLD.replace("\r\n!\r\n", "");
    const long = `/TST5\\M\r\n\r\n1-0:1.7.0(1*kW)\r\n0-0:96.13.0(${"30".repeat(9000)})\r\n!1234\r\n`;
    const cases: [what: string, input: string, expected: string[]][] = [
      ["from the slash through the CRC", `noise\r\n${A}`, [A.trimEnd()]],
      ["from the slash through the end mark without a CRC", OLD, [OLD.trimEnd()]],
      ["without the last line end and NULs without an end line", `${open}\0\r\n\0\r\n`, [open]],
      [
        "that the CRC was taken over, without telnet commands",
        A.replace("1.7.0", "\xff\xf11.\xff\xfb\x017.0"),
        [A.trimEnd()],
      ],
      [
        "that the CRC was taken over, without a subnegotiation",
        A.replace("1.7.0", "\xff\xfa\x18\x01\xff\xf01.7.0"),
        [A.trimEnd()],
      ],
      [
        "that the CRC was taken over, without a subnegotiation that does not end on its line",
        A.replace("1.7.0", "\xff\xfa1.7.0").replace("!", "\xff\xf0!"),
        [A.trimEnd()],
      ],
      [
        "that the CRC was taken over, with one byte 0xFF for two",
        telegram(["0-0:96.13.0(\xff)"]).replace("\xff", "\xff\xff"),
        [telegram(["0-0:96.13.0(\xff)"]).trimEnd()],
      ],
      ["that the CRC was taken over, without NULs", A.replace("1.7.0", "1.\x007.0"), [A.trimEnd()]],
      ["of text whose CR are gone as they came", A.replaceAll("\r", ""), [A.replaceAll("\r", "").trimEnd()]],
      ["of the head that was cut, and of the telegram behind it", CUT + A, [CUT, A.trimEnd()]],
      ["of the first 16 KiB of one that is too long", long, [long.slice(0, MAX_TELEGRAM)]],
    ];
    for (const [what, input, expected] of cases) it(what, () => assert.deepEqual(bytesOf(input), expected));

    it("as copies, which neither the caller's buffer nor later telegrams change", () => {
      const message = (i: number) => `0-0:96.13.0(${"30".repeat(i % 7 === 0 ? 2200 : 0)})`;
      const sent = Array.from({ length: 300 }, (_, i) => telegram([message(i), `1-0:1.7.0(${i}*kW)`]));
      const framer = new TelegramFramer();
      const frames = sent.flatMap((text) => {
        const chunk = latin1(text);
        const some = framer.push(chunk);
        chunk.fill(0);
        return some;
      });
      assert.deepEqual(
        frames.map(({ bytes }) => `${bytes.toString("latin1")}\r\n`),
        sent,
      );
    });
  });

  describe("says of the CRC", () => {
    const cases: [what: string, input: string, crc: object][] = [
      [
        "what was received and computed",
        DSMR5.replace("E47C", "EF2F"),
        { status: "invalid", received: "EF2F", computed: "E47C" },
      ],
      [
        "what was received as it was printed",
        DSMR5.replace("E47C", "e47c"),
        { status: "valid", received: "e47c", computed: "E47C" },
      ],
      [
        "what stands in its place",
        DSMR5.replace("E47C", "WX"),
        { status: "invalid", received: "WX", computed: "E47C" },
      ],
      [
        "what it is with CR LF, of text without CR",
        DSMR5.replace("E47C", "EF2F").replaceAll("\r", ""),
        { status: "invalid", received: "EF2F", computed: "E47C" },
      ],
      ["that it is absent", OLD, { status: "absent" }],
    ];
    for (const [what, input, crc] of cases) it(what, () => assert.deepEqual(framed(input).frames[0]!.crc, crc));
  });

  describe("counts as noise", () => {
    const cases: [what: string, input: string, noise: number][] = [
      ["nothing between telegrams but line ends and NULs", `${A}\r\n\0\0${A}`, 0],
      ["what stands between telegrams", `abc${A}defg\r\n${A}`, 3 + 6],
      ["a slash in mid-line without a header behind it", `x/y z${A}`, 5],
      ["a header without a telegram", `/TST5\\METER\r\n${OLD}`, 13],
      ["the head of a telegram without a data line", `/TST5\\METER\r\n\r\n1-0:${A}`, 19],
      ["a telegram in mid-line with a wrong CRC", `x${A.trimEnd().replace("00.1", "00.2")}`, A.length - 1],
      ["what no end line ends within 16 KiB", `/TST5\r\n${"x".repeat(20_000)}`, 20_007],
    ];
    for (const [what, input, noise] of cases) it(what, () => assert.equal(framed(input).noise, noise));
  });

  describe("takes for a cut what shows one without a CRC:", () => {
    const [power, energy] = ["1-0:1.7.0(1*kW)", "1-0:1.8.1(1*kWh)"];
    const tariffs = Array.from({ length: 150 }, (_, index) => `1-0:1.8.${index + 1}(1*kWh)`);
    const cases: [what: string, lines: string[], expected: "cut" | "absent"][] = [
      ["power twice", [power, energy, power], "cut"],
      ["a tariff twice, with another value", [energy, power, "1-0:1.8.1(2*kWh)"], "cut"],
      ["a register that comes again behind blanks", [energy, " \t1-0:1.8.1(2*kWh)"], "cut"],
      ["a billing period twice", ["1-0:1.8.1*255(1*kWh)", "1-0:1.8.1*255(2*kWh)"], "cut"],
      ["the last of many tariffs twice", [...tariffs, tariffs.at(-1)!], "cut"],
      ["a register that comes again behind a line that ends in a hyphen", ["on-", power, "off-", power], "cut"],
      ["but not two billing periods", ["1-0:1.8.1*1(1*kWh)", "1-0:1.8.1*2(2*kWh)"], "absent"],
      ["but not many tariffs", tariffs, "absent"],
      ["but not tariffs that begin alike", [energy, "1-0:1.8.2(2*kWh)", "1-0:1.8.11(2*kWh)"], "absent"],
      ["but not other channels", [power, "1-1:1.7.0(2*kW)", "1-10:1.7.0(2*kW)"], "absent"],
      [
        "but not other quantities twice",
        ["1-0:2.8.1(1*kWh)", "1-0:2.8.1(1*kWh)", "1-0:11.7.0(1*A)", "1-0:11.7.0(1*A)"],
        "absent",
      ],
      ["but not another processing twice", ["1-0:1.7.1(1)", "1-0:1.7.1(1)", "1-0:1.6.0(1)", "1-0:1.6.0(1)"], "absent"],
      ["but not codes without a value", ["1-0:1.7.0", "1-0:1.7.0", "1-0:1.8.1*(1)", "1-0:1.8.1*(1)"], "absent"],
      ["but not a register in a text", [power, "0-0:96.13.0(1-0:1.7.0(1*kW))"], "absent"],
      ["but not the end of another code", ["11-0:1.7.0(1*kW)", "11-0:1.7.0(1*kW)"], "absent"],
    ];
    for (const [what, lines, expected] of cases)
      it(what, () => assert.deepEqual(words(oldTelegram(lines)), [expected]));

    it("but not a register with a right CRC twice", () => assert.deepEqual(words(telegram([power, power])), ["valid"]));
  });

  it("gives a telegram with its CRC's last digit, without waiting for the line end", () => {
    assert.deepEqual(new TelegramFramer().push(latin1(A.trimEnd())).map(word), ["valid"]);
  });

  describe("takes a telegram of at most 16 KiB:", () => {
    const ofLength = (make: typeof telegram, length: number) => {
      const lines = (blanks: number) => make([`0-0:96.13.0(${" ".repeat(blanks)})`]);
      return lines(length - lines(0).trimEnd().length);
    };
    const cases: [what: string, make: typeof telegram, length: number, expected: string[]][] = [
      ["one of 16 KiB and a byte with its CRC", telegram, MAX_TELEGRAM + 1, ["valid", "valid"]],
      ["one that is longer by a byte", telegram, MAX_TELEGRAM + 2, ["too-long", "valid"]],
      ["one without a CRC of 8 KiB", oldTelegram, MAX_TELEGRAM / 2, ["absent", "valid"]],
      ["one without a CRC whose line end does not fit", oldTelegram, MAX_TELEGRAM + 1, ["too-long", "valid"]],
    ];
    for (const [what, make, length, expected] of cases) {
      it(what, () => assert.deepEqual(words(ofLength(make, length) + A), expected));
    }

    it("any of about that length gives the same whole and byte by byte", () => {
      for (let length = MAX_TELEGRAM - 2; length <= MAX_TELEGRAM + 6; length++) {
        for (const make of [telegram, oldTelegram]) {
          assert.equal(words(ofLength(make, length) + A).at(-1), "valid", `${length} bytes`);
        }
      }
    });

    it("and finds the one behind another that has slashes and no end", () => {
      assert.deepEqual(words(`/TST5\r\n${"q/a".repeat(6000)}\r\nxx${A}`), ["valid"]);
    });
  });

  describe("after a lost connection", () => {
    const cases: [what: string, first: string, expected: string[]][] = [
      ["says that a telegram was cut", A.slice(0, 45), ["cut"]],
      ["says nothing of a header alone", "/TST5\\METER\r\n", []],
      ["says nothing of noise", "noise /TST", []],
      ["says nothing of a telegram that was whole", A, []],
    ];
    for (const [what, first, expected] of cases) {
      it(`${what}, and starts again`, () => {
        const framer = new TelegramFramer();
        framer.push(latin1(first));
        assert.deepEqual(framer.reset().map(word), expected);
        assert.deepEqual(framer.push(latin1(`${A.slice(45)}${B}`)).map(word), ["valid"]);
      });
    }
  });

  it("names a header in clear with a cipher behind it for what it is", () => {
    const cipher = Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 151 + 131) & 0xff)).filter(
      (byte) => byte !== 0x21 && byte !== 0x2f,
    );
    const [frame] = framed(Buffer.concat([latin1("/LGZ5\\2MT\r\n\r\n"), cipher, latin1("\r\n"), latin1(A)])).frames;
    assert.equal(frame!.fault, "decrypt");
    assert.match(frame!.hint!, /not supported/);
  });

  it("takes random bytes, as an inverted line gives, for noise", () => {
    let state = 1;
    const bytes = Buffer.from(Array.from({ length: 100_000 }, () => (state = (state * 48271) % 0x7fffffff) & 0xff));
    for (let i = 0; i < bytes.length; i += 5000) bytes.set(latin1("\n/"), i);
    assert.deepEqual(words(Buffer.concat([bytes, latin1(`\r\n${A}`)])), ["valid"]);
  });

  describe("holds no more than it needs of 20 MB", () => {
    const cases: [what: string, pattern: string][] = [
      ["of headers without a data line", "/abc\r\n  )("],
      ["of noise", "abcdefghij\r\n"],
      ["of text without an end", `/ABC5\r\n1-0:1.7.0(${"x".repeat(60_000)}`],
    ];
    for (const [what, pattern] of cases) {
      it(what, () => {
        const framer = new TelegramFramer();
        const chunk = Buffer.alloc(64 * 1024, pattern, "latin1");
        const before = process.memoryUsage().arrayBuffers;
        for (let i = 0; i < 320; i++) framer.push(chunk);
        assert.ok(process.memoryUsage().arrayBuffers - before < 8 * 1024 * 1024);
        assert.equal(
          framer
            .push(latin1(`)\r\n${A}`))
            .map(word)
            .at(-1),
          "valid",
        );
      });
    }
  });
});
