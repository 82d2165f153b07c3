import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkConsole, openEditor } from "./support/browser";
import {
  deploy,
  done,
  dragFromPalette,
  importExample,
  input,
  nodeInFlow,
  openConfigOf,
  openDialog,
  typesIn,
  wire,
} from "./support/editor";
import { example, exampleNames } from "./support/examples";
import { type FlowNode, NodeRed, tap } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";

describeWith(["chromium"], "the editor", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let nodeRed: NodeRed;
  let editor: Page;

  before("starts Node-RED with what the examples need, and opens its editor", async () => {
    nodeRed = await NodeRed.start(owner, { with: ["@flowfuse/node-red-dashboard", "node-red-contrib-influxdb"] });
    const z = "by-hand";
    const taps: FlowNode[] = [
      { ...tap("fields", z), x: 700, y: 100 },
      { ...tap("health", z), x: 700, y: 200 },
    ];
    await nodeRed.deploy([{ id: z, type: "tab", label: "by hand" }, ...taps]);
    editor = await openEditor(owner, nodeRed.url);
  });

  afterEach("finds no error in the page's console", () => checkConsole(editor));

  it("makes a flow by hand: nodes from the palette, a meter, wires, Deploy; then fields come out, and all is as it was left", async () => {
    const parse = await dragFromPalette(editor, "dsmr-parse", 200, 100);
    const filter = await dragFromPalette(editor, "dsmr-filter", 450, 100);
    await nodeInFlow(editor, parse).dblclick();
    await openConfigOf(editor, "source");
    await input(editor, "name").fill("my meter");
    await input(editor, "connection").selectOption("simulator");
    await done(editor);
    await done(editor);
    await wire(editor, parse, filter);
    await wire(editor, filter, "tap-fields");
    await wire(editor, parse, "tap-health", 1);
    await deploy(editor);

    const { payload } = await nodeRed.next("fields");
    assert.ok("power_delivered" in (payload as Record<string, number>), JSON.stringify(payload));
    assert.equal((nodeRed.taken("health")[0]!.payload as { event: string }).event, "connected");
    await nodeInFlow(editor, parse).locator(".red-ui-flow-node-status-label", { hasText: "kW" }).waitFor();

    await openDialog(editor, parse);
    await openConfigOf(editor, "source", "edit");
    assert.equal(await input(editor, "name").inputValue(), "my meter");
    assert.equal(await input(editor, "connection").inputValue(), "simulator");
    await done(editor);
    await done(editor);
  });

  for (const name of exampleNames) {
    it(`imports "${name}" with every node known and set as it should be`, async () => {
      const before = await typesIn(editor);
      await importExample(editor, name);
      const [label] = example(name).map((node) => node.label);
      await editor.getByText(String(label), { exact: true }).first().waitFor();
      // The importing editor takes the list of modules out of `global-config` and makes no node of it.
      const wanted = example(name).filter(({ type }) => type !== "global-config");
      assert.deepEqual((await typesIn(editor)).sort(), [...before, ...wanted.map(({ type }) => type)].sort());
      const invalid = await editor.evaluate<string[]>(
        `RED.nodes.filterNodes({}).filter(({ valid }) => !valid).map(({ id, type, validationErrors }) => [id, type, validationErrors].join(" "))`,
      );
      assert.deepEqual(invalid, [], "nodes marked as wrong");
      const offers = editor.locator(".red-ui-notification").getByRole("button", { name: "Install all" });
      assert.equal(await offers.count(), 0, "offers to install what is there");
    });
  }
});
