import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MeterServer } from "../../../lib/cli/meter-server";
import { TelegramFramer } from "../../../lib/framing/framer";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { endAll, run, start } from "./process";

/** Reads from a port until so many good telegrams came. */
async function read(port: number, count: number): Promise<string[]> {
  const socket = connect(port, "127.0.0.1");
  const framer = new TelegramFramer();
  const telegrams: string[] = [];
  try {
    for await (const bytes of socket) {
      const good = framer.push(bytes as Buffer).filter(({ crc, fault }) => crc.status === "valid" && !fault);
      telegrams.push(...good.map((frame) => frame.bytes.toString("latin1")));
      if (telegrams.length >= count) return telegrams;
    }
    throw new Error(`the connection ended after ${telegrams.length} telegrams`);
  } finally {
    socket.destroy();
  }
}

describe("p1 simulate", () => {
  afterEach(endAll);

  it("prints its address, serves several readers, and ends at SIGTERM with exit code 0", async () => {
    const simulator = start(["simulate", "--tcp", "0", "--period", "0.05"]);
    const [, port] = await simulator.printed(/tcp:\/\/127\.0\.0\.1:(\d+), a telegram every 0.05 s/);
    const [one, two] = await Promise.all([read(Number(port), 5), read(Number(port), 5)]);
    assert.ok(one.some((telegram) => two.includes(telegram)));
    simulator.child.kill("SIGTERM");
    assert.equal(await simulator.ended, 0);
    assert.equal(simulator.output.stderr, "");
  });

  it("ends at SIGINT while readers are connected", async () => {
    const simulator = start(["simulate", "--tcp", "0", "--profile", "be", "--period", "0.05"]);
    const [, port] = await simulator.printed(/:(\d+),/);
    const socket = connect(Number(port), "127.0.0.1").resume();
    await once(socket, "data");
    const closed = once(socket, "close");
    simulator.child.kill("SIGINT");
    assert.equal(await simulator.ended, 0);
    await closed;
  });

  it("says that a port is taken, with exit code 1", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    try {
      const { port } = other.address() as AddressInfo;
      const { code, stderr } = await run(["simulate", "--tcp", String(port)]);
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`^p1: Another program has port ${port} on 127\\.0\\.0\\.1: .*\\n$`));
    } finally {
      other.close();
    }
  });

  it("replays a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "p1-simulate-"));
    try {
      const file = join(folder, "telegram");
      writeFileSync(file, "/ABC5XYZ\n\n1-3:0.2.8(50)\n0-0:1.0.0(101209113020W)\n1-0:1.7.0(01.193*kW)\n!0000\n");
      const simulator = start([
        "simulate",
        "--tcp",
        "0",
        "--period",
        "0.05",
        "--profile",
        "replay",
        "--telegram",
        file,
      ]);
      const [, port] = await simulator.printed(/:(\d+),/);
      const [telegram] = await read(Number(port), 1);
      assert.match(telegram!, /^\/ABC5XYZ\r\n/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const failures: [string, string[], RegExp][] = [
    ["no port is given", [], /needs --tcp PORT/],
    ["the port is no port", ["--tcp", "70000"], /--tcp is a whole number from 0 to 65535, not "70000"/],
    ["the period is none", ["--tcp", "0", "--period", "0"], /--period is a number from/],
    ["the seed is none", ["--tcp", "0", "--seed", "x"], /--seed is a whole number/],
    ["the profile is unknown", ["--tcp", "0", "--profile", "fr"], /--profile is one of nl-dsmr5/],
    ["a fault is unknown", ["--tcp", "0", "--faults", "fire"], /no fault "fire"/],
    ["the zone is unknown", ["--tcp", "0", "--zone", "Mars"], /no time zone/],
    ["there is no telegram to replay", ["--tcp", "0", "--profile", "replay"], /no telegram to replay/],
    ["a file is named", ["file", "--tcp", "0"], /file/],
  ];
  for (const [when, args, sentence] of failures) {
    it(`says so when ${when}, with exit code 2`, async () => {
      const { code, stdout, stderr } = await run(["simulate", ...args]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /\n.*\n| at /, "one sentence, no stack");
    });
  }
});

describe("the meter's server", () => {
  let server: MeterServer;
  const sockets: Socket[] = [];

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.close();
  });

  async function listen(meter: SimulatedMeter): Promise<number> {
    server = new MeterServer(meter);
    return (await server.listen(0, "127.0.0.1")).port;
  }

  async function reader(port: number): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket.on("error", () => undefined));
    await once(socket, "connect");
    return socket;
  }

  it("takes 32 readers and no more", async () => {
    const port = await listen(new SimulatedMeter({ period: 0.02 }));
    const readers = await Promise.all(Array.from({ length: 32 }, () => reader(port)));
    await Promise.all(readers.map((socket) => once(socket, "data")));
    const last = await reader(port);
    last.resume();
    await once(last, "close");
    assert.equal(server.readers, 32);
  });

  it("drops a reader that does not read, and goes on for the others", async () => {
    const message = `0-0:96.13.0(${"41".repeat(7000)})`;
    const telegram = `/ABC5XYZ\n\n1-3:0.2.8(50)\n${message}\n!0000\n`;
    const port = await listen(new SimulatedMeter({ profile: "replay", telegram, period: 0.001 }));
    const slow = await reader(port);
    const quick = await reader(port);
    slow.pause();
    quick.resume();
    // The system's own buffers fill first, with some megabytes.
    while (server.readers === 2) await once(quick, "data");
    await once(quick, "data");
    assert.equal(server.readers, 1);
  });

  it("ends the connection for the fault resets, and takes readers again", async () => {
    const port = await listen(new SimulatedMeter({ period: 0.005, faults: "resets" }));
    for (let i = 0; i < 3; i++) {
      const socket = await reader(port);
      socket.resume();
      await once(socket, "end");
    }
  });
});
