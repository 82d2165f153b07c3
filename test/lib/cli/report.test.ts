import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MeterServer } from "../../../lib/cli/meter-server";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import type { Telegram } from "../../../lib/telegram/types";
import { endAll, run, runProcess } from "./process";

const meter = new SimulatedMeter({ start: Date.UTC(2026, 0, 14, 18, 27, 30) });
const good = meter.next();
const altered = Buffer.from(good.toString("latin1").replace("1-0:1.7.0(0", "1-0:1.7.0(1"), "latin1");

describe("p1 report", () => {
  let folder: string;

  before(() => (folder = mkdtempSync(join(tmpdir(), "p1-report-"))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(endAll);

  function file(name: string, content: Buffer | string): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  async function parsed(text: string): Promise<Telegram[]> {
    const { stdout } = await run(["parse", "--crc", "flag", file("again", text)]);
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Telegram);
  }

  it("prints the telegrams of files masked, and p1 parse reads them from it", async () => {
    const { code, stdout, stderr } = await run(["report", file("good", good), file("bad", altered)]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^# P1 problem report/);
    assert.match(stdout, /- telegrams: CRC valid 1, CRC wrong 1/);
    const [before] = await parsed(good.toString("latin1"));
    const [masked, bad] = await parsed(stdout);
    assert.deepEqual(masked?.values, before?.values);
    assert.equal(bad?.crc.status, "invalid");
    assert.notEqual(masked?.meter.id, before?.meter.id);
    assert.equal(masked?.meter.id, bad.meter.id);
    assert.ok(!stdout.includes(before!.meter.id!));
    assert.ok(!stdout.includes(Buffer.from(before!.meter.id!).toString("hex").toUpperCase()));
  });

  it("reads standard input for -, as a process of its own", async () => {
    const { code, stdout } = await runProcess(["report", "-"], { input: good });
    assert.equal(code, 0);
    assert.match(stdout, /CRC valid 1/);
  });

  it("says so where a file holds no telegram", async () => {
    const { code, stdout } = await run(["report", "-"], { input: Buffer.from("nothing") });
    assert.equal(code, 0);
    assert.match(stdout, /- bytes: 7\n- frames: 0\n- noise: 7\n/);
    assert.match(stdout, /None was received/);
  });

  it("opens encrypted telegrams with a key that is in the environment, and says only that there is one", async () => {
    const decryptionKey = "0F0E0D0C0B0A09080706050403020100";
    const input = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey }).next();
    const without = await run(["report", "-"], { input });
    assert.match(without.stdout, /- decryption key: `not set`[\s\S]*A cipher frame of/);
    const { stdout } = await run(["report", "-"], { input, environment: { P1_DECRYPTION_KEY: decryptionKey } });
    assert.match(stdout, /- decryption key: `set`[\s\S]*came encrypted/);
    assert.ok(!stdout.includes(decryptionKey));
  });

  it("listens to a relay until it has three good telegrams", async () => {
    const server = new MeterServer(new SimulatedMeter({ period: 0.05 }));
    const { port } = await server.listen(0, "127.0.0.1");
    try {
      const { code, stdout } = await run(["report", "--tcp", `127.0.0.1:${port}`]);
      assert.equal(code, 0);
      assert.match(stdout, /- host: `127\.0\.0\.1`[\s\S]*- state: receiving[\s\S]*CRC valid 3\n/);
    } finally {
      await server.close();
    }
  });

  it("reports after some seconds on a relay that is not there", async () => {
    const { code, stdout } = await run(["report", "--tcp", "127.0.0.1:1", "--seconds", "1"]);
    assert.equal(code, 0);
    assert.match(stdout, /- state: (?:backing-off|opening)\n[\s\S]*refuses the connection/);
  });

  it("reports on a serial port that is not there, with its adapter's serial number masked", async () => {
    const path = "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_AB0JQLXY-if00-port0";
    const { code, stdout } = await run(["report", "--serial", path, "--seconds", "1"]);
    assert.equal(code, 0);
    assert.match(stdout, /- path: `\/dev\/serial\/by-id\/usb-FTDI_FT232R_USB_UART_[A-Z\d]{8}-if00-port0`/);
    assert.match(stdout, /- last error: there is no \/dev\/serial/);
    assert.ok(!stdout.includes("AB0JQLXY"));
  });

  it("explains its options", async () => {
    const { code, stdout } = await run(["report", "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /^p1 report FILE\.\.\.: .*[\s\S]*--tcp HOST:PORT/);
  });

  const failures: [string, string[], number, RegExp][] = [
    ["nothing is named", [], 2, /takes files/],
    ["a file and a relay are named", ["x", "--tcp", "10.0.0.5:1"], 2, /takes files/],
    ["there is no port", ["--tcp", "10.0.0.5"], 2, /a host and a port/],
    ["an address has no brackets", ["--tcp", "::1:1234"], 2, /a host and a port/],
    ["the port is none", ["--tcp", "10.0.0.5:70000"], 2, /--tcp is a whole number from 1 to 65535/],
    ["the time is none", ["--seconds", "0", "x"], 2, /--seconds is a number from/],
    ["there is no such file", ["/no/such/file"], 1, /There is no file/],
  ];
  for (const [when, args, exit, sentence] of failures) {
    it(`says so when ${when}, with exit code ${exit}`, async () => {
      const { code, stdout, stderr } = await run(["report", ...args]);
      assert.deepEqual([code, stdout], [exit, ""]);
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /\n.*\n| at /, "one sentence, no stack");
    });
  }
});
