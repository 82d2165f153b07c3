import assert from "node:assert/strict";
import { FastMeter } from "./support/fast-meter";
import { garbage, isTakenQuietly } from "./support/garbage";
import type { Line } from "./support/house";
import { type FlowNode, NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { returnsTo, type Usage, usage } from "./support/probe";
import { event, FIRST_TRY, flowOf, lost, MARGIN, reader, SECOND_TRY, TIMEOUT } from "./support/reader";
import { SerialCable } from "./support/serial-cable";
import { describeWith } from "./support/services";
import { openings } from "./support/socat";

const z = "chaos-serial";

/** What is written to a cable, in pieces of a test's choice. */
class Pieces implements Line {
  size = Infinity;

  constructor(private readonly cable: SerialCable) {}

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += this.size) await this.cable.write(bytes.subarray(at, at + this.size));
  }
}

describeWith(["socat"], "a meter on a bad cable", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let cable: SerialCable;
  let pieces: Pieces;
  let nodeRed: NodeRed;
  let meter: FastMeter;
  let atRest: Usage;
  let mark: number;

  function flows(timeout: number): FlowNode[] {
    const serial = { connection: "serial", path: cable.path, timeout };
    return flowOf(z, ...reader({ z, meter: serial, parse: { summary: 0.02 } }));
  }

  before("starts Node-RED with a meter on a serial port", async function () {
    this.timeout(180_000);
    cable = await SerialCable.pluggedIn(owner);
    pieces = new Pieces(cable);
    nodeRed = await NodeRed.start(owner);
    meter = new FastMeter(owner, pieces);
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
    assert.equal(await openings(nodeRed.program.pid, cable.path), 1, "openings of the port");
    await returnsTo(nodeRed, atRest);
  });

  it("is read again when it had fallen silent", async () => {
    await meter.stop();
    const { seconds, hint } = await event(nodeRed, "no-data", { mark, timeout: TIMEOUT * 1000 + MARGIN });
    assert.equal(seconds, TIMEOUT);
    assert.match(hint!, /nothing arrives/);
    meter.start();
    await meter.flows(nodeRed, MARGIN);
    await event(nodeRed, "data-resumed", { mark });
  });

  it("is read again at the next try after each time it was unplugged", async () => {
    for (let time = 0; time < 3; time++) {
      mark = nodeRed.mark;
      await cable.unplug();
      const wait = await lost(nodeRed, /was unplugged: plug the cable in again/, FIRST_TRY, mark);
      await cable.plug();
      await meter.flows(nodeRed, wait + MARGIN);
    }
  });

  it("is read again at the next try after it was away for longer", async () => {
    await cable.unplug();
    const wait = await lost(nodeRed, /there is no/, SECOND_TRY, mark);
    await cable.plug();
    await meter.flows(nodeRed, wait + MARGIN);
  });

  it("is read again after it was unplugged in the middle of a telegram", async () => {
    await meter.stop();
    await meter.arrives(nodeRed);
    const heard = (await event(nodeRed, "summary", { mark: nodeRed.mark })).counters!.bytes!;
    const half = meter.half();
    await cable.write(half);
    await event(nodeRed, "summary", { mark, fits: (said) => said.counters!.bytes === heard + half.length });
    await cable.unplug();
    const wait = await lost(nodeRed, /was unplugged/, FIRST_TRY, mark);
    await cable.plug();
    meter.start();
    await meter.flows(nodeRed, wait + MARGIN);
    assert.equal((await event(nodeRed, "rejected", { mark })).reason, "cut");
  });

  it("loses nothing when it comes byte by byte", async () => {
    await meter.stop();
    const from = meter.sent.length;
    pieces.size = 1;
    for (let i = 0; i < 10; i++) await meter.send();
    pieces.size = Infinity;
    const to = meter.sent.length;
    meter.start();
    await meter.flows(nodeRed, MARGIN);
    meter.checkComplete(nodeRed.taken("telegram"), from, to);
  });

  it("loses no telegram to 50 MB of garbage before it, and says little of it", async () => {
    await nodeRed.deploy(flows(30));
    await meter.flows(nodeRed, MARGIN);
    await meter.stop();
    await isTakenQuietly(nodeRed, 50, async () => {
      for (const block of garbage(50)) await cable.write(block);
      const from = meter.sent.length;
      meter.start();
      await meter.flows(nodeRed, 15_000);
      meter.checkComplete(nodeRed.taken("telegram"), from, from + 1);
    });
    await nodeRed.deploy(flows(TIMEOUT));
    await meter.flows(nodeRed, MARGIN);
  });
});
