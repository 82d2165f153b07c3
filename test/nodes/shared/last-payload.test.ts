import assert from "node:assert/strict";
import type { Node, NodeAPI } from "node-red";
import dsmrParse from "../../../nodes/dsmr-parse/dsmr-parse";
import { LastPayloads, serveLastPayloads, type LastPayloadAnswer } from "../../../nodes/shared/last-payload";
import { FakeClock } from "../../lib/connection/support";
import { parser, receive, Sent, tab } from "../flow";
import { helper } from "../support";
import { until } from "../tcp-meter";
import { damaged, dsmr5 } from "../telegrams";

const odd = ["", "unknown", "__proto__", "constructor", "hasOwnProperty", "toString", "a/b", "é", "x".repeat(5_000)];

describe("the last payloads of nodes", () => {
  const clock = new FakeClock();
  const answer = (payloads: LastPayloads, id: string) => JSON.parse(payloads.answer(id)) as LastPayloadAnswer;

  it("are none for a node that does not run, and none yet for one that has got nothing", () => {
    const payloads = new LastPayloads(clock);
    payloads.open("a");
    assert.deepEqual(answer(payloads, "b"), { deployed: false, payload: null });
    assert.deepEqual(answer(payloads, "a"), { deployed: true, payload: null });
  });

  for (const id of odd) {
    it(`are none for the id ${JSON.stringify(id.slice(0, 20))}`, () => {
      const payloads = new LastPayloads(clock);
      payloads.open("a").take({ a: 1 });
      assert.deepEqual(answer(payloads, id), { deployed: false, payload: null });
    });
  }

  it("are copies: what the flow does to a message later does not show", () => {
    const payloads = new LastPayloads(clock);
    const payload = { values: { power_delivered: 1 } };
    payloads.open("a").take(payload);
    payload.values.power_delivered = 2;
    assert.deepEqual(answer(payloads, "a"), {
      deployed: true,
      payload: { values: { power_delivered: 1 } },
      receivedAt: clock.now(),
    });
  });

  it("are copied of a node that seldom gets one, however busy others are", async () => {
    const payloads = new LastPayloads(clock);
    const others = Array.from({ length: 100 }, (_, id) => payloads.open(`other ${id}`));
    const last = payloads.open("a");
    for (let second = 0; second <= 60; second++) {
      for (const other of others) other.take({ second });
      if (second % 30 === 0) last.take({ second });
      await clock.pass(1);
    }
    assert.deepEqual(answer(payloads, "a").payload, { second: 60 });
    assert.ok(others.every((_, id) => (answer(payloads, `other ${id}`).payload as { second: number }).second > 40));
  });

  it("are tried no more often where they cannot be copied", async () => {
    const payloads = new LastPayloads(clock);
    const running = Array.from({ length: 100 }, (_, id) => payloads.open(String(id)));
    let copies = 0;
    const payload = { first: { toJSON: () => ++copies }, cannot: 1n };
    for (let second = 0; second < 10; second++) {
      for (const last of running) last.take(payload);
      await clock.pass(1);
    }
    assert.equal(copies, 100 + 20 + 8 * 5);
  });

  // Each node makes one at first, and then one each 900 ms at most; unasked, all together twenty in a row, and five a second.
  for (const [says, { nodes, asked, copied }] of Object.entries({
    "are copied each second while nobody asks": { nodes: 1, asked: 0, copied: 12 },
    "are copied each second while somebody asks": { nodes: 1, asked: 1, copied: 12 },
    "are copied a few times in a row, then five a second, where many nodes run": {
      nodes: 100,
      asked: 0,
      copied: 100 + 20 + 8 * 5,
    },
    "are copied each second of the nodes that somebody asks for": {
      nodes: 100,
      asked: 50,
      copied: 50 * 10 + 50 + 20 + 8 * 5,
    },
  })) {
    it(says, async () => {
      const payloads = new LastPayloads(clock);
      const running = Array.from({ length: nodes }, (_, id) => payloads.open(String(id)));
      for (let id = 0; id < asked; id++) answer(payloads, String(id));
      let copies = 0;
      const payload = { toJSON: () => ++copies };
      const pace = nodes === 1 ? 10 : 1000;
      for (let ms = 0; ms < 10_000; ms += pace) {
        for (const last of running) last.take(payload);
        await clock.pass(pace / 1000);
      }
      assert.equal(copies, copied);
    });
  }

  it("are those of the last message, where messages come now and then", async () => {
    const payloads = new LastPayloads(clock);
    const last = payloads.open("a");
    for (const value of [1, 2, 3]) {
      last.take({ value });
      await clock.pass(3);
    }
    await clock.pass(3600);
    assert.deepEqual(answer(payloads, "a").payload, { value: 3 });
  });

  it("are copied seldom again when nobody has asked for half a minute", async () => {
    const payloads = new LastPayloads(clock);
    const others = Array.from({ length: 100 }, (_, id) => payloads.open(`other ${id}`));
    const last = payloads.open("a");
    const pass = async (value: number) => {
      for (const one of [...others, last]) one.take({ value });
      await clock.pass(1);
    };
    answer(payloads, "a");
    for (let value = 1; value <= 45; value++) await pass(value);
    assert.deepEqual(answer(payloads, "a").payload, { value: 30 });
    await pass(46);
    assert.deepEqual(answer(payloads, "a").payload, { value: 46 });
  });

  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  for (const [name, payload] of Object.entries({
    "a cycle": cyclic,
    "a big integer": { value: 1n },
    "nothing at all": undefined,
    "more than a telegram can be": { raw: "x".repeat(2_000_000) },
  })) {
    it(`stay as they were where a payload is ${name}`, async () => {
      const payloads = new LastPayloads(clock);
      const last = payloads.open("a");
      last.take({ value: 1 });
      await clock.pass(1);
      last.take(payload);
      assert.deepEqual(answer(payloads, "a").payload, { value: 1 });
    });
  }

  it("are dropped when the node closes", () => {
    const payloads = new LastPayloads(clock);
    const last = payloads.open("a");
    last.take({ value: 1 });
    last.close();
    assert.deepEqual(answer(payloads, "a"), { deployed: false, payload: null });
  });

  it("are the newest of several instances of a subflow, and stay while one of them runs", async () => {
    const payloads = new LastPayloads(clock);
    const [first, second] = [payloads.open("a"), payloads.open("a")];
    second.take({ value: 2 });
    await clock.pass(1);
    first.take({ value: 1 });
    assert.deepEqual(answer(payloads, "a").payload, { value: 1 });
    first.close();
    assert.deepEqual(answer(payloads, "a").payload, { value: 2 });
  });

  it("ask for the permission to read nodes of their type", () => {
    const asked: string[] = [];
    const served: unknown[][] = [];
    const allowed = () => undefined;
    const RED = {
      auth: { needsPermission: (permission: string) => (asked.push(permission), allowed) },
      httpAdmin: { get: (...route: unknown[]) => served.push(route) },
    };
    serveLastPayloads(RED as unknown as NodeAPI, "dsmr-filter");
    assert.deepEqual(asked, ["dsmr-filter.read"]);
    assert.deepEqual(
      served.map(([path, guard]) => [path, guard]),
      [["/node-red-p1-dsmr/last/dsmr-filter/:id", allowed]],
    );
  });

  it("are asked for by the id that a node has in the editor, also within a subflow", () => {
    let handler: ((request: unknown, response: unknown) => void) | undefined;
    const RED = {
      auth: { needsPermission: () => undefined },
      httpAdmin: { get: (...route: unknown[]) => (handler = route[2] as typeof handler) },
    };
    const keep = serveLastPayloads(RED as unknown as NodeAPI, "dsmr-filter");
    const node = { id: "made-at-start", _alias: "template", on: () => undefined };
    keep(node as unknown as Node).take({ value: 1 });
    const sent: string[] = [];
    const response = { set: () => response, type: () => response, send: (body: string) => sent.push(body) };
    handler!({ params: { id: "template" } }, response);
    assert.deepEqual((JSON.parse(sent[0]!) as LastPayloadAnswer).payload, { value: 1 });
  });
});

