import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { realClock } from "../../../lib/connection/system-clock";
import { P1Connection } from "../../../lib/connection/connection";
import type { ConnectionOptions } from "../../../lib/connection/types";
import { SerialSource } from "../../../lib/source/serial";
import { TcpSource } from "../../../lib/source/tcp";
import { until } from "../../support/until";
import { Waiter } from "../../support/waiter";
import { PtyPair, hasSocat } from "../source/support";
import { oldTelegram, telegram, withParity } from "./support";

/** A connection on the real clock, with no jitter, and promises for its events. */
class Live {
  readonly connection: P1Connection;
  readonly news: string[] = [];
  readonly good: string[] = [];
  readonly #waiter = new Waiter();

  constructor(options: ConnectionOptions) {
    this.connection = new P1Connection(options, realClock, () => 0);
    this.connection.addListener({
      onFrame: ({ bytes, fault, crc }) => {
        if (!fault && crc.status !== "invalid") this.good.push(`${bytes.toString("latin1")}\r\n`);
        this.#waiter.changed();
      },
      onEvent: ({ event }) => {
        this.news.push(event);
        this.#waiter.changed();
      },
      onStatus: () => this.#waiter.changed(),
    });
    this.connection.open();
  }

  until(holds: () => boolean): Promise<void> {
    return this.#waiter.until(holds);
  }

  says(event: string, times = 1): Promise<void> {
    return this.until(() => this.news.filter((said) => said === event).length >= times);
  }
}

describe("P1Connection on a real serial port", () => {
  let pair: PtyPair;
  let live: Live;

  before(function () {
    if (hasSocat()) return;
    console.log("      skipped: no socat here (Debian: apt install socat)");
    this.skip();
  });

  beforeEach(async () => {
    pair = await PtyPair.open();
    live = new Live({ line: "auto", source: (line) => new SerialSource({ path: pair.path, line }) });
    await live.says("connected");
  });

  afterEach(async () => {
    await live.connection.close();
    await pair.end();
  });

  it("comes back by itself after the cable was pulled and put in again", async () => {
    await pair.send(telegram(1));
    await live.says("data-resumed");
    await pair.send(telegram(2).subarray(0, 80));
    await until("the first bytes", () => live.connection.counters.bytes > telegram(1).length);
    await pair.unplug();
    await live.says("disconnected");
    await pair.plug();
    await live.says("connected", 2);
    await pair.send(telegram(3));
    await live.says("data-resumed", 2);
    assert.deepEqual(live.good, [telegram(1), telegram(3)].map(String));
    assert.equal(live.connection.counters.reconnects, 1);
  });

  it("reads a 7E1 meter whose parity the port left in bit 7", async () => {
    await pair.send(withParity(Buffer.concat([oldTelegram(), oldTelegram()])));
    await live.until(() => live.good.length === 2);
    assert.deepEqual(live.good, [oldTelegram(), oldTelegram()].map(String));
  });

  it("frees the port, also in the middle of a telegram", async () => {
    await pair.send(telegram().subarray(0, 50));
    await until("the bytes", () => live.connection.counters.bytes === 50);
    await live.connection.close();
    const next = new Live({ source: (line) => new SerialSource({ path: pair.path, line }) });
    await next.says("connected");
    await next.connection.close();
    assert.deepEqual(next.news, ["connected"]);
  });
});

describe("P1Connection on a real network", () => {
  let server: Server;
  let peers: Socket[];
  let live: Live;
  let port: number;

  beforeEach(async () => {
    peers = [];
    await listen(0);
    live = new Live({ source: () => new TcpSource({ host: "127.0.0.1", port }) });
    await live.says("connected");
  });

  afterEach(async () => {
    await live.connection.close();
    await shut();
  });

  async function listen(at: number): Promise<void> {
    server = createServer((peer) => {
      peers.push(peer.on("error", () => undefined));
      peer.write(telegram(peers.length));
    });
    await once(server.listen(at, "127.0.0.1"), "listening");
    ({ port } = server.address() as AddressInfo);
  }

  async function shut(): Promise<void> {
    for (const peer of peers) peer.resetAndDestroy();
    await new Promise((resolve) => server.close(resolve));
  }

  it("comes back after the relay broke off and was away", async () => {
    await live.says("data-resumed");
    await shut();
    await live.says("disconnected");
    await listen(port);
    await live.says("data-resumed", 2);
    assert.deepEqual(live.good, [telegram(1), telegram(2)].map(String));
  });

  it("opens again when the relay sends nothing more", async () => {
    await live.connection.close();
    peers.length = 0;
    live = new Live({ source: () => new TcpSource({ host: "127.0.0.1", port }), timeout: 1 });
    await live.says("data-resumed", 2);
    assert.deepEqual(live.news, ["connected", "data-resumed", "no-data", "data-resumed"]);
    assert.equal(peers.length, 2);
  });

  it("bears fifty megabytes of garbage, and reads on", async () => {
    await live.says("data-resumed");
    const garbage = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => (i * 7919) >> (i & 7)));
    const peer = peers[0]!;
    for (let i = 0; i < 50; i++) if (!peer.write(garbage)) await once(peer, "drain");
    peer.write(Buffer.concat([Buffer.from("\r\n"), telegram(9), telegram(10)]));
    await live.until(() => live.good.at(-1) === String(telegram(10)));
    assert.ok(live.connection.counters.bytes > 50 << 20);
  });

  it("reads what comes byte by byte", async () => {
    await live.says("data-resumed");
    for (const byte of telegram(5)) peers[0]!.write(Buffer.from([byte]));
    await live.until(() => live.good.length === 2);
    assert.equal(live.good[1], String(telegram(5)));
  });
});
