import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { eventually } from "./support/eventually";
import { FastMeter } from "./support/fast-meter";
import { temporaryFolder } from "./support/folders";
import { NodeRed } from "./support/node-red";
import { ownerOfEachTest, ownerOfSuite } from "./support/owner";
import { freePort } from "./support/ports";
import { returnsTo, type Usage, usage } from "./support/probe";
import { Program } from "./support/process";
import { event, flowOf, reader, tapsOf } from "./support/reader";
import { describeWith, program } from "./support/services";
import { taken, TcpLine } from "./support/tcp-line";
import { telegram } from "./support/telegram";

const z = "relay";
const taps = tapsOf("second");
/** Together more than the system's buffers and the relay's hold for one that does not read. */
const LONG_TELEGRAMS = 700;

/** Telegrams of these that the relay and the system hold for one that is slow. */
const AT_ONCE = 25;

/** Whoever reads the relay. */
type Text = () => string | Promise<string>;

/** A telegram of 14 kB, as long as a meter's text messages can make it. */
const long = telegram({ delivered: 1 })
  .toString("latin1")
  .replace("1-0:32.7.0", `0-0:96.13.0(${"5031".repeat(3500)})\r\n1-0:32.7.0`);

describeWith(["socat"], "the relay of a p1-in", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  const ofTest = ownerOfEachTest();
  let line: TcpLine;
  let relayPort: number;
  let nodeRed: NodeRed;
  let atRest: Usage;
  /** Sends between the tests. */
  let idle: FastMeter;
  let already: { flow: number; second: number };

  before("starts Node-RED with a meter, its relay, and a p1-in on that", async function () {
    this.timeout(180_000);
    line = await TcpLine.listen(owner);
    relayPort = await freePort();
    nodeRed = await NodeRed.start(owner);
    const meter = { connection: "tcp", host: "127.0.0.1", port: line.port, relayPort };
    const second = { connection: "tcp", host: "127.0.0.1", port: relayPort };
    await nodeRed.deploy(flowOf(z, ...reader({ z, meter }), ...reader({ z, meter: second, name: "second" })));
    await event(nodeRed, "connected");
    await event(nodeRed, "connected", { tap: taps.health });
    idle = new FastMeter(owner, line, { start: Date.UTC(2026, 0, 1) });
    atRest = await usage(nodeRed);
  });

  beforeEach(() => {
    already = { flow: nodeRed.taken("telegram").length, second: nodeRed.taken(taps.telegram).length };
  });

  afterEach("finds no more open than before", async () => {
    await ofTest.release();
    // A reader that has ended its half may still read: that it is gone shows at the next telegrams.
    idle.start();
    await returnsTo(nodeRed, atRest);
    await idle.stop();
    await idle.arrives(nodeRed);
    await idle.arrives(nodeRed, taps.telegram);
  });

  /** Connects a program, which reads unless it is paused. */
  async function connected(paused = false): Promise<{ socket: Socket; text: () => string }> {
    const socket = connect({ host: "127.0.0.1", port: relayPort });
    ofTest.owns(() => void socket.destroy());
    const chunks: Buffer[] = [];
    socket.on("data", (bytes: Buffer) => chunks.push(bytes));
    if (paused) socket.pause();
    await once(socket, "connect");
    return { socket, text: () => Buffer.concat(chunks).toString("latin1") };
  }

  /** Sends until something came to all: then they get all that follows. */
  async function begins(meter: FastMeter, readers: readonly Text[]): Promise<void> {
    await eventually(async () => {
      await meter.send();
      for (const text of readers) assert.notEqual(await text(), "", "what a reader got");
    });
  }

  /** Waits until the last telegram that was sent came to all. */
  async function allHave(meter: FastMeter, readers: readonly Text[]): Promise<void> {
    const last = `${meter.sent.at(-1)!.text}\r\n`;
    for (const text of readers) {
      await eventually(async () => {
        const now = await text();
        assert.ok(now.endsWith(last), `the last telegram came to a reader: ${now.length} bytes`);
      });
    }
  }

  /** Fails where a reader did not get every telegram, whole and in order, from the first that it got on. */
  async function allGot(meter: FastMeter, readers: readonly Text[], atLeast: number): Promise<void> {
    const sent = meter.sent.map(({ text }) => `${text}\r\n`);
    await meter.arrives(nodeRed);
    await meter.arrives(nodeRed, taps.telegram);
    meter.checkComplete(nodeRed.taken("telegram").slice(already.flow));
    meter.checkComplete(nodeRed.taken(taps.telegram).slice(already.second));
    await allHave(meter, readers);
    for (const text of readers) {
      const got = await text();
      const first = sent.findIndex((one) => got.startsWith(one));
      assert.ok(first >= 0 && sent.length - first >= atLeast, `a reader's first telegram is number ${first}`);
      assert.ok(got === sent.slice(first).join(""), "a reader got other bytes than were sent");
    }
  }

  it("gives two readers, socat, another p1-in and the flow every telegram, while one more never reads", async () => {
    const meter = new FastMeter(ofTest, line, { profile: "replay", telegram: long });
    const stalled = await connected(true);
    const file = join(await temporaryFolder(ofTest), "socat");
    const socat = new Program(ofTest, program("socat"), [
      "-u",
      "-d",
      "-d",
      `TCP:127.0.0.1:${relayPort}`,
      `CREATE:${file}`,
    ]);
    await socat.line(/starting data transfer loop/);
    const readers = [(await connected()).text, (await connected()).text, () => readFile(file, "latin1")];
    await begins(meter, readers);
    for (let i = 0; i < LONG_TELEGRAMS; i++) {
      await meter.send();
      // On a busy machine only the one that never reads is to fall behind.
      if (i % AT_ONCE === 0) await allHave(meter, readers);
    }
    await allGot(meter, readers, LONG_TELEGRAMS);

    stalled.socket.resume();
    await eventually(() => assert.ok(stalled.socket.closed, "the one that did not read was dropped"));
    const part = stalled.text();
    const all = meter.sent.map(({ text }) => `${text}\r\n`).join("");
    assert.ok(part !== "" && all.includes(part), "the one that did not read got a part of what was sent");
    assert.ok(part.length < all.length - long.length, "what it did not read in time is lost to it");
  });

  it("takes nothing from its readers", async () => {
    const meter = new FastMeter(ofTest, line, { start: Date.UTC(2026, 6, 1) });
    const writer = await connected();
    const other = await connected();
    await begins(meter, [writer.text, other.text]);
    for (let i = 0; i < 100; i++) {
      await taken(writer.socket, telegram({ delivered: 99 }));
      await taken(writer.socket, randomBytes(10_000));
      await meter.send();
    }
    await allGot(meter, [writer.text, other.text], 100);
    assert.equal(line.heard, 0, "bytes sent to the meter");
  });
});
