import assert from "node:assert/strict";
import { TelegramFramer } from "../../../lib/framing/framer";
import type { Frame, FramerOptions } from "../../../lib/framing/frame";
import { Recent } from "../../../lib/report/recent";
import { LONGEST_REPORT, problemReport, type ReportInput } from "../../../lib/report/report";
import { packageVersion, versions } from "../../../lib/report/versions";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { parseTelegram } from "../../../lib/telegram/parse";
import { sealed } from "../../support/cipher";
import { DSMR5, DSMR5_LINES, latin1, oldTelegram, telegram } from "../../support/telegrams";

const NOW = Date.UTC(2026, 2, 15, 12);

function recentOf(bytes: readonly (string | Buffer)[], options: FramerOptions = {}): Recent {
  const recent = new Recent({ good: 5, rejected: 5 });
  const framer = new TelegramFramer(options);
  const frames = bytes.flatMap((one) => framer.push(typeof one === "string" ? latin1(one) : one));
  for (const frame of [...frames, ...framer.flush()]) recent.onFrame(frame, NOW);
  return recent;
}

function reportOf(bytes: readonly (string | Buffer)[], more: Partial<ReportInput> = {}): string {
  return problemReport({ now: NOW, versions: { package: "1.2.3" }, recent: recentOf(bytes), ...more });
}