describe("the last telegram of a dsmr-parse", () => {
  before(() => helper.startServer());
  after(() => helper.stopServer());
  afterEach(() => helper.unload());

  const ask = async (id: string): Promise<LastPayloadAnswer> => {
    const path = `/node-red-p1-dsmr/last/dsmr-parse/${encodeURIComponent(id)}`;
    const response = await helper.request().get(path).expect(200);
    assert.equal(response.headers["cache-control"], "no-store");
    return response.body as LastPayloadAnswer;
  };

  it("is what it sent last, untouched by what the flow does to it", async () => {
    await helper.load(dsmrParse, [tab, ...parser("parse")]);
    const sent = new Sent("parse");
    assert.deepEqual(await ask("parse"), { deployed: true, payload: null });
    const before = Date.now();
    await receive("parse", { payload: dsmr5(1) + dsmr5(2) });
    await until("two telegrams", () => sent.telegrams.length === 2);
    const expected: unknown = JSON.parse(JSON.stringify(sent.telegrams[1]!.payload));
    sent.telegrams[1]!.payload.values.power_delivered = 99;
    const { deployed, payload, receivedAt } = await ask("parse");
    assert.equal(deployed, true);
    assert.deepEqual(payload, expected);
    assert.ok(receivedAt! >= before && receivedAt! <= Date.now());
  });

  it("is not one that was rejected", async () => {
    await helper.load(dsmrParse, [tab, ...parser("parse")]);
    await receive("parse", { payload: damaged(dsmr5()) });
    assert.deepEqual(await ask("parse"), { deployed: true, payload: null });
  });

  it("is none yet for a node that a wrong setting keeps from working", async () => {
    await helper.load(dsmrParse, [tab, ...parser("parse", { zone: "Middle/Earth" })]);
    assert.deepEqual(await ask("parse"), { deployed: true, payload: null });
  });

  for (const id of odd.slice(1)) {
    it(`is none for the id ${JSON.stringify(id.slice(0, 20))}`, async () => {
      await helper.load(dsmrParse, [tab, ...parser("parse")]);
      assert.deepEqual(await ask(id), { deployed: false, payload: null });
    });
  }
});
