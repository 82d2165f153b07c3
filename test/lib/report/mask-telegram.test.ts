import assert from "node:assert/strict";
import { TelegramFramer } from "../../../lib/framing/framer";
import type { Frame } from "../../../lib/framing/frame";
import { idsIn, isMaskable, maskFrame } from "../../../lib/report/mask-telegram";
import { Masker } from "../../../lib/report/masker";
import { crc16x25, crcText } from "../../../lib/framing/crc";
import { DSMR5, DSMR5_HEADER, DSMR5_LINES, latin1, oldTelegram, telegram } from "../../support/telegrams";

function framesOf(text: string): Frame[] {
  const framer = new TelegramFramer();
  return [...framer.push(latin1(text)), ...framer.flush()];
}

function masked(text: string, masker = new Masker()): { frame: Frame; text: string } {
  const [frame] = framesOf(text);
  const found = maskFrame(frame!, masker);
  return { frame: found, text: found.bytes.toString("latin1") };
}

/** The text behind a code in a masked telegram. */
function maskedLine(line: string, code = line.slice(0, line.indexOf("("))): string {
  const lines = masked(telegram(["1-0:1.7.0(01.193*kW)", line])).text.split("\r\n");
  return lines.find((one) => one.startsWith(code))!.slice(code.length);
}

const hex = (text: string) => Buffer.from(text, "latin1").toString("hex").toUpperCase();
const unhex = (text: string) => Buffer.from(text.replaceAll(/[()]/g, ""), "hex").toString("latin1");

