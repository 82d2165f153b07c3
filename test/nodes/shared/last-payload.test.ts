import assert from "node:assert/strict";
import type { Node, NodeAPI } from "node-red";
import dsmrParse from "../../../nodes/dsmr-parse/dsmr-parse";
import {
  LastPayloads,
  serveLastPayloads,
  type LastPayload,
  type LastPayloadAnswer,
} from "../../../nodes/shared/last-payload";
import { telegram } from "../../lib/selection/telegrams";
import { parser, receive, Sent, tab } from "../flow";
import { helper } from "../support";
import { until } from "../../support/until";
import { damaged, dsmr5 } from "../telegrams";

const odd = ["", "unknown", "__proto__", "constructor", "hasOwnProperty", "toString", "a/b", "é", "x".repeat(5_000)];

describe("the last telegrams of running nodes", () => {
  const last = (time: number): LastPayload => ({ payload: telegram({ message: String(time) }), receivedAt: time });

  it("are none for a node that does not run, and none yet for one that has received nothing", () => {
    const payloads = new LastPayloads();
    payloads.add("a", () => undefined);
    assert.deepEqual(payloads.answer("b"), { deployed: false, payload: null });
    assert.deepEqual(payloads.answer("a"), { deployed: true, payload: null });
  });

  for (const id of odd) {
    it(`are none for the id ${JSON.stringify(id.slice(0, 20))}`, () => {
      const payloads = new LastPayloads();
      payloads.add("a", () => last(1));
      assert.deepEqual(payloads.answer(id), { deployed: false, payload: null });
    });
  }

  it("are read each time a dialog asks", () => {
    const payloads = new LastPayloads();
    let time = 0;
    payloads.add("a", () => last(++time));
    for (const asked of [1, 2]) assert.deepEqual(payloads.answer("a"), { deployed: true, ...last(asked) });
    assert.equal(time, 2);
  });

  it("are gone when the node closes", () => {
    const payloads = new LastPayloads();
    const remove = payloads.add("a", () => last(1));
    remove();
    assert.deepEqual(payloads.answer("a"), { deployed: false, payload: null });
  });

  it("are the newest of several instances of a subflow, as long as one of them runs", () => {
    const payloads = new LastPayloads();
    payloads.add("a", () => undefined);
    payloads.add("a", () => last(1));
    const remove = payloads.add("a", () => last(3));
    payloads.add("a", () => last(2));
    assert.equal(payloads.answer("a").receivedAt, 3);
    remove();
    assert.equal(payloads.answer("a").receivedAt, 2);
  });

  it("need the permission to read nodes of their type", () => {
    const { served, asked } = serve("dsmr-filter");
    assert.deepEqual(asked, ["dsmr-filter.read"]);
    assert.deepEqual(
      served.map(([path, guard]) => [path, guard]),
      [["/node-red-p1-dsmr/last/dsmr-filter/:id", "dsmr-filter.read"]],
    );
  });

  it("have the id that a node has in the editor, also within a subflow", () => {
    const { register, served } = serve("dsmr-filter");
    const node = { id: "made-at-start", _alias: "template", on: () => undefined };
    register(node as unknown as Node, () => last(1));
    const sent: unknown[] = [];
    const handler = served[0]![2] as (request: unknown, response: unknown) => void;
    handler({ params: { id: "template" } }, { set: () => undefined, json: (body: unknown) => sent.push(body) });
    assert.deepEqual(sent, [{ deployed: true, ...last(1) }]);
  });

  /** Serves a type with a stand-in for RED: the routes it served and the permissions it asked for. */
  function serve(type: string) {
    const asked: string[] = [];
    const served: unknown[][] = [];
    const RED = {
      auth: { needsPermission: (permission: string) => (asked.push(permission), permission) },
      httpAdmin: { get: (...route: unknown[]) => served.push(route) },
    };
    return { register: serveLastPayloads(RED as unknown as NodeAPI, type), served, asked };
  }
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

  it("stays the last good one when a later one is rejected", async () => {
    await helper.load(dsmrParse, [tab, ...parser("parse")]);
    await receive("parse", { payload: dsmr5(1) });
    await receive("parse", { payload: damaged(dsmr5(2)) });
    assert.equal((await ask("parse")).payload?.values.power_delivered, 1);
  });

  it("is read with the node's settings, however often a dialog asks, and changes no later telegram", async () => {
    await helper.load(dsmrParse, [tab, ...parser("parse", { objects: false, zone: "UTC" })]);
    const sent = new Sent("parse");
    for (const power of [1, 2]) {
      await receive("parse", { payload: dsmr5(power) });
      await until("a telegram", () => sent.telegrams.length === power);
      for (let time = 0; time < 2; time++)
        assert.deepEqual((await ask("parse")).payload, sent.telegrams.at(-1)!.payload);
    }
    assert.deepEqual(sent.events, []);
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
