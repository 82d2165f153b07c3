import assert from "node:assert/strict";
import { type Bench, bench, garbage, settled, telegram } from "./support";

/** How to bring a connection into each of its states. */
const states: Record<string, (it: Bench) => Promise<void> | void> = {
  opening: () => undefined,
  waiting: ({ opens }) => opens(),
  receiving: ({ opens, sends }) => {
    opens();
    sends(telegram());
  },
  silent: async ({ opens, clock }) => {
    opens();
    await clock.pass(20);
  },
  "backing-off": ({ fails }) => fails("refused"),
};

describe("P1Connection.close", () => {
  for (const [state, reach] of Object.entries(states)) {
    it(`leaves no timer and an ended source when ${state}`, async () => {
      const it = bench({ line: "auto" });
      it.connection.open();
      await reach(it);
      assert.equal(it.connection.status.state, state);
      await it.connection.close();
      assert.equal(it.connection.status.state, "closed");
      assert.equal(it.clock.pending, 0);
      assert.ok(it.sources.every(({ closed }) => closed));
    });

    it(`calls no listener after it when ${state}`, async () => {
      const it = bench({ line: "auto" });
      it.connection.open();
      await reach(it);
      const source = it.source();
      const closing = it.connection.close();
      const before = [it.events.length, it.statuses.length, it.frames.length];
      source.events!.onOpen();
      source.events!.onData(telegram());
      source.events!.onClose({ code: "x", text: "x" });
      await closing;
      await it.clock.pass(100);
      assert.deepEqual([it.events.length, it.statuses.length, it.frames.length], before);
      assert.equal(it.sources.length, 1);
    });
  }

  it("waits for the port to be free", async () => {
    const { connection, opens, source, clock } = bench({ slow: true });
    connection.open();
    opens();
    let done = false;
    const closing = connection.close().then(() => (done = true));
    await clock.pass(0.5);
    assert.equal(done, false);
    source().free();
    await closing;
    assert.equal(clock.pending, 0);
  });

  it("is done within a second although the port is never freed", async () => {
    const { connection, clock } = bench({ slow: true });
    connection.open();
    let done = false;
    void connection.close().then(() => (done = true));
    await clock.pass(0.95);
    assert.equal(done, true);
    assert.equal(clock.pending, 0);
  });

  it("waits also for a source that was given up before", async () => {
    const { connection, fails, sources, clock } = bench({ slow: true });
    connection.open();
    fails("gone");
    let done = false;
    void connection.close().then(() => (done = true));
    await settled();
    assert.equal(done, false);
    sources[0]!.free();
    await clock.pass(0);
    assert.equal(done, true);
  });

  it("may be called twice, and before opening", async () => {
    const { connection, opens } = bench();
    await connection.close();
    connection.open();
    opens();
    await Promise.all([connection.close(), connection.close()]);
    await connection.close();
    assert.equal(connection.status.state, "closed");
  });

  it("can be followed by opening again, which waits for the port", async () => {
    const { connection, opens, sends, sources, clock, news } = bench({ slow: true });
    connection.open();
    opens();
    sends(telegram());
    const closing = connection.close();
    connection.open();
    assert.equal(connection.status.state, "opening");
    assert.equal(sources.length, 1);
    sources[0]!.free();
    await closing;
    await clock.pass(0);
    assert.equal(sources.length, 2);
    opens();
    sends(telegram());
    assert.deepEqual(news(), ["connected", "data-resumed", "connected", "data-resumed"]);
  });

  it("leaves one source at most, however open and close follow each other", async () => {
    const { connection, sources, clock } = bench();
    for (let i = 0; i < 200; i++) {
      connection.open();
      if (i % 3) void connection.close();
      if (i % 5 === 0) await settled();
      assert.ok(sources.filter(({ closed }) => !closed).length <= 1);
    }
    connection.open();
    await settled();
    assert.equal(sources.filter(({ closed }) => !closed).length, 1);
    await connection.close();
    assert.equal(sources.filter(({ closed }) => !closed).length, 0);
    assert.equal(clock.pending, 0);
  });

  for (const moment of ["connected", "data-resumed", "no-data", "disconnected"] as const) {
    it(`can be called from a listener of ${moment}`, async () => {
      const it = bench({ timeout: 5 });
      it.connection.addListener({
        onFrame: () => undefined,
        onStatus: () => undefined,
        onEvent: ({ event }) => void (event === moment && it.connection.close()),
      });
      it.connection.open();
      it.opens();
      if (it.connection.status.state !== "closed") it.sends(Buffer.concat([telegram(), telegram(), garbage(9)]));
      await it.clock.pass(5);
      if (it.connection.status.state !== "closed") it.fails("gone");
      await it.clock.pass(100);
      assert.equal(it.connection.status.state, "closed");
      assert.equal(it.events.at(-1)?.event, moment);
      assert.equal(it.frames.length, moment === "connected" || moment === "data-resumed" ? 0 : 2);
      assert.equal(it.clock.pending, 0);
    });
  }
});