describe("a masked telegram", () => {
  const kept = [
    "1-3:0.2.8(50)",
    "0-0:96.1.4(50217)",
    "0-0:96.1.4(3231313130)",
    "0-0:1.0.0(101209113020W)",
    "1-0:1.8.1(123456.789*kWh)",
    "1-0:1.8.0(00012345678*Wh)",
    "1-0:1.8.0(00015432.1234567*kWh)",
    "1-0:31.7.0(65.0*A,-65.0*A)",
    "1-1:31.4.0(100*A)(-063*A)",
    "1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)(2147483999)",
    "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(230201000000W)(230117224500W)(04.329*kW)",
    "0-0:96.14.0(TARIFF 1)",
    "0-1:24.1.0(003)",
    "0-1:24.2.1(632525252525S)(00000.000)",
    "0-1:24.2.1(35255255255255255S)(00000.000*m3)",
    "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.001)",
    "1-0:0.9.1(093500)",
    "0-1:96.1.0()",
    "0-1:96.1.0(00000000)",
    "0-0:96.13.0(FFFFFF)",
    "0-0:94.32.1(0012*XY)",
    "0-0:94.32.1(0012)",
    "0-0:94.32.1(101209113020)(00012*XY)",
  ];
  for (const line of kept) {
    it(`keeps ${line.replaceAll("\r\n", " ")}`, () => {
      assert.ok(masked(telegram([line])).text.includes(line));
    });
  }

  const hidden: [what: string, line: string, shape: RegExp][] = [
    ["an id in hex, which decodes to one alike", `0-0:96.1.1(${hex("K8EG004046395507")})`, /^[G-Z]\d[A-F][G-Z]\d{12}$/],
    ["an id as text", "0-1:96.1.0(G0067890123456789)", /^\(G?[G-Z]\d{16}\)$/],
    ["an EAN", "0-0:96.1.2(541448820044186577)", /^\(\d{18}\)$/],
    ["a logical device name", `0-0:42.0.0(${hex("SAG1030790002574")})`, /^[G-Z][A-F][G-Z]\d{13}$/],
    ["a short logical device name", "0-0:42.0.0(ABCDX)", /^\([A-F]{4}[G-Z]\)$/],
    ["a short id", "0-1:96.1.0(1234)", /^\(\d{4}\)$/],
    ["an identifier of another medium", "7-0:0.0.0(12345678)", /^\(\d{8}\)$/],
    ["a billing code's identifier", "1-0:0.0.0*255(1336001560)", /^\(\d{10}\)$/],
    ["an id filled up with blanks", "0-0:96.1.1(AB12CD34    )", /^\([A-F]{2}\d\d[A-F]{2}\d\d {4}\)$/],
    ["a serial of octets that are no text", "0-0:96.1.1(ECA9381323620362)", /^\([0-9A-F]{16}\)$/],
    [
      "a text message",
      "0-0:96.13.0(Dear Ms. Example, 3rd floor)",
      /^\([A-Z][a-z]{3} [A-Z]s?[a-z]\. [A-Z][a-z]{6}, \d[a-z]{2} [a-z]{5}\)$/,
    ],
    ["a text message in hex", `0-0:96.13.1(${hex("Hello: 12")})`, /^[A-Z][a-z]{4}: \d\d$/],
    ["text of an unknown code", "0-0:94.32.1(READY)", /^\([A-Z]{5}\)$/],
    ["octets of an unknown code", "0-0:97.97.0(0123ABCD)", /^\(\d{4}[A-F]{4}\)$/],
    ["a long number of an unknown code", "0-0:94.32.1(1234567)", /^\(\d{7}\)$/],
    [
      "a number with more digits than a register has",
      "1-0:1.8.0(1234567890123456.7*kWh)",
      /^\(\d{16}\.\d\*[a-z][A-Z][a-z]\)$/,
    ],
    ["twelve digits that may be no time", "0-0:94.32.1(101209113020)", /^\(\d{12}\)$/],
    ["an id that stands where a number should", "1-0:1.8.0(E0012345678)", /^\([A-F]\d{10}\)$/],
    ["a version that is none", "0-0:96.1.4(E0012345678)", /^\([A-F]\d{10}\)$/],
    ["an id in a group that was never closed", "0-0:96.1.1(G0067890123456789", /^\([G-Z]\d{16}$/],
  ];
  for (const [what, line, shape] of hidden) {
    it(`hides ${what}`, () => {
      const printed = line.slice(line.indexOf("("));
      const found = maskedLine(line);
      assert.notEqual(found, printed);
      assert.equal(found.length, printed.length);
      assert.match(/^\((?:[0-9A-F]{2})+\)$/.test(found) && !shape.test(found) ? unhex(found) : found, shape);
    });
  }

  it("hides the second of two ids, and the text of a line that is none", () => {
    const { text } = masked(
      telegram(["1-0:1.7.0(01.193*kW)", "0-0:94.1.0(12)(E00123456)", "C.1.0(98765432)", "ID 87654321"]),
    );
    for (const id of ["E00123456", "98765432", "87654321"]) assert.ok(!text.includes(id), id);
    assert.match(text, /0-0:94\.1\.0\(12\)\([A-F]\d{8}\)/);
  });

  it("hides a number of ten digits if the telegram is damaged, and keeps it if not", () => {
    const text = telegram(["1-0:1.8.1(1234567890.123*kWh)"]);
    assert.ok(masked(text).text.includes("1-0:1.8.1(1234567890.123*kWh)"));
    assert.ok(!masked(text.replace(/![0-9A-F]{4}/, "!0000")).text.includes("1234567890"));
  });

  it("hides an id that is wrapped over lines behind an impossible code", () => {
    const { text } = masked(telegram(["1-0:1.7.0(01.193*kW)", "0-0:961.1.1(12345", "67890)", "1-0:2.7.0(1*kW)"]));
    const [, ...found] = /0-0:961\.1\.1\((\d{5})\r\n(\d{5})\)\r\n1-0:2\.7\.0\(1\*kW\)/.exec(text)!;
    assert.notEqual(found.join(""), "1234567890");
  });

  it("hides an id behind more lines than a reader takes", () => {
    const { text } = masked(oldTelegram(["1-0:1.7.0(01.193*kW)", ...Array<string>(3000).fill(""), "0-0:96.1.1(1234)"]));
    assert.match(text, /0-0:96\.1\.1\((?!1234)\d{4}\)\r\n!$/);
  });

  it("keeps a value on a line without its code, behind one with an open parenthesis", () => {
    const stray = "0:32.7.0(237.1*V)";
    assert.ok(masked(telegram(["x(0012", stray, "1-0:1.7.0(01.193*kW)"])).text.includes(stray));
  });

  it("hides an id that is wrapped over lines, in hex broken between two digits of one octet", () => {
    const id = hex("K8EG004046395507");
    const { text } = masked(telegram(["1-0:1.7.0(01.193*kW)", `0-0:96.1.1(${id.slice(0, 7)}`, `${id.slice(7)})`]));
    const [, found] = /96\.1\.1\(([0-9A-F]{7}\r\n[0-9A-F]+)\)/.exec(text)!;
    assert.match(unhex(found!.replace("\r\n", "")), /^[G-Z]\d[A-F][G-Z]\d{12}$/);
    assert.notEqual(found!.replace("\r\n", ""), id);
  });

  const headers: [header: string, shape: RegExp][] = [
    ["/ISk5\\2MT382-1000", /^\/ISk5\\2MT382-1000$/],
    ["/FLU5\\253770234_A", /^\/FLU5\\253770234_A$/],
    ["/Ene5\\XS210 ESMR 5.0", /^\/Ene5\\XS210 ESMR 5\.0$/],
    ["/KMP5 KA6U001585654321", /^\/KMP5 KA6U(?!001585654321)\d{12}$/],
    ["/XMX5LGBBFG1009089532", /^\/XMX5LGBBFG(?!1009089532)\d{10}$/],
    ["/KMP5 ZABF000000000000", /^\/KMP5 ZABF000000000000$/],
    ["/ABC5\\X1-4B384547303034303436", /^\/ABC5\\X1-(?!4B38)[0-9A-F]{20}$/],
  ];
  for (const [header, shape] of headers) {
    it(`keeps the model in ${header}`, () => {
      assert.match(masked(telegram(["1-0:1.7.0(01.193*kW)"], header)).text.split("\r\n")[0]!, shape);
    });
  }

  it("hides an id in the header that its identifier line names", () => {
    const { text } = masked(
      telegram(["1-0:1.7.0(01.193*kW)", `0-0:96.1.1(${hex("AB12CD34")})`], "/ABC5\\METER-AB12CD34"),
    );
    const [, inHeader] = /METER-(\w{8})/.exec(text)!;
    assert.notEqual(inHeader, "AB12CD34");
    assert.equal(unhex(/96\.1\.1\((\w+)\)/.exec(text)![1]!), inHeader);
  });

  it("masks an id alike in a header, in hex and in text, and another otherwise, with one masker", () => {
    const masker = new Masker();
    const id = "KA6U001585654321";
    const { text } = masked(
      oldTelegram(
        [`0-0:96.1.1(${hex(id)})`, `0-1:96.1.0(${id})`, "0-2:96.1.0(KA6U001585654322)", "1-0:1.7.0(01.193*kW)"],
        `/KMP5 ${id}`,
      ),
      masker,
    );
    const ids = [...text.matchAll(/96\.1\.\d\((\w+)\)/g)].map(([, one]) => one!);
    assert.equal(unhex(ids[0]!), ids[1]);
    assert.notEqual(ids[1], ids[2]);
    assert.equal(/KA6U(\d{12})/.exec(text)![1], ids[1]!.slice(4));
  });

  it("masks otherwise with another masker", () => {
    assert.notEqual(masked(DSMR5).text, masked(DSMR5).text);
  });

  it("keeps letter case and length of hex", () => {
    const { text } = masked(telegram([`0-0:96.1.1(${hex("K8EG004046395507jk").toLowerCase()})`]));
    assert.match(text, /96\.1\.1\([0-9a-f]{36}\)/);
  });

  it("hides text beyond ASCII, in UTF-8 and in Latin-1, in hex and as it is", () => {
    const words = "Здравствуйте";
    const utf8 = Buffer.from(words, "utf8");
    for (const group of [utf8.toString("hex").toUpperCase(), utf8.toString("latin1"), "Mädchenstraße"]) {
      const found = maskedLine(`0-0:96.13.0(${group})`);
      assert.equal(found.length, group.length + 2);
      const text = /^[0-9A-F()]+$/.test(found) ? unhex(found) : found;
      assert.equal(
        Buffer.from(text, "latin1")
          .toString("utf8")
          .split("")
          .filter((char) => words.includes(char)).length,
        0,
      );
      assert.ok(!found.includes("straße"));
    }
  });
});

describe("a masked telegram's CRC", () => {
  it("is right where it was right", () => {
    const { frame, text } = masked(DSMR5);
    assert.equal(framesOf(text)[0]?.crc.status, "valid");
    assert.equal(frame.crc.status, "valid");
    assert.ok(text.endsWith(`!${frame.crc.received!}`));
  });

  it("is wrong by the same bits where it was wrong", () => {
    const damaged = DSMR5.replace("01.193", "01.183");
    const before = framesOf(damaged)[0]!.crc;
    const { frame, text } = masked(damaged);
    const difference = (crc: Frame["crc"]) => Number.parseInt(crc.received!, 16) ^ Number.parseInt(crc.computed!, 16);
    assert.equal(framesOf(text)[0]?.crc.status, "invalid");
    assert.equal(difference(frame.crc), difference(before));
    assert.notEqual(frame.crc.received, before.received);
  });

  it("stays away where there was none", () => {
    const { frame, text } = masked(oldTelegram(DSMR5_LINES));
    assert.equal(frame.crc.status, "absent");
    assert.ok(text.endsWith("\r\n!"));
  });

  it("stays what it is where it is no number", () => {
    assert.ok(masked(`${oldTelegram(DSMR5_LINES).trimEnd()}XYZ9\r\n`).text.endsWith("\r\n!XYZ9"));
  });

  const lf = (text: string) => text.replaceAll("\r\n", "\n");
  const variants: [what: string, text: string, ending: RegExp][] = [
    ["over CR LF in a telegram with LF", lf(DSMR5), /\n![0-9A-F]{4}$/],
    ["over CR LF in a telegram with two LF", DSMR5.replaceAll("\r\n", "\n\n"), /\n\n![0-9A-F]{4}$/],
    ["in lower case", DSMR5.replace(/![0-9A-F]{4}/, (crc) => crc.toLowerCase()), /![0-9a-f]{4}$/],
    ["with a NUL in it", DSMR5.replace(/!([0-9A-F]{2})/, "!$1\0"), /![0-9A-F]{2}\0[0-9A-F]{2}$/],
    ["behind a NUL in the telegram", DSMR5.replace("1-0:2.7.0", "\x001-0:2.7.0"), /![0-9A-F]{4}$/],
  ];
  for (const [what, text, ending] of variants) {
    it(`is right ${what}`, () => {
      assert.equal(framesOf(text)[0]?.crc.status, "valid");
      const { text: found } = masked(text);
      assert.match(found, ending);
      assert.equal(framesOf(found)[0]?.crc.status, "valid");
    });
  }

  it("is right as CRC-16/X-25 for Holley", () => {
    const body = ["/HLY5/D545-METER", "", ...DSMR5_LINES, "!"].join("\r\n");
    const { text } = masked(`${body}${crcText(crc16x25(latin1(body)))}\r\n`);
    assert.equal(framesOf(text)[0]?.crc.status, "valid");
  });

  it("is printed without leading zeros, by as many digits as it takes", () => {
    const text = [...Array(400).keys()]
      .map((power) => telegram([...DSMR5_LINES, `1-0:81.7.0(${power}*V)`], DSMR5_HEADER))
      .find((one) => one.includes("!00"))!;
    const short = text.replace(/!0+/, "!");
    for (let i = 0; i < 20; i++) {
      const { text: found } = masked(short);
      assert.equal(framesOf(found)[0]?.crc.status, "valid");
      assert.match(found, /![0-9A-F]{2,4}$/);
    }
  });
});

describe("what cannot be masked", () => {
  it("is said of a cipher frame and of noise, not of a telegram", () => {
    const frame: Frame = { bytes: latin1(DSMR5), crc: { status: "absent" }, ended: false };
    assert.equal(isMaskable(frame), true);
    assert.equal(isMaskable({ ...frame, fault: "decrypt" }), false);
    assert.equal(isMaskable({ ...frame, bytes: Buffer.alloc(500, 0x91) }), false);
  });

  it("gives no ids", () => {
    assert.deepEqual(
      idsIn([{ bytes: latin1("0-0:96.1.1(AB12CD34)"), crc: { status: "absent" }, ended: false, fault: "decrypt" }]),
      [],
    );
  });
});
