import assert from "node:assert/strict";
import { P1Connection } from "../../../lib/connection/connection";
import { FakeClock, bench, damagedTelegram, garbage, oldTelegram, settled, telegram, withParity } from "./support";

describe("P1Connection", () => {
  describe("opening", () => {
    it("opens nothing before it is asked to", () => {
      const { sources, connection, statuses, clock } = bench();
      assert.deepEqual([sources.length, clock.pending, connection.status.state], [0, 0, "closed"]);
      assert.deepEqual(statuses, [{ state: "closed", to: "", hint: "" }]);
    });

    it("goes from opening to waiting to receiving", () => {
      const { connection, statuses, opens, sends } = bench();
      connection.open();
      opens();
      sends(telegram());
      assert.deepEqual([...new Set(statuses.map(({ state }) => state))], ["closed", "opening", "waiting", "receiving"]);
      assert.deepEqual(connection.status, { state: "receiving", to: "the meter", hint: "" });
    });

    it("says connected, and data-resumed with the first telegram, once each", async () => {
      const { connection, opens, telegrams, events } = bench();
      connection.open();
      opens();
      await telegrams(5, 1);
      assert.deepEqual(events, [
        { event: "connected", to: "the meter", text: "connected to the meter", timestamp: "2024-01-01T00:00:00.000Z" },
        { event: "data-resumed", text: "telegrams arrive", timestamp: "2024-01-01T00:00:00.000Z" },
      ]);
    });

    it("gives up an opening that hangs after 10 s, and tries again", async () => {
      const { connection, clock, sources, news, opens } = bench();
      connection.open();
      await clock.pass(9.9);
      assert.equal(connection.status.state, "opening");
      await clock.pass(0.2);
      assert.equal(connection.status.state, "backing-off");
      assert.match(connection.status.hint, /the meter did not open within 10 s/);
      assert.equal(sources[0]!.closed, true);
      await clock.pass(1);
      assert.equal(sources.length, 2);
      opens();
      assert.deepEqual(news(), ["disconnected", "connected"]);
    });

    it("does not open again before the last source is free", async () => {
      const { connection, clock, sources, fails } = bench({ slow: true });
      connection.open();
      fails("gone");
      await clock.pass(5);
      assert.equal(sources.length, 1);
      sources[0]!.free();
      await clock.pass(0);
      assert.equal(sources.length, 2);
    });

    it("says what is wrong with the settings when no source can be made", async () => {
      const clock = new FakeClock();
      const source = (): never => {
        throw new Error("no such profile");
      };
      const connection = new P1Connection({ source }, clock);
      connection.open();
      assert.match(connection.status.hint, /settings cannot be used: no such profile/);
      await connection.close();
      assert.equal(clock.pending, 0);
    });
  });

  describe("frames", () => {
    it("come in any chunking, in order, with the time of receipt", async () => {
      const { connection, opens, sends, frames, clock } = bench();
      connection.open();
      opens();
      const sent = [telegram(1), telegram(2), telegram(3)];
      const bytes = Buffer.concat(sent);
      for (let at = 0; at < bytes.length; at += 5) {
        sends(bytes.subarray(at, at + 5));
        await clock.pass(0.001);
      }
      assert.deepEqual(
        frames.map(({ frame }) => `${frame.bytes.toString("latin1")}\r\n`),
        sent.map((one) => one.toString("latin1")),
      );
      assert.ok(frames.every(({ receivedAt }) => receivedAt >= Date.UTC(2024, 0, 1)));
      assert.ok(frames[0]!.receivedAt < frames[2]!.receivedAt);
    });

    it("are passed on with a wrong CRC too, which is no good telegram", () => {
      const { connection, opens, sends, frames } = bench();
      connection.open();
      opens();
      sends(damagedTelegram());
      assert.equal(frames[0]!.frame.crc.status, "invalid");
      assert.equal(connection.status.state, "waiting");
    });

    it("that were cut by a lost connection are passed on as cut, and never joined with the next", async () => {
      const { connection, opens, sends, fails, frames, clock } = bench();
      connection.open();
      opens();
      sends(telegram(1).subarray(0, 100));
      fails("gone");
      await clock.pass(1);
      opens();
      sends(telegram(2));
      assert.deepEqual(
        frames.map(({ frame }) => frame.fault ?? frame.crc.status),
        ["cut", "valid"],
      );
    });

    it("of meters without CRC are good when whole", () => {
      const { connection, opens, sends } = bench();
      connection.open();
      opens();
      sends(oldTelegram());
      assert.equal(connection.status.state, "receiving");
    });

    it("of meters that send no end line are good from the second on", () => {
      const { connection, opens, sends } = bench();
      connection.open();
      opens();
      sends(oldTelegram(false));
      sends(oldTelegram(false));
      assert.equal(connection.status.state, "waiting");
      sends(oldTelegram(false));
      assert.equal(connection.status.state, "receiving");
    });

    it("sent with 7 bits and read with 8 come out right", () => {
      const { connection, opens, sends, frames } = bench();
      connection.open();
      opens();
      sends(withParity(Buffer.concat([oldTelegram(), oldTelegram()])));
      assert.deepEqual(
        frames.map(({ frame }) => `${frame.bytes.toString("latin1")}\r\n`),
        [oldTelegram().toString("latin1"), oldTelegram().toString("latin1")],
      );
    });

    it("are counted, with the bytes and the noise", () => {
      const { connection, opens, sends } = bench();
      connection.open();
      opens();
      sends("noise\r\n");
      sends(telegram());
      sends(damagedTelegram());
      const { bytes, frames, noise } = connection.counters;
      assert.deepEqual([bytes, frames, noise], [7 + 2 * telegram().length, 2, 7]);
    });
  });

  describe("losing the connection", () => {
    it("says so once with the reason and the wait, and tries again", async () => {
      const { connection, opens, sends, fails, events, clock, sources, news } = bench();
      connection.open();
      opens();
      sends(telegram());
      news();
      fails("/dev/ttyUSB0 was unplugged: plug it in");
      assert.deepEqual(events.at(-1), {
        event: "disconnected",
        reason: "/dev/ttyUSB0 was unplugged: plug it in",
        retryIn: 1,
        text: "not connected: /dev/ttyUSB0 was unplugged: plug it in; next try in 1 s",
        timestamp: "2024-01-01T00:00:00.000Z",
      });
      assert.equal(connection.status.state, "backing-off");
      await clock.pass(1);
      assert.equal(connection.status.state, "opening");
      assert.equal(connection.status.hint, "/dev/ttyUSB0 was unplugged: plug it in");
      opens();
      sends(telegram());
      assert.deepEqual(news(), ["disconnected", "connected", "data-resumed"]);
      assert.equal(connection.counters.reconnects, 1);
      assert.equal(sources.length, 2);
    });

    it("waits longer from try to try, to 60 s, until a good telegram came", async () => {
      const { connection, opens, sends, fails, clock, sources } = bench();
      connection.open();
      const waits: number[] = [];
      const again = async (): Promise<void> => {
        fails("refused");
        const begin = clock.elapsed();
        const count = sources.length;
        while (sources.length === count) await clock.pass(0.5);
        waits.push((clock.elapsed() - begin) / 1000);
      };
      for (let i = 0; i < 7; i++) await again();
      opens();
      await again();
      opens();
      sends(telegram());
      await again();
      assert.deepEqual(waits, [1, 2, 4, 8, 16, 30, 30, 30, 1]);
    });

    it("says each reason once while it stays away, and again after it was back", async () => {
      const { connection, opens, fails, clock, events } = bench();
      connection.open();
      for (const [i, reason] of ["unplugged", "missing", "missing", "unplugged", "missing"].entries()) {
        fails(reason);
        await clock.pass(2 ** i);
      }
      opens();
      fails("unplugged");
      assert.deepEqual(
        events.map((event) => ("reason" in event ? event.reason : event.event)),
        ["unplugged", "missing", "connected", "unplugged"],
      );
    });

    it("hears nothing more of a source that is over", async () => {
      const { connection, opens, sends, fails, clock, frames, warnings, events, sources } = bench();
      connection.open();
      opens();
      fails("gone");
      const count = events.length;
      const { events: old } = sources[0]!;
      old!.onData(telegram());
      old!.onOpen();
      old!.onClose({ code: "x", text: "late" });
      old!.onWarning("late");
      assert.deepEqual([frames.length, warnings.length, events.length - count], [0, 0, 0]);
      await clock.pass(1);
      opens();
      sends(telegram());
      assert.equal(frames.length, 1);
    });
  });

  describe("silence", () => {
    it("of a meter with a known period is said once, then the source is opened again, without events", async () => {
      const { connection, opens, telegrams, clock, events, news, sources, sends } = bench();
      connection.open();
      opens();
      await telegrams(4, 10);
      news();
      await clock.pass(51);
      const said = events.at(-1)!;
      assert.ok(said.event === "no-data");
      assert.deepEqual([said.seconds, said.bytes], [50, 0]);
      assert.match(said.hint, /^nothing arrives: .*grid company.*data request.*cable/);
      assert.equal(sources.length, 2);
      assert.equal(sources[0]!.closed, true);
      assert.equal(connection.status.state, "silent");
      opens();
      await clock.pass(40);
      assert.deepEqual(news(), ["no-data"]);
      sends(telegram());
      assert.deepEqual(news(), ["data-resumed"]);
      assert.equal(connection.status.state, "receiving");
      assert.equal(connection.counters.reconnects, 1);
    });

    it("of an unknown meter is said at 15 s, the source is opened again at 60 s", async () => {
      const { connection, opens, clock, news, sources } = bench();
      connection.open();
      opens();
      await clock.pass(15);
      assert.deepEqual(news(), ["connected", "no-data"]);
      await clock.pass(44);
      assert.equal(sources.length, 1);
      await clock.pass(1);
      assert.equal(sources.length, 2);
    });

    it("shows in the status how long it lasts", async () => {
      const { connection, opens, clock, statuses } = bench();
      connection.open();
      opens();
      await clock.pass(59);
      assert.deepEqual(
        statuses.filter(({ state }) => state === "silent").map(({ seconds }) => seconds),
        [15, 25, 35, 45, 55],
      );
      assert.equal(connection.status.seconds, 59);
    });

    it("that turns into a failed opening is a loss", async () => {
      const { connection, opens, clock, news, fails } = bench({ timeout: 5 });
      connection.open();
      opens();
      await clock.pass(5);
      fails("refused");
      assert.deepEqual(news(), ["connected", "no-data", "disconnected"]);
      assert.equal(connection.status.state, "backing-off");
      await clock.pass(1);
      opens();
      assert.deepEqual(news(), ["connected"]);
      assert.equal(connection.status.state, "waiting");
    });

    const hints = [
      {
        what: "bytes without a telegram",
        bytes: garbage(200),
        hint: /speed or line settings.*inverted.*encrypted.*another program/,
      },
      { what: "telegrams with a wrong CRC", bytes: damagedTelegram(), hint: /CRC is wrong.*cable/ },
    ];
    for (const { what, bytes, hint } of hints) {
      it(`names ${what} for what they are`, async () => {
        const { connection, opens, clock, sends, events } = bench();
        connection.open();
        opens();
        for (let i = 0; i < 17; i++) {
          sends(bytes);
          await clock.pass(1);
        }
        const said = events.at(-1)!;
        assert.ok(said.event === "no-data" && said.bytes > 0);
        assert.match(said.hint, hint);
        assert.match(connection.status.hint, hint);
      });
    }

    it("changes its hint in the status when the bytes stop", async () => {
      const { connection, opens, clock, sends, news } = bench();
      connection.open();
      opens();
      for (let i = 0; i < 17; i++) {
        sends(garbage(200));
        await clock.pass(1);
      }
      assert.match(connection.status.hint, /bytes arrive/);
      await clock.pass(30);
      assert.match(connection.status.hint, /nothing arrives/);
      assert.deepEqual(news(), ["connected", "no-data"]);
    });

    it("names a port that could not request data, because that may be why", async () => {
      const { connection, opens, clock, warnings, source } = bench();
      connection.open();
      opens();
      source().events!.onWarning("the port cannot raise RTS");
      await clock.pass(16);
      assert.deepEqual(warnings, ["the port cannot raise RTS"]);
      assert.match(connection.status.hint, /^the port cannot raise RTS; nothing arrives/);
    });

    it("is not called while single telegrams are lost", async () => {
      const { connection, opens, telegrams, clock, news } = bench();
      connection.open();
      opens();
      await telegrams(4, 10);
      await clock.pass(20);
      await telegrams(3, 10);
      await clock.pass(30);
      assert.deepEqual(news(), ["connected", "data-resumed"]);
    });
  });

  describe("its memory", () => {
    it("is written down and used by the next connection", async () => {
      const memory: { period?: number } = {};
      const first = bench({ memory });
      first.connection.open();
      first.opens();
      await first.telegrams(4, 10);
      assert.equal(memory.period, 10);
      assert.equal(first.connection.counters.period, 10);

      const second = bench({ memory });
      second.connection.open();
      second.opens();
      await second.clock.pass(49);
      assert.deepEqual(second.news(), ["connected"]);
      await second.clock.pass(1);
      assert.deepEqual(second.news(), ["no-data"]);
    });
  });

  describe("listeners", () => {
    it("receive the status at once, and nothing after they are removed", () => {
      const { connection, opens, sends } = bench();
      connection.open();
      opens();
      const calls: string[] = [];
      const remove = connection.addListener({
        onFrame: () => calls.push("frame"),
        onEvent: ({ event }) => calls.push(event),
        onStatus: ({ state }) => calls.push(state),
      });
      assert.deepEqual(calls, ["waiting"]);
      sends(telegram());
      assert.deepEqual(calls, ["waiting", "receiving", "data-resumed", "frame"]);
      remove();
      remove();
      sends(telegram());
      assert.equal(calls.length, 4);
    });

    it("that are removed by another during a call are not called", () => {
      const { connection, opens, sends } = bench();
      const calls: string[] = [];
      const quiet = { onEvent: () => undefined, onStatus: () => undefined };
      connection.addListener({ ...quiet, onFrame: () => remove() });
      const remove = connection.addListener({ ...quiet, onFrame: () => calls.push("frame") });
      connection.open();
      opens();
      sends(telegram());
      assert.deepEqual(calls, []);
    });

    it("that throw do not disturb others, and are named once", async () => {
      const { connection, opens, sends, frames } = bench();
      const fail = (): never => {
        throw new Error("oops");
      };
      connection.addListener({ onFrame: fail, onEvent: fail, onStatus: fail });
      const warned: string[] = [];
      const note = ({ message }: Error): void => void warned.push(message);
      process.on("warning", note);
      try {
        connection.open();
        opens();
        sends(telegram(1));
        sends(telegram(2));
        await settled();
      } finally {
        process.off("warning", note);
      }
      assert.equal(frames.length, 2);
      assert.deepEqual(warned, ["a listener of the P1 connection failed: oops"]);
    });
  });
});
