import assert from "node:assert/strict";
import { eventually } from "./support/eventually";
import { House } from "./support/house";
import { type DeployType, type FlowNode, NodeRed, tap } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";
import { openings, type SerialLine, serialLine } from "./support/socat";

const z = "deploy";

/** `parse` names the parse node and `meter` the p1-in: another name changes that node. */
function flows(path: string, parse: string, meter = "meter"): FlowNode[] {
  return [
    { id: z, type: "tab", label: "deploy" },
    { id: "deploy-meter", type: "p1-in", name: meter, connection: "serial", path, line: "115200-8N1" },
    {
      id: "deploy-parse",
      type: "dsmr-parse",
      z,
      name: parse,
      source: "deploy-meter",
      x: 200,
      y: 40,
      wires: [["tap-telegram"], ["tap-health"]],
    },
    tap("telegram", z),
    tap("health", z),
  ];
}

describeWith(["socat"], "a deploy", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let line: SerialLine;
  let nodeRed: NodeRed;
  let house: House;

  before("starts Node-RED with a meter on a serial line", async function () {
    this.timeout(180_000);
    line = await serialLine(owner);
    nodeRed = await NodeRed.start(owner);
    house = new House(nodeRed, line);
    await nodeRed.deploy(flows(line.path, "first"));
    await house.sendsUntilSeen();
  });

  const cases: { name: string; type: DeployType; change: (turn: number) => FlowNode[] }[] = [
    { name: "of everything", type: "full", change: () => flows(line.path, "parse") },
    { name: "of modified nodes, the parse node", type: "nodes", change: (turn) => flows(line.path, `parse ${turn}`) },
    { name: "of modified nodes, the p1-in", type: "nodes", change: (turn) => flows(line.path, "parse", `p1 ${turn}`) },
    { name: "of modified flows", type: "flows", change: (turn) => flows(line.path, `flow ${turn}`) },
  ];

  for (const { name, type, change } of cases) {
    it(`${name} leaves the port open once, and telegrams flow`, async () => {
      for (const turn of [1, 2, 3]) {
        await nodeRed.deploy(change(turn), type);
        await house.sendsUntilSeen();
        assert.equal(await openings(nodeRed.program.pid, line.path), 1, "openings of the port");
      }
    });
  }

  it("without the meter frees the port", async () => {
    await nodeRed.deploy([{ id: z, type: "tab", label: "empty" }]);
    await eventually(async () =>
      assert.equal(await openings(nodeRed.program.pid, line.path), 0, "openings of the port"),
    );
  });
});