/** The fenced blocks, as a browser's clipboard gives them. */
function blocks(report: string): string[] {
  return [...report.matchAll(/^(`{3,})text\n([\s\S]*?)\n\1$/gm)].map(([, , text]) => text!);
}

function read(bytes: Buffer): Frame {
  const framer = new TelegramFramer();
  return [...framer.push(bytes), ...framer.flush()][0]!;
}

describe("a problem report", () => {
  it("says versions, settings, state, counters and events, with places masked and no Markdown of others", () => {
    const recent = recentOf([DSMR5]);
    recent.onEvent({
      event: "disconnected",
      reason: "x",
      retryIn: 1,
      timestamp: "2026-03-15T11:00:00.000Z",
      text: "p1.example.org:1234 refuses the connection",
    });
    const report = reportOf([], {
      recent,
      settings: [
        { name: "host", value: "p1.example.org", kind: "host" },
        { name: "faults", value: "`# all`" },
        { name: "decryptionKey", value: "set" },
      ],
      problem: "port is empty",
      status: {
        state: "silent",
        to: "p1.example.org:1234",
        hint: "p1.example.org is away",
        seconds: 40,
        line: "115200 8N1",
      },
      counters: {
        bytes: 1_234_567,
        frames: 12,
        noise: 3,
        reconnects: 1,
        period: 1,
        lastError: "p1.example.org is gone",
      },
    });
    assert.ok(!report.includes("example.org"));
    for (const line of [
      "# P1 problem report, 2026-03-15T12:00:00.000Z",
      "- package: 1.2.3",
      "- host: `<a host name>`",
      "- faults: `'# all'`",
      "- decryptionKey: `set`",
      "- problem: `port is empty`",
      "- state: silent, 40 s without a telegram",
      "- line: 115200 8N1",
      "- bytes: 1234567",
      "- period: 1 s",
      "- last error: <a host name> is gone",
      "- telegrams: CRC valid 1",
      "- 2026-03-15T11:00:00.000Z disconnected: <a host name>:1234 refuses the connection",
    ]) {
      assert.ok(report.split("\n").includes(line), line);
    }
  });

  it("says so where there is no telegram", () => {
    assert.match(problemReport({ now: NOW, versions: {} }), /## Last telegrams\n\nNone was received\.\n$/);
  });

  it("tells the versions that run here", () => {
    const found = versions({ "Node-RED": "4.1.0" });
    assert.deepEqual(Object.keys(found), ["@p1-port/node-red-p1-dsmr", "Node-RED", "Node.js", "system", "serialport"]);
    assert.match(found.serialport!, /^\d+\.\d+\.\d+$/);
    assert.match(packageVersion(), /^\d+\.\d+\.\d+/);
  });

  const good: [what: string, bytes: Buffer][] = [
    ["a DSMR 5 telegram", latin1(DSMR5)],
    ["one with LF line ends", latin1(DSMR5.replaceAll("\r\n", "\n"))],
    ["a DSMR 2.2 telegram", latin1(oldTelegram(DSMR5_LINES.slice(2)))],
    ["a Belgian telegram", new SimulatedMeter({ profile: "be" }).next()],
    ["one with backticks in it", latin1(telegram([...DSMR5_LINES, "0-0:96.13.1(```` a ```)"]))],
  ];
  for (const [what, bytes] of good) {
    it(`shows ${what} so that what is copied reads as the telegram did`, () => {
      const [block, ...more] = blocks(reportOf([bytes]));
      assert.equal(more.length, 0, "text alone carries it");
      const frame = read(latin1(`${block!}\n`));
      assert.equal(frame.crc.status, read(bytes).crc.status);
      assert.deepEqual(parseTelegram(frame).values, parseTelegram(bytes).values);
    });

    it(`shows ${what} so that it can be replayed`, () => {
      const [block] = blocks(reportOf([bytes]));
      const meter = new SimulatedMeter({ profile: "replay", telegram: block! });
      assert.equal(meter.problem, undefined);
      assert.deepEqual(parseTelegram(meter.next()).values, parseTelegram(bytes).values);
    });
  }

  const odd: [what: string, text: string][] = [
    ["control bytes", DSMR5.replace("MT382", "MT\x02382").replace(/![0-9A-F]{4}/, "!0000")],
    ["a unit beyond ASCII", telegram(["1-0:1.7.0(01.193*kW)", "0-1:24.2.1(101209112500W)(12785.123*m\xb3)"])],
    ["single carriage returns", oldTelegram(DSMR5_LINES.slice(2)).replaceAll("\r\n", "\r")],
  ];
  for (const [what, text] of odd) {
    it(`adds the bytes of a telegram with ${what}`, () => {
      const [block, base64] = blocks(reportOf([text]));
      // eslint-disable-next-line no-control-regex -- none of them may be there
      assert.doesNotMatch(block!, /[\x00-\x09\x0b-\x1f]/);
      const frame = read(Buffer.concat([Buffer.from(base64!, "base64"), latin1("\r\n")]));
      const before = read(latin1(text));
      assert.equal(frame.crc.status, before.crc.status);
      assert.equal(frame.bytes.length, before.bytes.length);
      assert.deepEqual(parseTelegram(frame, { crc: "flag" }).values, parseTelegram(before, { crc: "flag" }).values);
    });
  }

  it("says why telegrams were rejected, in the words of the masked ones", () => {
    const damaged = DSMR5.replace("01.193", "01.183");
    const report = reportOf([damaged, DSMR5.slice(0, 500), DSMR5]);
    const printed = /CRC wrong[\s\S]*?!([0-9A-F]{4})/.exec(report)![1]!;
    assert.ok(report.includes(`The CRC does not fit: ${printed} was received`));
    assert.match(report, /### \S+: cut\n\n\d+ bytes\. A telegram broke off/);
  });

  it("is readable as a file of telegrams itself", () => {
    const damaged = DSMR5.replace("01.193", "01.183");
    const framer = new TelegramFramer();
    const report = Buffer.from(reportOf([DSMR5, damaged, new SimulatedMeter().next()]), "utf8");
    const statuses = [...framer.push(report), ...framer.flush()].map(({ crc }) => crc.status);
    assert.deepEqual(statuses, ["valid", "invalid", "valid"]);
  });

  it("shows an encrypted telegram in clear where the key was there", () => {
    const report = reportOf([sealed(DSMR5)]);
    assert.match(report, /CRC valid, came encrypted/);
    assert.equal(blocks(report).length, 1);
  });

  it("describes a cipher that could not be opened, without its bytes", () => {
    const bytes = sealed(DSMR5, { key: "00".repeat(16) });
    const report = reportOf([bytes]);
    assert.match(
      report,
      /A cipher frame of \d+ bytes .*: system title of TST, security byte 0x30 \(encrypted and authenticated\)/,
    );
    assert.equal(blocks(report).length, 0);
    for (const form of ["hex", "base64", "latin1"] as const)
      assert.ok(!report.includes(bytes.toString(form, 2, 10)), form);
  });

  it("describes a cipher behind a header in clear without its bytes", () => {
    const frame: Frame = {
      bytes: Buffer.concat([latin1("/ABC5\\METER 12345678\r\n\r\n"), Buffer.alloc(300, 0x9d)]),
      crc: { status: "absent" },
      ended: false,
      fault: "decrypt",
      hint: "It is encrypted.",
    };
    const recent = new Recent();
    recent.onFrame(frame, NOW);
    assert.match(
      reportOf([], { recent }),
      /It is encrypted\. 324 bytes that begin with a header in clear, 93 % of them no text\./,
    );
  });

  it("stays below 64 KiB, and then keeps the last good one and the last bad one", () => {
    const message = (text: string): string => `0-0:96.13.0(${text.repeat(7000)})`;
    const long = telegram([...DSMR5_LINES, message("4B")]);
    const odd = telegram([...DSMR5_LINES, message("\xb5x")]);
    const bad = telegram([...DSMR5_LINES, message("4C")]).replace("01.193", "01.183");
    const report = reportOf([...Array<string>(5).fill(odd), ...Array<string>(5).fill(bad), long]);
    assert.ok(Buffer.byteLength(report) <= LONGEST_REPORT);
    assert.match(report, /CRC valid\n/);
    assert.match(report, /CRC wrong\n/);
    assert.match(report, /\d more would make this report too long\.\n$/);
  });

  it("stays below 64 KiB whatever settings and events there are", () => {
    const recent = recentOf([DSMR5]);
    for (let i = 0; i < 50; i++) recent.onWarning("é".repeat(5000));
    const settings = Array.from({ length: 500 }, (_, i) => ({ name: `n${i}`, value: "é ".repeat(5000) }));
    const report = reportOf([], { recent, settings, problem: "é".repeat(9999) });
    assert.ok(Buffer.byteLength(report) <= LONGEST_REPORT);
    assert.equal(blocks(report).length, 1);
  });
});
