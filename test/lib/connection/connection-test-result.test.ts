import assert from "node:assert/strict";
import type { Findings, Rejected } from "../../../lib/connection/connection-test-record";
import {
  isTestDecided,
  type ConnectionTestPhase,
  type ConnectionTestSetup,
  connectionTestResult,
} from "../../../lib/connection/connection-test-result";

const none: Rejected = { crc: 0, "no-crc": 0, cut: 0, "too-long": 0, unreadable: 0, decrypt: 0 };
const nothing: Findings = {
  to: "the meter",
  opened: true,
  bytes: 0,
  good: 0,
  rejected: none,
  encrypted: false,
  cipher: false,
};
const lost = { code: "ended", text: "it ended" };
const serial: ConnectionTestSetup = { connection: "serial", auto: true, hasKey: false };
const fixed: ConnectionTestSetup = { ...serial, auto: false };
const tcp: ConnectionTestSetup = { connection: "tcp", auto: false, hasKey: false };

interface Seen extends Partial<Omit<Findings, "rejected">> {
  readonly rejected?: Partial<Rejected>;
}

const findings = ({ rejected, ...rest }: Seen): Findings => ({
  ...nothing,
  ...rest,
  rejected: { ...none, ...rejected },
});

describe("the result of a connection test", () => {
  const cases: [seen: string, Seen, ConnectionTestSetup, ConnectionTestPhase, code: string, values?: object][] = [
    ["the connection is not open yet", { opened: false }, tcp, "running", "opening"],
    ["nothing has come yet", {}, tcp, "running", "waiting"],
    ["a stray byte has come", { bytes: 3 }, serial, "running", "waiting"],
    ["nothing came from a serial port", {}, serial, "over", "nothing-serial"],
    ["nothing came from the network", {}, tcp, "over", "nothing-tcp"],
    ["the simulator is slow", {}, { ...tcp, connection: "simulator" }, "over", "nothing-simulator"],
    ["it was stopped before", {}, serial, "stopped", "stopped"],
    ["it cannot be opened", { opened: false, lost }, tcp, "running", "cannot-open"],
    ["it was lost at once", { lost }, tcp, "running", "lost"],
    ["it never opened", { opened: false }, tcp, "over", "opening"],
    ["bytes come", { bytes: 50 }, tcp, "running", "bytes", { bytes: 50, line: "" }],
    [
      "settings are tried",
      { bytes: 50, line: "9600 7E1" },
      serial,
      "running",
      "searching",
      { bytes: 50, line: "9600 7E1" },
    ],
    ["no setting fits", { bytes: 50, line: "9600 7E1" }, serial, "over", "no-telegram-auto"],
    ["the setting does not fit", { bytes: 50, line: "9600 7E1" }, fixed, "over", "no-telegram-line"],
    ["a relay sends nonsense", { bytes: 50 }, tcp, "over", "no-telegram-tcp", { bytes: 50 }],
    ["the meter encrypts", { rejected: { decrypt: 1 }, cipher: true }, tcp, "running", "key-needed"],
    ["the key is wrong", { rejected: { decrypt: 1 }, cipher: true }, { ...tcp, hasKey: true }, "running", "key-wrong"],
    ["the cipher is none we know", { rejected: { decrypt: 1 } }, tcp, "running", "cipher-unknown"],
    ["all telegrams are damaged", { rejected: { crc: 3 }, bytes: 900 }, tcp, "running", "crc-all", { bad: 3 }],
    [
      "one of four is damaged",
      { good: 3, rejected: { crc: 1 } },
      tcp,
      "over",
      "crc-some",
      { good: 3, bad: 1, percent: 25 },
    ],
    [
      "one of many is damaged",
      { good: 999, rejected: { crc: 1 } },
      tcp,
      "over",
      "crc-some",
      { good: 999, bad: 1, percent: 1 },
    ],
    ["all break off", { rejected: { cut: 1, "too-long": 1 } }, tcp, "over", "cut-all", { bad: 2 }],
    ["some break off", { good: 1, rejected: { cut: 1 } }, tcp, "over", "cut-some", { good: 1, bad: 1, percent: 50 }],
    ["the CRC is taken away", { rejected: { "no-crc": 2 } }, tcp, "over", "no-crc"],
    ["nothing can be read", { rejected: { unreadable: 2 } }, tcp, "over", "unreadable"],
    ["it was lost in between", { good: 4, lost }, tcp, "over", "interrupted", { good: 4 }],
    ["all is well", { good: 4, bytes: 900 }, tcp, "running", "good", { good: 4 }],
    ["all is well, also when stopped", { good: 1 }, serial, "stopped", "good", { good: 1 }],
  ];
  for (const [seen, what, setup, phase, code, values] of cases) {
    it(`is "${code}" when ${seen}`, () => {
      const result = connectionTestResult(findings(what), setup, phase);
      assert.equal(result.code, code);
      if (values) assert.deepEqual(result.values, values);
      assert.equal(result.reason, ["cannot-open", "lost", "interrupted"].includes(code) ? lost : undefined);
    });
  }
});

describe("a connection test", () => {
  const cases: [seen: string, Seen, boolean][] = [
    ["nothing came", {}, false],
    ["four good telegrams came", { good: 4 }, false],
    ["five good telegrams came", { good: 5 }, true],
    ["many good ones and a bad one came", { good: 20, rejected: { crc: 1 } }, false],
    ["the connection was lost after five", { good: 5, lost }, false],
    ["two could not be decrypted", { rejected: { decrypt: 2 }, cipher: true }, false],
    ["three could not be decrypted", { rejected: { decrypt: 3 }, cipher: true }, true],
    ["the connection cannot be opened", { opened: false, lost }, true],
    ["the connection was lost, and may come back", { lost }, false],
  ];
  for (const [seen, what, isDecided] of cases) {
    it(`${isDecided ? "is decided" : "goes on"} when ${seen}`, () => {
      assert.equal(isTestDecided(findings(what)), isDecided);
    });
  }
});
