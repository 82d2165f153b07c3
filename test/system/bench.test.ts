import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root, temporaryFolder } from "./support/folders";
import { ownerOfEachTest } from "./support/owner";
import { run } from "./support/process";

interface Results {
  readonly machine: { readonly cores: number };
  readonly found: Record<string, { readonly figures: unknown }>;
}

describe("the bench", function () {
  this.timeout(600_000);
  const owner = ownerOfEachTest();

  it("prints a table for each part asked for, and names the peers that are not installed", async () => {
    const folder = await temporaryFolder(owner);
    const json = join(folder, "figures.json");
    const args = [
      "--import=tsx",
      "bench/bench.ts",
      "--quick",
      "--only",
      "a,e",
      "--rounds",
      "1",
      "--telegrams",
      "2000",
      "--json",
      json,
    ];
    // A folder without peers, so that what is installed here makes no difference.
    const env = { ...process.env, P1_BENCH_PEERS: folder, P1_TELEGRAMS: "" };
    const printed = await run(owner, process.execPath, args, { cwd: root, env });

    assert.match(printed, /^Not installed: p1-reader, smartmeter-obis, dsmr-parser$/m);
    for (const row of [
      /^\| this package +\| +[\d,.]+ \([\d,.]+\) \| +- \| +0 \|$/m,
      /^\| p1-reader +\| +not installed \|/m,
      /^- 2,000 telegrams: [\d.]+ MB/m,
    ]) {
      assert.match(printed, row);
    }
    const { machine, found } = JSON.parse(await readFile(json, "utf8")) as Results;
    assert.ok(machine.cores > 0);
    assert.deepEqual(Object.keys(found), ["a", "e"]);
  });
});
