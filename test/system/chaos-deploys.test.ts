import assert from "node:assert/strict";
import { eventually } from "./support/eventually";
import { FastMeter } from "./support/fast-meter";
import { type DeployType, type FlowNode, NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { freePort } from "./support/ports";
import { returnsTo, type Usage, usage } from "./support/probe";
import { flowOf, reader, tapsOf } from "./support/reader";
import { describeWith } from "./support/services";
import { openings, type SerialLine, serialLine } from "./support/socat";
import { TcpLine } from "./support/tcp-line";

const z = "chaos-deploys";
/** ms */
const MARGIN = 15_000;

describeWith(["socat"], "200 deploys in a row", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  const names = ["serial", "network", "relayed"] as const;
  let line: SerialLine;
  let network: TcpLine;
  let relayPort: number;
  let nodeRed: NodeRed;
  let meters: Record<(typeof names)[number], FastMeter>;
  let atRest: Usage;

  /** A meter on a serial port, which is relayed to a second p1-in, and one in the network; the names change the nodes. */
  function flows({ meter = "P1", parse = "", tab = "chaos" } = {}): FlowNode[] {
    const settings = {
      serial: { connection: "serial", path: line.path, relayPort },
      network: { connection: "tcp", host: "127.0.0.1", port: network.port },
      relayed: { connection: "tcp", host: "127.0.0.1", port: relayPort },
    };
    const readers = names.map((name) =>
      reader({ z, name, meter: { ...settings[name], name: meter }, parse: { name: parse } }),
    );
    const nodes = flowOf(z, ...readers.flat());
    return nodes.map((node) => (node.id === z ? { ...node, label: tab } : node));
  }

  const changes: ((turn: number) => [FlowNode[], DeployType])[] = [
    () => [flows(), "full"],
    (turn) => [flows({ parse: `parse ${turn}` }), "nodes"],
    (turn) => [flows({ meter: `P1 ${turn}` }), "nodes"],
    (turn) => [flows({ tab: `tab ${turn}` }), "flows"],
    (turn) => [flows({ meter: `P1 ${turn}`, parse: `parse ${turn}` }), "flows"],
    () => [[{ id: z, type: "tab", label: "nothing" }], "nodes"],
    () => [flows(), "nodes"],
  ];

  async function allFlow(): Promise<void> {
    await Promise.all(names.map((name) => meters[name].flows(nodeRed, MARGIN, tapsOf(name).telegram)));
  }

  before("starts Node-RED with three meters", async function () {
    this.timeout(180_000);
    line = await serialLine(owner);
    network = await TcpLine.listen(owner);
    relayPort = await freePort();
    nodeRed = await NodeRed.start(owner);
    const serial = new FastMeter(owner, line);
    meters = { serial, network: new FastMeter(owner, network, { seed: 2 }), relayed: serial };
    meters.serial.start();
    meters.network.start();
    // Code that is compiled when it is used for the first time is none that leaks.
    for (const change of changes) await nodeRed.deploy(...change(0));
    await allFlow();
    atRest = await usage(nodeRed);
  });

  const ways: { name: string; atOnce: number }[] = [
    { name: "one after the other", atOnce: 1 },
    { name: "five at a time", atOnce: 5 },
  ];

  for (const { name, atOnce } of ways) {
    it(`, ${name}, leave one owner of each port, and telegrams flow`, async () => {
      for (let turn = 0; turn < 100; turn += atOnce) {
        const posts = Array.from({ length: atOnce }, (_, i) => turn + i);
        await Promise.all(posts.map((at) => nodeRed.post(...changes[at % changes.length]!(at))));
      }
      await nodeRed.deploy(flows());
      await allFlow();

      await eventually(async () => {
        assert.equal(await openings(nodeRed.program.pid, line.path), 1, "openings of the port");
        assert.equal(network.readers, 1, "connections to the meter in the network");
      });
      for (const name of names) meters[name].check(nodeRed.taken(tapsOf(name).telegram));
      await returnsTo(nodeRed, atRest);
    });
  }
});
