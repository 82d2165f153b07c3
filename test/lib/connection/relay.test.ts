import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { realClock } from "../../../lib/connection/system-clock";
import { P1Connection } from "../../../lib/connection/connection";
import { Relay } from "../../../lib/connection/relay";
import type { Frame } from "../../../lib/framing/frame";
import { TelegramFramer } from "../../../lib/framing/framer";
import { TcpSource } from "../../../lib/source/tcp";
import { until } from "../../support/until";
import { Waiter } from "../../support/waiter";
import { FakeClock, FakeSource, bench, damagedTelegram, oldTelegram, settled, telegram } from "./support";

const HOST = "127.0.0.1";

async function listening(port = 0): Promise<Server> {
  const server = createServer();
  await once(server.listen(port, HOST), "listening");
  return server;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = await listening();
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function frame(number: number, rest: Partial<Frame> = {}): Frame {
  const bytes = telegram(number);
  return { bytes: bytes.subarray(0, bytes.length - 2), crc: { status: "valid" }, ended: true, ...rest };
}

/** A reader that keeps what it gets. */
class Reader {
  text = "";
  readonly socket: Socket;
  readonly #waiter = new Waiter();

  constructor(port: number) {
    this.socket = connect({ port, host: HOST, allowHalfOpen: true });
    this.socket.on("error", () => undefined);
    this.socket.on("close", () => this.#waiter.changed());
    this.socket.on("end", () => this.socket.end());
    this.socket.on("data", (bytes: Buffer) => {
      this.text += bytes.toString("latin1");
      this.#waiter.changed();
    });
  }

  async received(text: string): Promise<void> {
    await this.until(() => this.text.length >= text.length);
    assert.ok(this.text === text, "the reader got something else");
  }

  until(holds: () => boolean): Promise<void> {
    return this.#waiter.until(holds);
  }
}

describe("Relay", () => {
  let relay: Relay;
  let port: number;
  let warnings: string[];
  let readers: Reader[];
  let clock: FakeClock;

  beforeEach(async () => {
    [warnings, readers, clock] = [[], [], new FakeClock()];
    port = await freePort();
    relay = new Relay(
      { port, address: HOST },
      clock,
      () => 0,
      (text) => warnings.push(text),
    );
  });

  afterEach(async () => {
    for (const { socket } of readers) socket.destroy();
    await relay.close();
    assert.equal(clock.pending, 0);
  });

  /** Connects readers and waits until the relay has them. */
  async function joined(count: number): Promise<Reader[]> {
    const before = relay.readers;
    const added = Array.from({ length: count }, () => new Reader(port));
    readers.push(...added);
    await Promise.all(added.map(({ socket }) => once(socket, "connect")));
    await until("readers joining", () => relay.readers >= before + count);
    return added;
  }

  it("gives every reader every telegram, whole and in order", async () => {
    relay.open();
    const all = await joined(3);
    const sent = Array.from({ length: 500 }, (_, i) => telegram(i).toString("latin1"));
    for (const [i] of sent.entries()) {
      relay.send(frame(i));
      await settled();
    }
    await Promise.all(all.map((reader) => reader.received(sent.join(""))));
  });

  it("drops a reader that stalls, and gives two others everything", async () => {
    relay.open();
    const [one, two, stalled] = await joined(3);
    stalled!.socket.pause();
    const sent: string[] = [];
    // Much more than the buffers of the system on both sides.
    for (let i = 0; relay.readers === 3; i++) {
      assert.ok(i < 200_000, "the stalled reader was not dropped");
      sent.push(telegram(i).toString("latin1"));
      relay.send(frame(i));
      if (i % 16 === 0) await settled();
    }
    for (let i = 0; i < 10; i++) {
      sent.push(telegram(i).toString("latin1"));
      relay.send(frame(i));
    }
    await Promise.all([one!.received(sent.join("")), two!.received(sent.join(""))]);
    assert.equal(relay.readers, 2);
  });

  it("gives a reader that comes later whole telegrams from then on", async () => {
    relay.open();
    const [early] = await joined(1);
    relay.send(frame(1));
    const [late] = await joined(1);
    relay.send(frame(2));
    await late!.received(telegram(2).toString("latin1"));
    await early!.received(Buffer.concat([telegram(1), telegram(2)]).toString("latin1"));
  });

  it("throws away what readers send", async () => {
    relay.open();
    const [talker, other] = await joined(2);
    await new Promise((resolve) => talker!.socket.write(Buffer.alloc(8_000_000, 0x2f), resolve));
    relay.send(frame(1));
    await Promise.all([talker!, other!].map((reader) => reader.received(telegram(1).toString("latin1"))));
  });

  it("goes on with a reader that has ended its own half", async () => {
    relay.open();
    const [reader] = await joined(1);
    reader!.socket.end();
    await once(reader!.socket, "finish");
    // By the time that two more have come the relay has heard of it.
    await joined(1);
    await joined(1);
    relay.send(frame(1));
    await reader!.received(telegram(1).toString("latin1"));
  });

  it("forgets a reader that breaks off, without harm to others", async () => {
    relay.open();
    const [gone, other] = await joined(2);
    gone!.socket.resetAndDestroy();
    await until("the reader leaving", () => relay.readers === 1);
    relay.send(frame(1));
    await other!.received(telegram(1).toString("latin1"));
  });

  it("takes 32 readers and no more", async () => {
    relay.open();
    await joined(32);
    const extra = new Reader(port);
    readers.push(extra);
    await extra.until(() => extra.socket.closed);
    assert.equal(relay.readers, 32);
  });

  const notRelayed: [string, Partial<Frame>][] = [
    ["a wrong CRC", { crc: { status: "invalid" } }],
    ["a cut", { fault: "cut", crc: { status: "absent" } }],
    ["a wrong key", { fault: "decrypt", crc: { status: "absent" } }],
  ];
  for (const [what, rest] of notRelayed) {
    it(`does not pass on a frame with ${what}`, async () => {
      relay.open();
      const [reader] = await joined(1);
      relay.send(frame(1, rest));
      relay.send(frame(2));
      await reader!.received(telegram(2).toString("latin1"));
    });
  }

  it("says in a sentence that its port is in use, once, and listens when it is free", async () => {
    const other = await listening(port);
    relay.open();
    await until("a warning", () => warnings.length > 0);
    assert.match(
      warnings[0]!,
      new RegExp(`relay cannot listen on ${HOST}:${port}: the port is in use.*choose another`),
    );
    for (const wait of [1, 2]) {
      await clock.pass(wait);
      await until("a new try", () => clock.pending > 0);
    }
    await new Promise((resolve) => other.close(resolve));
    await clock.pass(4);
    const [reader] = await joined(1);
    relay.send(frame(1));
    await reader!.received(telegram(1).toString("latin1"));
    assert.equal(warnings.length, 1);
  });

  it("says that this computer has not the address it is to listen on", async () => {
    const elsewhere = new Relay(
      { port, address: "192.0.2.1" },
      clock,
      () => 0,
      (text) => warnings.push(text),
    );
    elsewhere.open();
    await until("a warning", () => warnings.length > 0);
    await elsewhere.close();
    assert.match(warnings[0]!, /no such address/);
  });

  for (const bad of [70_000, NaN]) {
    it(`says that ${bad} is no port, and throws nothing`, async () => {
      const other = new Relay(
        { port: bad, address: HOST },
        clock,
        () => 0,
        (text) => warnings.push(text),
      );
      other.open();
      await other.close();
      assert.match(warnings[0]!, /not a number from 1 to 65535/);
    });
  }

  it("drops its readers and frees its port when it is closed", async () => {
    relay.open();
    const [reader] = await joined(1);
    await relay.close();
    await reader!.until(() => reader!.socket.closed);
    const server = await listening(port);
    server.close();
  });

  it("frees its port when it is closed before it listens", async () => {
    relay.open();
    await relay.close();
    (await listening(port)).close();
    assert.deepEqual(warnings, []);
  });

  it("can be opened again at once", async () => {
    for (let i = 0; i < 20; i++) {
      relay.open();
      await joined(1);
      await relay.close();
    }
    assert.deepEqual(warnings, []);
  });
});

describe("P1Connection with a relay", () => {
  it("relays what is good, decrypted or not, and frees the port on close", async () => {
    const port = await freePort();
    const { connection, opens, sends } = bench({ relay: { port, address: HOST } });
    connection.open();
    opens();
    const reader = new Reader(port);
    await once(reader.socket, "connect");
    // The relay has the reader when it passes on the first telegram.
    while (reader.text === "") {
      sends(telegram(1));
      await settled();
    }
    const first = reader.text.length;
    sends(damagedTelegram());
    sends(oldTelegram());
    await reader.until(() => reader.text.length > first);
    assert.equal(reader.text.slice(-oldTelegram().length), oldTelegram().toString("latin1"));
    assert.deepEqual(
      new TelegramFramer().push(Buffer.from(reader.text, "latin1")).filter(({ crc }) => crc.status === "invalid"),
      [],
    );
    await connection.close();
    await reader.until(() => reader.socket.closed);
    (await listening(port)).close();
  });

  it("goes on without its relay when the port is in use, and says so", async () => {
    const other = await listening();
    const { port } = other.address() as AddressInfo;
    const { connection, opens, sends, warnings } = bench({ relay: { port, address: HOST } });
    connection.open();
    opens();
    await until("a warning", () => warnings.length > 0);
    sends(telegram());
    assert.equal(connection.status.state, "receiving");
    assert.match(connection.counters.lastError!, /relay cannot listen/);
    await connection.close();
    other.close();
  });

  it("feeds another connection", async () => {
    const port = await freePort();
    let source: FakeSource | undefined;
    const first = new P1Connection({
      source: (line) => (source = new FakeSource(line, false)),
      relay: { port, address: HOST },
    });
    const second = new P1Connection({ source: () => new TcpSource({ host: HOST, port }) }, realClock);
    first.open();
    source!.events!.onOpen();
    const got: string[] = [];
    let done: () => void = () => undefined;
    const enough = new Promise<void>((resolve) => (done = resolve));
    second.addListener({
      onFrame: ({ bytes }) => {
        got.push(`${bytes.toString("latin1")}\r\n`);
        if (got.length === 100) done();
      },
      onStatus: () => undefined,
      onEvent: ({ event }) => {
        if (event !== "connected") return;
        setImmediate(() => {
          for (let i = 0; i < 100; i++) source!.events!.onData(telegram(i));
        });
      },
    });
    try {
      second.open();
      await enough;
    } finally {
      await Promise.all([second.close(), first.close()]);
    }
    assert.deepEqual(
      got,
      Array.from({ length: 100 }, (_, i) => telegram(i).toString("latin1")),
    );
  });
});
