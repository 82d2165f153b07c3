import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { TcpSource } from "../../../lib/source/tcp";
import { tcpError } from "../../../lib/source/tcp-errors";
import { Witness } from "./support";

describe("TcpSource", () => {
  let server: Server;
  let port: number;
  let source: TcpSource;
  /** The server's ends of its connections. */
  let peers: Socket[];

  beforeEach(async () => {
    peers = [];
    server = createServer((socket) => peers.push(socket.on("error", () => undefined)));
    await once(server.listen(0, "127.0.0.1"), "listening");
    ({ port } = server.address() as AddressInfo);
    source = new TcpSource({ host: "127.0.0.1", port });
  });

  afterEach(async () => {
    await source.close();
    for (const peer of peers) peer.destroy();
    server.close();
  });

  async function accepted(): Promise<Socket> {
    if (peers.length === 0) await once(server, "connection");
    return peers[0]!;
  }

  it("brings every byte in order", async () => {
    const witness = new Witness(source);
    const peer = await accepted();
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i & 0xff));
    peer.write(bytes);
    await witness.received(bytes.length);
    assert.deepEqual(witness.bytes, bytes);
    assert.equal(witness.called[0], "open");
    assert.equal(source.to, `127.0.0.1:${port}`);
  });

  it("gives others a turn where many bytes come at once", async () => {
    const whole = 2_000_000;
    let [total, inTurn, most] = [0, 0, 0];
    const received = new Promise<void>((resolve) => {
      source.open({
        onOpen: () => undefined,
        onClose: () => undefined,
        onWarning: () => undefined,
        onData(bytes) {
          if (inTurn === 0) setImmediate(() => (inTurn = 0));
          inTurn += bytes.length;
          most = Math.max(most, inTurn);
          total += bytes.length;
          if (total === whole) resolve();
        },
      });
    });
    (await accepted()).write(Buffer.alloc(whole));
    await received;
    assert.ok(most <= 2 * 65_536, `${most} bytes in one turn`);
  });

  it("calls nothing before open has returned", () => {
    for (const options of [
      { host: "127.0.0.1", port },
      { host: "", port },
    ]) {
      const other = new TcpSource(options);
      assert.deepEqual(new Witness(other).called, []);
      void other.close();
    }
  });

  it("sends nothing", async () => {
    const witness = new Witness(source);
    const peer = await accepted();
    await witness.opened();
    const sent: Buffer[] = [];
    peer.on("data", (bytes: Buffer) => sent.push(bytes));
    const ended = once(peer, "close");
    await source.close();
    await ended;
    assert.deepEqual(sent, []);
  });

  it("says once that the other end closed", async () => {
    const witness = new Witness(source);
    (await accepted()).end("last words");
    const { code, text } = await witness.lost();
    assert.equal(code, "ended");
    assert.match(text, /closed the connection/);
    await source.close();
    assert.equal(witness.bytes.toString(), "last words");
    assert.equal(witness.called.filter((what) => what === "close").length, 1);
  });

  it("says that the other end broke off", async () => {
    const witness = new Witness(source);
    const peer = await accepted();
    await witness.opened();
    peer.resetAndDestroy();
    assert.equal((await witness.lost()).code, "ECONNRESET");
  });

  it("says that the connection is refused", async () => {
    await new Promise((resolve) => server.close(resolve));
    const { code, text } = await new Witness(source).lost();
    assert.equal(code, "ECONNREFUSED");
    assert.match(text, new RegExp(`^127.0.0.1:${port} refuses the connection: see that the relay runs`));
  });

  const settings = [
    { host: "", port: 1, code: "no-host" },
    { host: "127.0.0.1", port: 0, code: "bad-port" },
    { host: "127.0.0.1", port: 70_000, code: "bad-port" },
    { host: "127.0.0.1", port: NaN, code: "bad-port" },
  ];
  for (const { code, ...options } of settings) {
    it(`names ${code} for host "${options.host}" and port ${options.port}`, async () => {
      const other = new TcpSource(options);
      assert.equal((await new Witness(other).lost()).code, code);
      await other.close();
    });
  }

  it("closes at once while it is connecting, and calls nothing", async () => {
    // A test address (RFC 5737) that nobody answers.
    const other = new TcpSource({ host: "192.0.2.1", port: 9 });
    const witness = new Witness(other);
    await Promise.all([other.close(), other.close()]);
    assert.deepEqual(witness.called, []);
  });

  it("closes without having been opened, and does not open then", async () => {
    await source.close();
    assert.deepEqual(new Witness(source).called, []);
  });

  it("writes an IPv6 address in brackets", () => {
    assert.equal(new TcpSource({ host: "::1", port: 8080 }).to, "[::1]:8080");
  });
});

describe("tcpError", () => {
  const cases: [string, RegExp][] = [
    ["ENOTFOUND", /host of meter:1234 is unknown/],
    ["EAI_AGAIN", /cannot be looked up/],
    ["EHOSTUNREACH", /cannot be reached: .*switched on/],
    ["ENETUNREACH", /no network/],
    ["ETIMEDOUT", /does not answer/],
    ["ECONNRESET", /broke the connection off/],
  ];
  for (const [code, says] of cases) {
    it(`says in a sentence what ${code} means`, () => {
      const error = tcpError("meter:1234", Object.assign(new Error(code), { code }));
      assert.equal(error.code, code);
      assert.match(error.text, says);
    });
  }

  it("takes the first of the errors of a host with several addresses", () => {
    const first = Object.assign(new Error("x"), { code: "ECONNREFUSED" });
    assert.equal(tcpError("meter:1", new AggregateError([first])).code, "ECONNREFUSED");
  });

  it("quotes what it does not know", () => {
    assert.deepEqual(tcpError("meter:1", Object.assign(new Error("odd"), { code: "toString" })), {
      code: "network",
      values: { to: "meter:1", message: "odd" },
      text: "meter:1 cannot be used: odd",
    });
  });
});
