import assert from "node:assert/strict";
import { connectionOptions } from "../../../nodes/p1-in/connection-options";
import { p1InProblem, readP1In } from "../../../nodes/p1-in/options";
import { problemSentence } from "../../../nodes/shared/texts";
import type { RawOptions } from "../../../nodes/shared/options";

const serial = { connection: "serial", path: "/dev/ttyUSB0" };
const tcp = { connection: "tcp", host: "10.0.0.5", port: "1234" };
const key = "00112233445566778899AABBCCDDEEFF";

describe("the options of p1-in", () => {
  it("stand at their defaults when missing or empty", () => {
    const empty = Object.fromEntries(Object.keys(readP1In({}).settings).map((name) => [name, ""]));
    for (const raw of [{}, empty]) {
      const { settings } = readP1In({ ...raw, path: "/dev/ttyUSB0" });
      assert.deepEqual(settings, {
        connection: "serial",
        path: "/dev/ttyUSB0",
        line: "auto",
        baudRate: 115_200,
        dataBits: 8,
        parity: "none",
        stopBits: 1,
        dataRequest: "none",
        host: "",
        port: undefined,
        timeout: 0,
        relayPort: 0,
        relayAddress: "127.0.0.1",
        aad: "luxembourg",
        profile: "nl-dsmr5",
        period: undefined,
        telegram: "",
        faults: "none",
        decryptionKey: "",
        authenticationKey: "",
      });
    }
  });

  it("take numbers as text, as flow files and environment variables give them", () => {
    const { settings, fault } = readP1In({ ...tcp, port: " 4059 ", timeout: "20.5", relayPort: "2001" });
    assert.equal(fault, undefined);
    assert.deepEqual([settings.port, settings.timeout, settings.relayPort], [4059, 20.5, 2001]);
  });

  const right: [string, RawOptions][] = [
    ["a port by id", { path: "/dev/serial/by-id/usb-FTDI_P1-if00-port0" }],
    ["a custom line", { ...serial, line: "custom", baudRate: "2400", dataBits: "7", parity: "odd", stopBits: "2" }],
    ["a host name", { ...tcp, host: "p1-reader.local" }],
    ["an IPv6 address", { ...tcp, host: "fe80::1%eth0" }],
    ["some faults", { connection: "simulator", faults: "noise, cuts" }],
    ["leftovers of another connection", { ...tcp, line: "custom", baudRate: "junk", profile: "atlantis" }],
    ["numbers as numbers", { ...tcp, port: 1234, timeout: 0 }],
  ];
  for (const [what, raw] of right) {
    it(`have no problem with ${what}`, () => assert.equal(readP1In(raw).fault, undefined));
  }

  const wrong: [RawOptions, RegExp][] = [
    [{}, /^path is empty/],
    [{ connection: "usb" }, /^connection is "usb": it must be one of serial, tcp, simulator/],
    [{ ...serial, line: "fast" }, /^line is "fast"/],
    [{ ...serial, dataRequest: "cts" }, /^dataRequest is "cts"/],
    [{ ...serial, line: "custom", baudRate: "quick" }, /^baudRate is "quick": it must be a number/],
    [{ ...serial, line: "custom", dataBits: 9 }, /^dataBits is 9: it must be 7 – 8/],
    [{ ...tcp, host: "" }, /^host is empty/],
    [{ ...tcp, port: "" }, /^port is empty/],
    [{ ...tcp, host: "10.0.0.5:1234" }, /^host is "10.0.0.5:1234": .*without port/],
    [{ ...tcp, port: "70000" }, /^port is 70000: it must be 1 – 65535/],
    [{ ...tcp, port: "0x50" }, /^port is "0x50": it must be a number/],
    [{ ...tcp, port: "80.5" }, /^port is "80.5": it must be a number/],
    [{ ...tcp, port: "${P1_PORT}" }, /^port: the environment variable \$\{P1_PORT\} is not set/],
    [{ ...tcp, port: { a: 1 } }, /^port is "\{"a":1\}"/],
    [{ ...tcp, timeout: "-1" }, /^timeout is -1/],
    [{ ...tcp, relayPort: "99999" }, /^relayPort is 99999/],
    [{ ...tcp, aad: "maybe" }, /^aad is "maybe"/],
    [{ ...tcp, aad: "own" }, /^authenticationKey is empty/],
    [{ connection: "simulator", profile: "atlantis" }, /^profile is "atlantis"/],
    [{ connection: "simulator", profile: "replay" }, /^telegram is empty/],
    [{ connection: "simulator", faults: "gremlins" }, /^faults is "gremlins"/],
    [{ connection: "simulator", period: "0" }, /^period is 0/],
  ];
  for (const [raw, sentence] of wrong) {
    it(`say what is wrong with ${JSON.stringify(raw)}`, () =>
      assert.match(problemSentence(readP1In(raw).fault!), sentence));
  }

  it("leave the rest alone in the dialog where the connection comes from an environment variable", () => {
    const choice = { connection: "${P1_CONNECTION}", line: "auto", profile: "nl-dsmr5" };
    for (const name of ["path", "host", "port", "telegram"] as const) {
      assert.equal(p1InProblem(name, "", choice), undefined);
    }
  });

  it("check the keys without repeating them", () => {
    assert.equal(readP1In(serial, { decryptionKey: key }).fault, undefined);
    assert.equal(readP1In(serial, { decryptionKey: key.replaceAll(/(..)/g, "$1 ") }).fault, undefined);
    const problem = problemSentence(readP1In(serial, { decryptionKey: "secret" }).fault!);
    assert.match(problem, /^decryptionKey must be 32 hexadecimal digits/);
    assert.doesNotMatch(problem, /secret/);
  });
});

describe("the connection of p1-in", () => {
  const made = (raw: RawOptions, credentials: RawOptions = {}) =>
    connectionOptions(readP1In(raw, credentials).settings, {});

  const sources: [RawOptions, string][] = [
    [serial, "/dev/ttyUSB0"],
    [tcp, "10.0.0.5:1234"],
    [{ connection: "simulator" }, "simulated meter"],
  ];
  for (const [raw, to] of sources) {
    it(`goes to ${to}`, () => assert.equal(made(raw).source(undefined).to, to));
  }

  it("has line settings on a serial port alone", () => {
    assert.equal(made(serial).line, "auto");
    assert.equal("line" in made(tcp), false);
    const seven = { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 };
    assert.deepEqual(made({ ...serial, line: "9600-7E1" }).line, seven);
    const custom = { baudRate: "2400", dataBits: "7", parity: "odd", stopBits: "2" };
    const own = { baudRate: 2400, dataBits: 7, parity: "odd", stopBits: 2 };
    assert.deepEqual(made({ ...serial, line: "custom", ...custom }).line, own);
  });

  it("relays only where a relay port is set", () => {
    assert.equal("relay" in made(tcp), false);
    assert.deepEqual(made({ ...tcp, relayPort: "2001" }).relay, { port: 2001, address: "127.0.0.1" });
  });

  it("decrypts with the keys given", () => {
    assert.deepEqual(made(tcp).framer, { aad: "luxembourg" });
    assert.deepEqual(made(tcp, { decryptionKey: key }).framer, { aad: "luxembourg", decryptionKey: key });
  });
});
