import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import type { Telegram } from "../../../lib/telegram/types";
import { endAll, run, runProcess } from "./process";

const TIME = Date.UTC(2026, 0, 14, 18, 27, 30);
const good = new SimulatedMeter().at(TIME);
const altered = Buffer.from(good.toString("latin1").replace("1-0:1.7.0(0", "1-0:1.7.0(1"), "latin1");
const key = "0F0E0D0C0B0A09080706050403020100";

function telegrams(stdout: string): Telegram[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Telegram);
}

describe("p1 parse", () => {
  let folder: string;

  before(() => (folder = mkdtempSync(join(tmpdir(), "p1-parse-"))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(endAll);

  function file(name: string, content: Buffer | string): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  it("prints each telegram of a file as a line of JSON", async () => {
    const meter = new SimulatedMeter({ start: TIME });
    const { code, stdout, stderr } = await run([
      "parse",
      file("three", Buffer.concat([meter.next(), meter.next(), meter.next()])),
    ]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(
      telegrams(stdout).map(({ timestamp, crc }) => [timestamp, crc.status]),
      [30, 31, 32].map((second) => [`2026-01-14T19:27:${second}+01:00`, "valid"]),
    );
  });

  it("reads standard input for -", async () => {
    const { code, stdout } = await runProcess(["parse", "-"], { input: good });
    assert.equal(code, 0);
    assert.equal(telegrams(stdout)[0]?.meter.version, "50");
    assert.equal(telegrams(stdout)[0]?.raw, undefined);
  });

  it("gives the text with --raw, and goes by --zone", async () => {
    const { stdout } = await run(["parse", "-", "--raw", "--zone", "+02:00"], { input: good });
    assert.equal(telegrams(stdout)[0]?.timestamp, "2026-01-14T19:27:30+02:00");
    assert.equal(telegrams(stdout)[0]?.raw, good.toString("latin1").trimEnd());
  });

  it("reads text with LF line ends", async () => {
    const { stdout } = await run(["parse", file("lf", good.toString("latin1").replaceAll("\r\n", "\n"))]);
    assert.equal(telegrams(stdout)[0]?.crc.status, "valid");
  });

  it("rejects a telegram whose CRC does not fit in a sentence, with exit code 1", async () => {
    const { code, stdout, stderr } = await runProcess(["parse", "-"], { input: altered });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^p1: Telegram 1 was rejected: The CRC does not fit: [0-9A-F]{4} was received/);
  });

  it("prints it with --crc flag", async () => {
    const { code, stdout } = await run(["parse", "--crc", "flag", "-"], { input: altered });
    assert.equal(code, 0);
    assert.equal(telegrams(stdout)[0]?.crc.status, "invalid");
  });

  it("prints the good one behind a bad one, with exit code 0", async () => {
    const { code, stdout, stderr } = await run(["parse", "-"], { input: Buffer.concat([altered, good]) });
    assert.equal(code, 0);
    assert.equal(telegrams(stdout).length, 1);
    assert.match(stderr, /Telegram 1 was rejected/);
  });

  const encrypted = new SimulatedMeter({ profile: "lu-encrypted" }).at(TIME);
  const private_ = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey: key }).at(TIME);

  it("opens encrypted telegrams with the demo key", async () => {
    const { stdout } = await run(["parse", "-"], { input: encrypted });
    assert.equal(telegrams(stdout)[0]?.crc.status, "valid");
  });

  it("takes the key from the environment, or a file, never from its arguments", async () => {
    const byEnvironment = await run(["parse", "-"], { input: private_, environment: { P1_DECRYPTION_KEY: key } });
    const byFile = await run(["parse", "-", "--key-file", file("key", `${key}\n`)], { input: private_ });
    assert.equal(telegrams(byEnvironment.stdout).length, 1);
    assert.equal(byFile.stdout, byEnvironment.stdout);
    assert.equal((await run(["parse", "-", "--key", key], { input: private_ })).code, 2);
  });

  it("says that a key is needed or wrong", async () => {
    const { code, stderr } = await run(["parse", "-"], { input: private_ });
    assert.equal(code, 1);
    assert.match(stderr, /key/);
  });

  const failures: [string, string[], number, RegExp][] = [
    ["no file is named", ["parse"], 2, /takes one file/],
    ["two files are named", ["parse", "a", "b"], 2, /takes one file/],
    ["the file is not there", ["parse", "/no/such/file"], 1, /^p1: There is no file \/no\/such\/file\.\n$/],
    ["the file is a folder", ["parse", "/"], 1, /is a folder/],
    ["there is no telegram in it", ["parse", "-"], 1, /There is no telegram in the input/],
    ["an option is unknown", ["parse", "--frobnicate", "-"], 2, /--frobnicate/],
    ["a word is unknown", ["parse", "--crc", "maybe", "-"], 2, /--crc is one of require, flag/],
    ["the zone is unknown", ["parse", "--zone", "Europe/Atlantis", "-"], 2, /no time zone/],
    ["the authentication key is missing", ["parse", "--aad", "own", "-"], 2, /needs an authentication key/],
    ["no command is given", [], 2, /parse, simulate or report/],
    ["the command is unknown", ["__proto__"], 2, /no command "__proto__"/],
  ];
  for (const [when, args, code, sentence] of failures) {
    it(`says so when ${when}, with exit code ${code}`, async () => {
      const result = await run(args);
      assert.deepEqual([result.code, result.stdout], [code, ""]);
      assert.match(result.stderr, sentence);
      assert.doesNotMatch(result.stderr, /\n.*\n| at /, "one sentence, no stack");
    });
  }

  it("(a process of its own) says a usage error with exit code 2", async () => {
    const { code, stderr } = await runProcess(["parse"]);
    assert.equal(code, 2);
    assert.match(stderr, /^p1: p1 parse takes one file.*See "p1 --help"\.\n$/);
  });

  it("says when a key is not 32 hex digits", async () => {
    const { code, stderr } = await run(["parse", "-"], { environment: { P1_DECRYPTION_KEY: "secret" } });
    assert.equal(code, 2);
    assert.match(stderr, /The decryption key is not 32 hex digits/);
    assert.ok(!stderr.includes("secret"));
  });

  it("explains itself for --help, and prints its version", async () => {
    assert.match((await run(["--help"])).stdout, /p1 parse FILE[^]*p1 simulate --tcp PORT/);
    assert.match((await run(["parse", "--help"])).stdout, /Exit code/);
    assert.match((await run(["simulate", "-h"])).stdout, /--faults/);
    assert.match((await runProcess(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});
