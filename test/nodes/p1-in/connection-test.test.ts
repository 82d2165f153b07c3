import assert from "node:assert/strict";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import dsmrParse from "../../../nodes/dsmr-parse/dsmr-parse";
import p1In from "../../../nodes/p1-in/p1-in";
import { type ConnectionTestAnswer, idleClock } from "../../../nodes/p1-in/connection-test";
import { HeldTimers } from "../../support/held-timers";
import { until } from "../../support/until";
import { type FlowNode, parser, Sent, tab } from "../flow";
import { helper } from "../support";
import { TcpMeter } from "../tcp-meter";
import { damaged, dsmr22, dsmr5 } from "../telegrams";

const PATH = "/node-red-p1-dsmr/test";
const key = "0123456789ABCDEF0123456789ABCDEF";
const otherKey = key.replace("0", "1");

describe("Test connection of p1-in", () => {
  let meter: TcpMeter;
  let sending: NodeJS.Timeout | undefined;
  let held: HeldTimers | undefined;

  const load = (...flow: FlowNode[]): Promise<void> => helper.load([p1In, dsmrParse], [tab, ...flow]);
  const tcp = () => ({ connection: "tcp", host: "127.0.0.1", port: String(meter.port) });

  const begin = async (settings: object, rest: object = {}): Promise<ConnectionTestAnswer> =>
    (
      await helper
        .request()
        .post(PATH)
        .send({ settings, ...rest })
        .expect(200)
    ).body as ConnectionTestAnswer;
  const poll = async (id: string): Promise<ConnectionTestAnswer & { gone?: true }> =>
    (await helper.request().get(`${PATH}/${id}`).expect(200)).body as ConnectionTestAnswer;
  const stop = async (id: string): Promise<void> => {
    await helper.request().delete(`${PATH}/${id}`).expect(200);
  };

  /** Polls until the answer is as wanted. */
  async function seen(
    id: string,
    what: string,
    isSo: (answer: ConnectionTestAnswer) => boolean,
  ): Promise<ConnectionTestAnswer> {
    let answer = await poll(id);
    await until(what, async () => isSo((answer = await poll(id))));
    return answer;
  }

  /** The meter sends the same again and again, in real time. */
  const sends = (bytes: () => string | Buffer): void => {
    sending = setInterval(() => meter.send(bytes()), 40);
  };

  beforeEach(async () => {
    meter = await TcpMeter.start();
  });
  afterEach(async () => {
    clearInterval(sending);
    held?.release();
    held = undefined;
    await helper.unload();
    await meter.stop();
  });

  it("shows what arrives, and who sends it, and ends when all is clear", async () => {
    await load();
    const { id, end, limit } = await begin(tcp());
    assert.deepEqual([end, limit], [undefined, 15]);
    sends(() => dsmr5());
    const answer = await seen(id, "the end", ({ end }) => end === "over");
    assert.deepEqual(answer.result, { code: "good", values: { good: 5 } });
    assert.deepEqual([answer.good, answer.bad, answer.encrypted], [5, 0, false]);
    assert.equal(answer.to, `127.0.0.1:${meter.port}`);
    assert.ok(answer.bytes >= 5 * dsmr5().length && answer.rate > 0);
    assert.deepEqual(answer.meter, {
      id: "E0001",
      header: "ISk5\\2MT382-1000",
      manufacturer: "ISk",
      model: "2MT382-1000",
      version: "50",
      generation: 5,
    });
    await until("the connection is free", () => meter.readers === 0);
  });

  const meters: [what: string, code: string, bytes: () => string | Buffer, credentials?: object][] = [
    ["a meter of before DSMR 4", "good", () => dsmr22],
    ["a meter whose telegrams are damaged", "crc-all", () => damaged(dsmr5())],
    ["an encrypting meter and no key", "key-needed", encrypted()],
    ["an encrypting meter and the wrong key", "key-wrong", encrypted(), { decryptionKey: otherKey }],
    ["an encrypting meter and the right key", "good", encrypted(), { decryptionKey: key }],
    ["bytes that are no telegram", "bytes", () => "~~~ no telegram ~~~"],
  ];
  for (const [what, code, bytes, credentials = {}] of meters) {
    it(`says "${code}" of ${what}`, async () => {
      await load();
      const { id } = await begin(tcp(), { credentials });
      sends(bytes);
      const answer = await seen(id, code, ({ result }) => result.code === code);
      assert.doesNotMatch(JSON.stringify(answer), new RegExp(`${key}|${otherKey}`));
    });
  }

  it("says that nothing comes, and after 15 seconds what to try", async () => {
    held = new HeldTimers(idleClock, 15_000);
    await load();
    const { id } = await begin(tcp());
    await seen(id, "it waits", ({ result }) => result.code === "waiting");
    held.pass();
    const { end, result } = await poll(id);
    assert.deepEqual([end, result.code], ["over", "nothing-tcp"]);
  });

  it("says why it cannot connect, at once", async () => {
    const { port } = meter;
    await meter.stop();
    await load();
    const { id } = await begin({ ...tcp(), port });
    const { end, result } = await seen(id, "the end", ({ end }) => end !== undefined);
    assert.equal(end, "over");
    assert.equal(result.code, "cannot-open");
    assert.match(result.reason!.text, /refuses the connection/);
  });

  it("tries a serial port that is not there, and a simulated meter", async () => {
    await load();
    const serial = await begin({ connection: "serial", path: "/dev/no-such-port" });
    const { result } = await seen(serial.id, "the end", ({ end }) => end !== undefined);
    assert.equal(result.code, "cannot-open");
    assert.match(result.reason!.text, /\/dev\/no-such-port/);
    const simulator = await begin({ connection: "simulator", period: "0.1" });
    const answer = await seen(simulator.id, "the end", ({ end }) => end !== undefined);
    assert.equal(answer.result.code, "good");
    assert.equal(answer.to, "simulated meter");
  });

  it("ends when it is stopped, and frees the connection", async () => {
    await load();
    const { id } = await begin(tcp());
    await until("a connection", () => meter.readers === 1);
    await stop(id);
    const { end, result } = await poll(id);
    assert.deepEqual([end, result.code], ["stopped", "stopped"]);
    await until("the connection is free", () => meter.readers === 0);
    await stop(id);
  });

  it("gives way to a new one, from whichever dialog", async () => {
    await load();
    const first = await begin(tcp());
    await until("a connection", () => meter.readers === 1);
    const [second, third] = await Promise.all([begin(tcp()), begin(tcp())]);
    assert.deepEqual(await poll(first.id), { gone: true });
    assert.equal(new Set([first.id, second.id, third.id]).size, 3);
    await until("one connection is left", () => meter.readers === 1 && meter.accepted <= 3);
    const running = (await Promise.all([poll(second.id), poll(third.id)])).filter(({ gone }) => !gone);
    assert.equal(running.length, 1);
    sends(() => dsmr5());
    await seen(running[0]!.id, "a telegram", ({ good }) => good > 0);
    assert.equal(meter.readers, 1);
  });

  it("ends when nobody asks for five seconds", async () => {
    held = new HeldTimers(idleClock, 5000);
    await load();
    const { id } = await begin(tcp());
    await until("a connection", () => meter.readers === 1);
    held.pass();
    await until("the connection is free", () => meter.readers === 0);
    assert.equal((await poll(id)).end, "unwatched");
  });

  it("ends with a deploy", async () => {
    await load();
    const { id } = await begin(tcp());
    await until("a connection", () => meter.readers === 1);
    await helper.setFlows([tab, { id: "other", type: "p1-in", ...tcp() }], "nodes");
    await until("the connection is free", () => meter.readers === 0);
    assert.equal((await poll(id)).end, "deployed");
  });

  it("looks on where a deployed node has the connection, and opens none of its own", async () => {
    await load({ id: "meter", type: "p1-in", name: "house", ...tcp() }, ...parser("a", { source: "meter" }));
    const a = new Sent("a");
    await until("a connection", () => meter.readers === 1);
    sends(() => dsmr5());
    await until("a telegram", () => a.telegrams.length > 0);
    const { id } = await begin({ ...tcp(), host: "127.0.0.1" }, { id: "new" });
    const answer = await seen(id, "the end", ({ end }) => end !== undefined);
    assert.equal(answer.result.code, "good");
    assert.deepEqual(answer.holder, { id: "meter", name: "house", differs: false });
    assert.ok(answer.bytes >= 5 * dsmr5().length && answer.bytes < 20 * dsmr5().length);
    assert.deepEqual([meter.accepted, meter.readers], [1, 1]);
    const before = a.telegrams.length;
    await until("telegrams still arrive", () => a.telegrams.length > before);
  });

  it("tries the key of the dialog on what the deployed node cannot open", async () => {
    await load({ id: "meter", type: "p1-in", ...tcp() }, ...parser("a", { source: "meter" }));
    await until("a connection", () => meter.readers === 1);
    sends(encrypted());
    const without = await begin(tcp(), { id: "meter" });
    const { result } = await seen(without.id, "the end", ({ end }) => end !== undefined);
    assert.equal(result.code, "key-needed");
    const withKey = await begin(tcp(), { id: "meter", credentials: { decryptionKey: key } });
    const answer = await seen(withKey.id, "the end", ({ end }) => end !== undefined);
    assert.deepEqual([answer.result.code, answer.holder?.differs], ["good", true]);
    assert.equal(meter.accepted, 1);
  });

  it("takes an untouched key from the deployed node, and from no other", async () => {
    const flow = [tab, { id: "mine", type: "p1-in" }, { id: "foreign", type: "dsmr-parse", z: "tab", wires: [] }];
    const keys = { decryptionKey: key };
    await helper.load([p1In, dsmrParse], flow, { mine: keys, foreign: keys });
    sends(encrypted());
    for (const [id, code] of [
      ["mine", "good"],
      ["foreign", "key-needed"],
      ["nobody", "key-needed"],
    ]) {
      const test = await begin(tcp(), { id, credentials: { decryptionKey: "__PWRD__" } });
      const answer = await seen(test.id, code!, ({ result }) => result.code === code);
      assert.doesNotMatch(JSON.stringify(answer), new RegExp(key));
      await stop(test.id);
    }
  });

  it("fills in environment variables, and says which is not set", async () => {
    process.env.P1_TEST_HOST = "127.0.0.1";
    try {
      await load();
      const { id } = await begin({ ...tcp(), host: "${P1_TEST_HOST}" });
      await until("a connection", () => meter.readers === 1);
      await stop(id);
    } finally {
      delete process.env.P1_TEST_HOST;
    }
    const answer = await begin({ ...tcp(), host: "${P1_TEST_NOT_SET}" });
    assert.deepEqual(answer, {
      fault: { option: "host", fault: "environment", value: "${P1_TEST_NOT_SET}", allowed: "" },
    });
  });

  it("says what is wrong with settings, and repeats no key", async () => {
    await load();
    const { fault } = (await begin({ ...tcp(), port: "70000" })) as unknown as { fault: object };
    assert.deepEqual(fault, { option: "port", fault: "range", value: "70000", allowed: "1 – 65535" });
    const answer = await begin(tcp(), { credentials: { decryptionKey: "secret" } });
    assert.deepEqual(answer, {
      fault: { option: "decryptionKey", fault: "hex", value: "", allowed: "" },
    });
    assert.equal(meter.accepted, 0);
  });

  const hostile: [what: string, status: number, body: string, type?: string][] = [
    ["no body", 415, "", "text/plain"],
    ["a form", 415, "settings[connection]=simulator", "application/x-www-form-urlencoded"],
    ["a list", 400, "[]"],
    ["no settings", 400, "{}"],
    ["settings that are text", 400, '{"settings":"tcp"}'],
    ["settings that are a list", 400, '{"settings":["tcp"]}'],
    ["an object for a text", 400, '{"settings":{"host":{"a":1}}}'],
    ["a list for a text", 400, '{"settings":{"path":["/dev/ttyUSB0"]}}'],
    ["an id that is none", 400, '{"settings":{},"id":{"a":1}}'],
    ["an id with blanks", 400, '{"settings":{},"id":"a b"}'],
    ["keys that are a number", 400, '{"settings":{},"credentials":5}'],
    ["a key that is an object", 400, '{"settings":{},"credentials":{"decryptionKey":{}}}'],
    ["100 kB", 413, JSON.stringify({ settings: { telegram: "x".repeat(100_000) } })],
  ];
  for (const [what, status, body, type = "application/json"] of hostile) {
    it(`refuses ${what}`, async () => {
      await load();
      await helper.request().post(PATH).set("Content-Type", type).send(body).expect(status);
    });
  }

  it("takes no notice of properties that are not of a p1-in", async () => {
    await load();
    const body = `{"__proto__":{"settings":{}},"settings":{"__proto__":{"connection":"tcp"},"constructor":1,
      "connection":"simulator","period":"0.1","__defineGetter__":"x"}}`;
    const { id } = (await helper.request().post(PATH).set("Content-Type", "application/json").send(body).expect(200))
      .body as ConnectionTestAnswer;
    await seen(id, "a telegram", ({ good }) => good > 0);
    await stop(id);
  });

  for (const id of ["none", "__proto__", "constructor", "%00", "a".repeat(5000)]) {
    it(`knows no test "${id.slice(0, 20)}"`, async () => {
      await load();
      assert.deepEqual(await poll(id), { gone: true });
      await stop(id);
    });
  }
});

/** A meter that encrypts with `key`. */
function encrypted(): () => Buffer {
  const meter = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey: key });
  return () => meter.next();
}
