import assert from "node:assert/strict";
import { eventually } from "./support/eventually";
import { FastMeter } from "./support/fast-meter";
import { garbage, isTakenQuietly } from "./support/garbage";
import { type FlowNode, NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { returnsTo, type Usage, usage } from "./support/probe";
import { Proxy } from "./support/proxy";
import { event, FIRST_TRY, flowOf, lost, MARGIN, reader, SECOND_TRY, TIMEOUT } from "./support/reader";
import { TcpLine } from "./support/tcp-line";

const z = "chaos-tcp";

describe("a meter in a bad network", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let line: TcpLine;
  let proxy: Proxy;
  let nodeRed: NodeRed;
  let meter: FastMeter;
  let atRest: Usage;
  let mark: number;

  function flows(timeout: number): FlowNode[] {
    const tcp = { connection: "tcp", host: "127.0.0.1", port: proxy.port, timeout };
    return flowOf(z, ...reader({ z, meter: tcp, parse: { summary: 0.02 } }));
  }

  /** The meter is read at the next try, which is one of the first and `most` ms away. */
  async function flowsAfterNextTry(reason: RegExp, most: number): Promise<void> {
    await meter.flows(nodeRed, (await lost(nodeRed, reason, most, mark)) + MARGIN);
  }

  before("starts Node-RED with a meter behind a proxy", async function () {
    this.timeout(180_000);
    line = await TcpLine.listen(owner);
    proxy = await Proxy.to(owner, line.port);
    nodeRed = await NodeRed.start(owner);
    meter = new FastMeter(owner, line);
    await nodeRed.deploy(flows(TIMEOUT));
    meter.start();
    await meter.flows(nodeRed, MARGIN);
    atRest = await usage(nodeRed);
  });

  beforeEach(() => {
    mark = nodeRed.mark;
  });

  afterEach("compares what was delivered with what was sent", async () => {
    meter.check(nodeRed.taken("telegram"));
    assert.equal(line.heard, 0, "bytes sent to the meter");
    await line.hasReaders(1);
    await returnsTo(nodeRed, atRest);
  });

  it("loses nothing when it stalls for less than the time-out", async () => {
    const from = meter.sent.length;
    proxy.stall();
    await eventually(() => assert.ok(meter.sent.length > from + 10));
    const to = meter.sent.length;
    proxy.resume();
    await meter.flows(nodeRed, MARGIN);
    meter.checkComplete(nodeRed.taken("telegram"), from, to);
  });

  it("is read again when it has stalled for longer", async () => {
    proxy.stall();
    const { seconds, hint } = await event(nodeRed, "no-data", { mark, timeout: TIMEOUT * 1000 + MARGIN });
    assert.equal(seconds, TIMEOUT);
    assert.match(hint!, /nothing arrives/);
    proxy.resume();
    await meter.flows(nodeRed, MARGIN);
    await event(nodeRed, "data-resumed", { mark });
  });

  it("is read again at the next try after each of three resets", async () => {
    for (let time = 0; time < 3; time++) {
      mark = nodeRed.mark;
      proxy.reset();
      await flowsAfterNextTry(/broke the connection off|closed the connection/, FIRST_TRY);
    }
  });

  it("is read again at the next try after it refused", async () => {
    await proxy.refuse();
    const wait = await lost(nodeRed, /refuses the connection/, SECOND_TRY, mark);
    await proxy.accept();
    await meter.flows(nodeRed, wait + MARGIN);
  });

  it("is read again at the next try after it broke off in the middle of a telegram", async () => {
    proxy.cut();
    await flowsAfterNextTry(/closed the connection/, FIRST_TRY);
    const rejected = await event(nodeRed, "rejected", { mark });
    assert.equal(rejected.reason, "cut");
  });

  it("loses nothing when it comes byte by byte", async () => {
    const from = meter.sent.length;
    proxy.trickle(true);
    await eventually(() => assert.ok(meter.sent.length >= from + 20));
    const to = meter.sent.length;
    await meter.flows(nodeRed, MARGIN);
    proxy.trickle(false);
    meter.checkComplete(nodeRed.taken("telegram"), from, to);
  });

  it("is read again when the connection is dead without a word", async () => {
    proxy.halfOpen();
    await meter.flows(nodeRed, TIMEOUT * 1000 + MARGIN);
    assert.equal((await event(nodeRed, "no-data", { mark })).seconds, TIMEOUT);
  });

  it("loses no telegram to 50 MB of garbage before it, and says little of it", async () => {
    await nodeRed.deploy(flows(30));
    await meter.flows(nodeRed, MARGIN);
    await isTakenQuietly(nodeRed, 50, async () => {
      await proxy.flood(garbage(50));
      const from = meter.sent.length;
      await meter.flows(nodeRed, 15_000);
      meter.checkComplete(nodeRed.taken("telegram"), from, from + 1);
    });
    await nodeRed.deploy(flows(TIMEOUT));
    await meter.flows(nodeRed, MARGIN);
  });
});
