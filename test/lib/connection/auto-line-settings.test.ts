import assert from "node:assert/strict";
import type { ConnectionMemory } from "../../../lib/connection/types";
import { lineSettingsText } from "../../../lib/connection/line-settings-search";
import { type Bench, bench, damagedTelegram, garbage, oldTelegram, telegram } from "./support";

/** Garbage every second for `seconds`, and each port that is opened meanwhile opens. */
async function garbled({ clock, sends, sources }: Bench, seconds: number, bytes = garbage(100)): Promise<void> {
  let open = sources.length;
  for (let i = 0; i < seconds; i++) {
    sends(bytes);
    await clock.pass(1);
    if (sources.length === open) continue;
    open = sources.length;
    sources.at(-1)!.events!.onOpen();
  }
}

const lines = ({ sources }: Bench): string[] => sources.map(({ line }) => lineSettingsText(line!));

describe("P1Connection with line settings auto", () => {
  it("tries the four settings, 12 s each, while bytes come and no telegram", async () => {
    const it = bench({ line: "auto" });
    it.connection.open();
    it.opens();
    await garbled(it, 50);
    assert.deepEqual(lines(it), ["115200 8N1", "9600 7E1", "115200 7E1", "9600 8N1", "115200 8N1"]);
    assert.ok(it.sources.slice(0, -1).every(({ closed }) => closed));
  });

  it("says in the status what it tries", async () => {
    const it = bench({ line: "auto" });
    it.connection.open();
    it.opens();
    await garbled(it, 13);
    assert.equal(it.connection.status.line, "9600 7E1");
    assert.equal(it.connection.status.hint, "trying 9600 7E1: bytes arrive but no telegram yet");
    assert.deepEqual(it.news(), ["connected"]);
    assert.equal(it.connection.counters.reconnects, 0);
  });

  it("says that no setting fits when all were tried", async () => {
    const it = bench({ line: "auto" });
    it.connection.open();
    it.opens();
    await garbled(it, 70);
    assert.match(it.connection.status.hint, /no telegram at any line setting.*inverted.*encrypted/);
  });

  it("stays where it is with no bytes at all, also when the port is opened again", async () => {
    const it = bench({ line: "auto" });
    it.connection.open();
    for (let i = 0; i < 60; i++) {
      if (!it.source().closed) it.opens();
      await it.clock.pass(10);
    }
    assert.ok(it.sources.length > 2);
    assert.deepEqual([...new Set(lines(it))], ["115200 8N1"]);
  });

  const meters = [
    { name: "one with a CRC", bytes: telegram() },
    { name: "a whole one without", bytes: oldTelegram() },
  ];
  for (const { name, bytes } of meters) {
    it(`decides by a good telegram: ${name}`, async () => {
      const memory: ConnectionMemory = {};
      const it = bench({ line: "auto", memory });
      it.connection.open();
      it.opens();
      await garbled(it, 13);
      // The first stands behind garbage in mid-line, where only a CRC could vouch for it.
      it.sends(Buffer.concat([bytes, bytes]));
      assert.equal(it.connection.status.state, "receiving");
      assert.equal(it.connection.status.line, "9600 7E1");
      assert.equal(lineSettingsText(memory.line!), "9600 7E1");
      await garbled(it, 50);
      assert.equal(it.connection.status.line, "9600 7E1");
    });
  }

  it("is not decided by a telegram with a wrong CRC, but stays for it", async () => {
    const memory: ConnectionMemory = {};
    const it = bench({ line: "auto", memory });
    it.connection.open();
    it.opens();
    await garbled(it, 40, damagedTelegram());
    assert.deepEqual(lines(it), ["115200 8N1"]);
    assert.equal(memory.line, undefined);
  });

  it("says that no telegram comes also at the moment when it searches on, as behind a slow poller", async () => {
    const it = bench({ line: "auto", memory: { period: 300 } });
    it.connection.open();
    it.opens();
    it.sends(telegram());
    it.news();
    await it.clock.pass(300);
    for (let i = 0; i < 3; i++) {
      it.sends(garbage(400));
      await it.clock.pass(300);
    }
    assert.deepEqual(it.news(), ["no-data"]);
    assert.equal(it.connection.status.state, "silent");
    assert.equal(it.connection.status.line, "9600 7E1");
  });

  it("starts with the settings in its memory", () => {
    const it = bench({ line: "auto", memory: { line: { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 } } });
    it.connection.open();
    assert.deepEqual(lines(it), ["9600 7E1"]);
  });

  it("keeps the settings when the connection is lost", async () => {
    const it = bench({ line: "auto" });
    it.connection.open();
    it.opens();
    await garbled(it, 13);
    it.fails("unplugged");
    await it.clock.pass(2);
    assert.deepEqual(lines(it), ["115200 8N1", "9600 7E1", "9600 7E1"]);
  });

  it("waits for the port to be free before it opens it with other settings", async () => {
    const it = bench({ line: "auto", slow: true });
    it.connection.open();
    it.opens();
    await garbled(it, 14);
    assert.equal(it.sources.length, 1);
    it.source().free();
    await it.clock.pass(0);
    assert.deepEqual(lines(it), ["115200 8N1", "9600 7E1"]);
  });

  it("does not search where the settings are given, and shows them", async () => {
    const it = bench({ line: { baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1 } });
    it.connection.open();
    it.opens();
    await garbled(it, 50);
    assert.deepEqual(lines(it), ["9600 8N1"]);
    assert.equal(it.connection.status.line, "9600 8N1");
  });
});
