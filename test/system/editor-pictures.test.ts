import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { checkConsole, openEditor } from "./support/browser";
import { dialogFlows, idOf } from "./support/dialogs";
import { cancel, makeWide, openConfigDialog, openDialog } from "./support/editor";
import { nodeOf } from "./support/examples";
import { root } from "./support/folders";
import { NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";
import { TcpLine } from "./support/tcp-line";

// The README's pictures of the dialogs, taken on request only.
if (process.env.P1_SCREENSHOTS === "1") {
  describeWith(["chromium"], "each dialog has its picture taken", function () {
    this.timeout(180_000);
    const owner = ownerOfSuite();
    let editor: Page;

    before("starts Node-RED with a meter in the network, and opens its editor", async () => {
      const line = await TcpLine.listen(owner);
      // At noon, with the sun on the simulated roof.
      const meter = new SimulatedMeter({ period: 1, start: new Date().setUTCHours(11, 0, 0, 0) });
      const timer = setInterval(() => void line.write(meter.next()), 1000);
      owner.owns(() => clearInterval(timer));
      const flows = structuredClone(dialogFlows);
      Object.assign(nodeOf(flows, idOf("p1-in")), { connection: "tcp", host: "127.0.0.1", port: line.port });
      const nodeRed = await NodeRed.start(owner);
      await nodeRed.deploy(flows);
      await nodeRed.next("fields");
      editor = await openEditor(owner, nodeRed.url, { viewport: { width: 1280, height: 900 } });
      await mkdir(join(root, "docs/images"), { recursive: true });
    });

    afterEach("finds no error in the page's console", () => checkConsole(editor));

    /** Takes the picture of the dialog that is open, and leaves it. */
    async function picture(name: string): Promise<void> {
      await editor.locator(".red-ui-tray-wrapper").screenshot({ path: join(root, `docs/images/${name}.png`) });
      await cancel(editor);
    }

    it("p1-in, with the result of a test", async () => {
      await openConfigDialog(editor, "p1-in", idOf("p1-in"));
      await makeWide(editor, 640);
      await editor.locator("#p1-in-test-button").click();
      await editor.locator('#p1-in-test-box[data-state="ended"]').waitFor({ timeout: 40_000 });
      await picture("p1-in");
    });

    it("dsmr-parse, with the last telegram", async () => {
      await openDialog(editor, idOf("dsmr-parse"));
      await makeWide(editor, 860);
      await editor.locator("#dsmr-parse-live > summary").click();
      await editor.locator("#dsmr-parse-live-rows > tr").first().waitFor();
      await editor.locator("#dsmr-parse-live > summary").evaluate((summary) => {
        (summary as unknown as { scrollIntoView(): void }).scrollIntoView();
      });
      await picture("dsmr-parse");
    });

    it("dsmr-filter, with what the meter sends and what will be sent", async () => {
      await openDialog(editor, idOf("dsmr-filter"));
      await makeWide(editor, 860);
      await editor.locator("#dsmr-filter-offers").getByText("Sent by this meter").waitFor();
      await picture("dsmr-filter");
    });
  });
}
