import assert from "node:assert/strict";
import { openEditor } from "./support/browser";
import { importExample } from "./support/editor";
import { example, exampleNames, nodeOf, tapped } from "./support/examples";
import { House } from "./support/house";
import { feed, type FlowNode, type Message, NodeRed, tap } from "./support/node-red";
import { ownerOfEachTest, ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";
import { serialLine, serialRelay } from "./support/socat";

interface Telegram {
  values: Record<string, number>;
}

describe("the examples", () => {
  it("are nine, and are in order", () => {
    assert.deepEqual(exampleNames.sort(), [
      "1 - First telegram",
      "2 - Power on a chart",
      "3 - Serial or network meter",
      "4 - To InfluxDB",
      "5 - To MQTT and Home Assistant",
      "6 - Many meters",
      "7 - Belgian quarter-hour peak",
      "8 - Use per hour and day",
      "9 - Solar surplus",
    ]);
  });

  for (const name of exampleNames) {
    it(`"${name}" has unique ids, wires that end somewhere, and nodes on the grid`, () => {
      const flows = example(name);
      const ids = flows.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      for (const node of flows) {
        for (const target of ((node.wires ?? []) as string[][]).flat())
          assert.ok(ids.includes(target), `${node.id} -> ${target}`);
        if (typeof node.x !== "number" || typeof node.y !== "number") continue;
        // A node's left edge stands on the grid of 20 where its middle stands on one of 10.
        assert.deepEqual([node.x % 10, node.y % 20], [0, 0], node.id);
      }
    });

    it(`"${name}" names the foreign packages it needs`, () => {
      const modules = example(name).find(({ type }) => type === "global-config")?.modules;
      assert.deepEqual(Object.keys(modules ?? {}), foreignPackages(name));
    });
  }

  it("have ids of their own, so that all can be imported", () => {
    const ids = exampleNames.flatMap((name) => example(name).map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe("the examples in Node-RED", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  const ofTest = ownerOfEachTest();
  let nodeRed: NodeRed;
  let mark: number;

  before("starts Node-RED", async () => {
    nodeRed = await NodeRed.start(owner);
  });

  beforeEach(() => {
    mark = nodeRed.mark;
  });

  /** The first message that comes to the tap in this test. */
  const nextOf = (name: string): Promise<Message> => nodeRed.next(name, () => true, { mark });

  it("1: gives readings of the simulated meter and of the pasted telegram", async () => {
    const z = "p1-first";
    let flows = example("1 - First telegram");
    flows = tapped(flows, "p1-first-parse", tap("telegram", z), tap("health", z));
    flows = tapped(flows, "p1-first-pasted", tap("pasted", z), tap("reason", z));
    await nodeRed.deploy(flows);

    const connected = await nextOf("health");
    assert.equal((connected.payload as { event: string }).event, "connected");
    const live = await nextOf("telegram");
    assert.ok(Math.abs((live.timestamp as number) - Date.now()) < 5000, "stamped now");
    assert.ok("power_delivered" in (live.payload as Telegram).values);

    await nodeRed.press("p1-first-button");
    const pasted = await nextOf("pasted");
    assert.equal((pasted.payload as Telegram).values.power_returned, 1.193);
    assert.equal((pasted.payload as Telegram).values.power_net, -1.193);
  });

  it("1: says why an altered telegram is not read", async () => {
    const flows = tapped(
      example("1 - First telegram"),
      "p1-first-pasted",
      tap("pasted", "p1-first"),
      tap("reason", "p1-first"),
    );
    const text = nodeOf(flows, "p1-first-text");
    text.template = (text.template as string).replace("01.193", "01.194");
    const before = nodeRed.taken("pasted").length;
    await nodeRed.deploy(flows);
    await nodeRed.press("p1-first-button");
    const reason = await nextOf("reason");
    const { event, reason: why } = reason.payload as { event: string; reason: string };
    assert.deepEqual([event, why], ["rejected", "crc"]);
    assert.equal(nodeRed.taken("pasted").length, before);
  });

  describeWith(["socat"], "with a meter on a line", () => {
    const z = "p1-wired";
    const flows = (settings: Record<string, Record<string, unknown>>): FlowNode[] => {
      const nodes = example("3 - Serial or network meter");
      for (const [id, values] of Object.entries(settings)) Object.assign(nodeOf(nodes, id), values);
      // The row that is not the user's, as the example's description says.
      const unused = ["serial", "tcp"].find((row) => !(`p1-wired-${row}` in settings))!;
      return nodes.filter(({ id }) => !id.endsWith(`-${unused}`));
    };

    /** Lets go of the line at the end of the test: a relay ends when nothing reads it any more. */
    const letsGo = () => ofTest.owns(() => nodeRed.deploy([{ id: z, type: "tab", label: "empty" }]));

    it("3: reads a serial port, its line settings found by themselves", async () => {
      const line = await serialLine(ofTest);
      letsGo();
      const wired = flows({ "p1-wired-serial": { path: line.path } });
      await nodeRed.deploy(
        tapped(tapped(wired, "p1-wired-meter-serial", tap("telegram", z)), "p1-wired-power-serial", tap("power", z)),
      );
      await new House(nodeRed, line).sendsUntilSeen();
    });

    it("3: reads a network relay", async () => {
      const line = await serialLine(ofTest);
      const port = await serialRelay(ofTest, line.path);
      letsGo();
      const wired = flows({ "p1-wired-tcp": { host: "127.0.0.1", port } });
      await nodeRed.deploy(tapped(wired, "p1-wired-meter-tcp", tap("telegram", z)));
      await new House(nodeRed, line).sendsUntilSeen();
    });
  });
});

describeWith(["chromium"], "the examples in the editor of a Node-RED without foreign nodes", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  const ofTest = ownerOfEachTest();
  let nodeRed: NodeRed;

  before("starts Node-RED with a flow of the user's", async () => {
    nodeRed = await NodeRed.start(owner);
    await nodeRed.deploy([
      { id: "own", type: "tab", label: "own" },
      feed("own", "own", ["tap-own"]),
      tap("own", "own"),
    ]);
  });

  // editor.test.ts imports all of them where nothing is missing.
  for (const name of exampleNames.filter((one) => foreignPackages(one).length > 0)) {
    const [foreign] = foreignPackages(name) as [string];

    it(`"${name}" is imported whole, with an offer to install ${foreign}`, async () => {
      const editor = await openEditor(ofTest, nodeRed.url);
      await importExample(editor, name);
      const [label] = example(name).map((node) => node.label);
      await editor.getByText(String(label), { exact: true }).first().waitFor();

      const types = await editor.evaluate<string[]>(
        `RED.nodes.createCompleteNodeSet().filter(({ z, id }) => z !== "own" && id !== "own").map(({ type }) => type)`,
      );
      // The importing editor takes the list of modules out of `global-config` and makes no node of it.
      const wanted = example(name).filter(({ type }) => type !== "global-config");
      assert.deepEqual(types.sort(), wanted.map(({ type }) => type).sort());

      const offer = editor.locator(".red-ui-notification", { hasText: foreign });
      await offer.getByRole("button", { name: "Install all" }).waitFor();

      const mark = nodeRed.mark;
      nodeRed.feed("own", { payload: name });
      await nodeRed.next("own", (msg) => msg.payload === name, { mark });
    });
  }
});

/** The packages, other than this one and Node-RED's own, whose nodes an example uses. */
function foreignPackages(name: string): string[] {
  const types = example(name).map(({ type }) => type);
  const packages: [start: string, name: string][] = [
    ["ui-", "@flowfuse/node-red-dashboard"],
    ["influxdb", "node-red-contrib-influxdb"],
  ];
  return packages.filter(([start]) => types.some((type) => type.startsWith(start))).map(([, name]) => name);
}
