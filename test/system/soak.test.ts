import assert from "node:assert/strict";
import { FastMeter } from "./support/fast-meter";
import type { Line } from "./support/house";
import { NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { returnsTo, usage } from "./support/probe";
import { event, flowOf, healthOf, reader } from "./support/reader";
import { describeWith } from "./support/services";
import { serialLine } from "./support/socat";
import { TcpLine } from "./support/tcp-line";

/** An hour of a meter that sends each second. */
const HOUR = 3600;
const START = Date.UTC(2026, 5, 15, 10);
const spoiling = "noise,flips,cuts,silence,duplicate-headers";

interface Way {
  readonly name: string;
  /** Makes the line, and gives what to set at the p1-in. */
  readonly connect: () => Promise<{ line: Line & { hangUp?: () => void }; meter: Record<string, unknown> }>;
  /** Telegrams of a second stretch, in which the line also breaks off. */
  readonly breaking: number;
}

describeWith(["socat"], "an hour of telegrams with all that can befall them", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let nodeRed: NodeRed;

  before("starts Node-RED", async function () {
    this.timeout(180_000);
    nodeRed = await NodeRed.start(owner);
  });

  const ways: readonly Way[] = [
    {
      name: "a serial port",
      connect: async () => {
        const line = await serialLine(owner);
        return { line, meter: { connection: "serial", path: line.path } };
      },
      breaking: 0,
    },
    {
      name: "the network",
      connect: async () => {
        const line = await TcpLine.listen(owner);
        return { line, meter: { connection: "tcp", host: "127.0.0.1", port: line.port } };
      },
      breaking: 40,
    },
  ];

  for (const { name, connect, breaking } of ways) {
    it(`comes over ${name} as it was sent, and each telegram that does not is counted with its reason`, async () => {
      const z = `soak ${name}`;
      const { line, meter: settings } = await connect();
      const mark = nodeRed.mark;
      const already = { telegrams: nodeRed.taken("telegram").length, events: nodeRed.taken("health").length };
      await nodeRed.deploy(flowOf(z, ...reader({ z, meter: settings, parse: { summary: 0.02 } })));
      await event(nodeRed, "connected", { mark });
      const atRest = await usage(nodeRed);

      const hour = new FastMeter(owner, line, { start: START, faults: spoiling });
      for (let i = 0; i < HOUR; i++) await hour.send();
      while ((await hour.send()).spoiled);
      const last = new FastMeter(owner, line, { start: START + 2 * HOUR * 1000, faults: "resets" });
      for (let i = 0; i < breaking; i++) {
        const { reset } = await last.send();
        if (reset) await breaksOff();
      }
      if (breaking > 0) assert.ok(last.damaged.has("resets"), "the line broke off in the middle of a telegram");
      if (breaking > 0) while ((await last.send()).spoiled);

      const telegrams = hour.sent.length + last.sent.length;
      const rejected = {
        crc: hour.damaged.get("flips") ?? 0,
        cut: (hour.damaged.get("cuts") ?? 0) + (last.damaged.get("resets") ?? 0),
      };
      const { counters } = await event(nodeRed, "summary", {
        mark,
        timeout: 30_000,
        fits: (said) => said.counters!.telegrams >= telegrams,
      });
      assert.equal(counters!.telegrams, telegrams, "telegrams counted");
      assert.deepEqual(counters!.rejected, rejected, "rejected telegrams counted");
      assert.ok(rejected.crc > 30 && rejected.cut > 30, `telegrams spoiled: ${JSON.stringify(rejected)}`);

      const delivered = nodeRed.taken("telegram").slice(already.telegrams);
      hour.checkComplete(delivered.slice(0, hour.sent.length));
      last.checkComplete(delivered.slice(hour.sent.length));
      // The last rejections may take a second to be told, and the next summary more than that.
      await event(nodeRed, "summary", { mark: nodeRed.mark });
      const events = nodeRed.taken("health").slice(already.events).map(healthOf);
      const told = events.reduce((sum, { count = 0 }) => sum + count, 0);
      assert.equal(told, rejected.crc + rejected.cut, "rejections told on the health output");
      await returnsTo(nodeRed, atRest);

      async function breaksOff(): Promise<void> {
        const broken = nodeRed.mark;
        line.hangUp!();
        await event(nodeRed, "connected", { mark: broken });
      }
    });
  }
});
