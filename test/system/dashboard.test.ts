import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { openEditor, openPage } from "./support/browser";
import { chartColours, levels } from "./support/chart";
import { eventually } from "./support/eventually";
import { example, nodeOf, tapped } from "./support/examples";
import { root } from "./support/folders";
import type { Line } from "./support/house";
import { type FlowNode, NodeRed, tap } from "./support/node-red";
import { ownerOfEachTest } from "./support/owner";
import { describeWith } from "./support/services";
import { serialLine, serialRelay } from "./support/socat";
import { telegram } from "./support/telegram";

const dashboard = "@flowfuse/node-red-dashboard" as const;
const z = "p1-chart";
const [fromTheGrid, toTheGrid] = chartColours;

/** The example "2 - Power on a chart" with another connection, its parse node tapped. */
function flows(connection: Record<string, unknown>): FlowNode[] {
  const nodes = example("2 - Power on a chart");
  Object.assign(nodeOf(nodes, "p1-chart-meter"), connection);
  return tapped(nodes, "p1-chart-parse", tap("telegram", z), tap("health", z));
}

/** Seconds before now: a telegram every 5 s for five minutes. */
const moments = Array.from({ length: 61 }, (_, i) => 300 - 5 * i);

describeWith(["socat", "chromium"], "the dashboard", function () {
  this.timeout(180_000);
  const owner = ownerOfEachTest();

  const ways = [
    {
      name: "a serial port",
      connect: async () => {
        const line = await serialLine(owner);
        return { line, connection: { connection: "serial", path: line.path, line: "115200-8N1" } };
      },
    },
    {
      name: "a socat relay in the network",
      connect: async () => {
        const line = await serialLine(owner);
        const port = await serialRelay(owner, line.path);
        return { line, connection: { connection: "tcp", host: "127.0.0.1", port } };
      },
    },
  ];

  for (const { name, connect } of ways) {
    it(`draws the power of a meter behind ${name}`, async () => {
      const { line, connection } = await connect();
      const nodeRed = await NodeRed.start(owner, { with: [dashboard] });
      await nodeRed.deploy(flows(connection));
      await nodeRed.next("health", (msg) => eventOf(msg.payload) === "connected");

      const page = await openPage(owner);
      await page.goto(`${nodeRed.url}/dashboard/p1`);
      await page.locator("canvas").waitFor();
      assert.deepEqual(
        await levels(page, "p1-chart-chart", fromTheGrid, 50),
        [],
        "nothing is drawn before a telegram came",
      );

      const now = Date.now();
      // 4 kW from the grid, then 1 kW, while 2 kW flow to it: two levels of one line and one of the other.
      for (const ago of moments) {
        const delivered = ago > 150 ? 4 : 1;
        await line.write(telegram({ delivered, returned: 2, time: now - 1000 * ago }));
      }
      await nodeRed.next("telegram", (msg) => valuesOf(msg.payload).power_delivered === 1);

      const [high, middle, low] = await eventually(async () => {
        const delivered = groups(await levels(page, "p1-chart-chart", fromTheGrid, 50));
        const returned = groups(await levels(page, "p1-chart-chart", toTheGrid, 50));
        assert.equal(delivered.length, 2, "levels of power from the grid");
        assert.equal(returned.length, 1, "levels of power to the grid");
        return [delivered[0]!, returned[0]!, delivered[1]!];
      });
      const share = (middle - high) / (low - high);
      assert.ok(Math.abs(share - 2 / 3) < 0.03, `4, 2 and 1 kW are drawn at rows ${high}, ${middle} and ${low}`);

      await page.locator("#nrdb-ui-widget-p1-chart-gauge").getByText("-1", { exact: true }).waitFor();
      await page.getByText("0.000 kWh (meter 9754.185)").waitFor();
      assert.equal(nodeRed.taken("telegram").length, moments.length, "every telegram came once");
    });
  }

  if (process.env.P1_SCREENSHOTS === "1") {
    it("has its picture taken", async () => {
      const folder = join(root, "docs/images");
      await mkdir(folder, { recursive: true });
      const line = await serialLine(owner);
      const nodeRed = await NodeRed.start(owner, { with: [dashboard] });
      const zone = zoneWhereItIsNoon();
      const drawn = flows({ connection: "serial", path: line.path, line: "115200-8N1" });
      nodeOf(drawn, "p1-chart-parse").zone = zone;
      await nodeRed.deploy(drawn);
      await nodeRed.next("health", (msg) => eventOf(msg.payload) === "connected");
      await halfAnHour(line, zone);
      await nodeRed.next("telegram");

      const page = await openPage(owner, { viewport: { width: 1280, height: 760 } });
      await page.goto(`${nodeRed.url}/dashboard/p1`);
      await eventually(async () => {
        assert.notDeepEqual(await levels(page, "p1-chart-chart", fromTheGrid, 100), []);
      });
      await page.screenshot({ path: join(folder, "dashboard.png") });

      await nodeRed.deploy(example("2 - Power on a chart"));
      const editor = await openEditor(owner, nodeRed.url, { viewport: { width: 1280, height: 600 } });
      await editor.locator(".red-ui-flow-node").first().waitFor();
      await editor.locator(".red-ui-flow-node-status-label", { hasText: "to the grid" }).waitFor();
      await editor.evaluate("RED.actions.invoke('core:toggle-sidebar')");
      await editor.locator("#red-ui-sidebar").waitFor({ state: "hidden" });
      await editor.screenshot({ path: join(folder, "flow.png") });
    });
  }
});

/** A picture is better by day, with the sun on the simulated roof: the fixed offset at which it is past noon now. */
function zoneWhereItIsNoon(): string {
  const hours = 12 - new Date().getUTCHours();
  return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
}

/** The simulated house's last half hour, at a telegram every 5 s. */
async function halfAnHour(line: Line, zone: string): Promise<void> {
  const meter = new SimulatedMeter({ period: 5, zone });
  const end = Math.floor(Date.now() / 5000) * 5000;
  for (let time = end - 30 * 60_000; time <= end; time += 5000) await line.write(meter.at(time));
}

/** The first of each run of neighbouring rows. */
function groups(levels: readonly { row: number }[]): number[] {
  return levels.map(({ row }) => row).filter((row, i, rows) => i === 0 || row - rows[i - 1]! > 4);
}

function eventOf(payload: unknown): unknown {
  return (payload as { event?: unknown }).event;
}

function valuesOf(payload: unknown): Record<string, number> {
  return (payload as { values: Record<string, number> }).values;
}
