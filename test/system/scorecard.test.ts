import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { root } from "./support/folders";
import { type Owner, ownerOfSuite } from "./support/owner";
import { packageName, userFolder } from "./support/package";
import { run } from "./support/process";

/** Node-RED's own check of packages, of which the flow library shows the result; far too heavy for a dependency. */
const version = "0.1.6";
const cache = join(root, ".cache/ci/node-red-dev");
const tool = join(cache, "node_modules/node-red-dev");
const how = `needs node-red-dev: npm install --prefix .cache/ci/node-red-dev --no-save node-red-dev@${version}`;

interface Verdict {
  readonly test: boolean;
  readonly nodes?: unknown;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
}

describe("the scorecard of the flow library", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();

  it("has nothing to find fault with", async function () {
    if (!existsSync(tool)) {
      assert.notEqual(process.env.P1_REQUIRE_SERVICES, "1", how);
      this.test!.title += ` (${how})`;
      this.skip();
    }
    const folder = await userFolder(owner);
    const registry = await standIn(owner, join(folder, "node_modules"));
    const result = join(folder, "scorecard.json");
    const path = join(folder, "node_modules", packageName);
    const preload = join(__dirname, "support/no-internet.cjs");
    const printed = await run(
      owner,
      process.execPath,
      ["--require", preload, join(tool, "bin/run"), "validate", "--path", path, "--output", result],
      { cwd: folder, env: { ...process.env, NODE_OPTIONS: "", P1_SCORECARD: registry, npm_config_registry: registry } },
    );
    const { package: checked, ...verdicts } = await json<Record<string, Verdict> & { package: PackageJson }>(result);
    assert.equal(checked.name, packageName);
    const faults = Object.entries(verdicts).filter(([, { test }]) => !test);
    assert.deepEqual(faults, [], printed);
    assert.doesNotMatch(printed, /Warning|Error|Unable|could not/);
    const codes = ["D01", "D02", "D03", "N01", "N02", "P01", "P03", "P04", "P05", "P06", "P07", "P08"];
    assert.deepEqual(Object.keys(verdicts).sort(), codes);
    assert.deepEqual([...(verdicts.N02!.nodes as string[])].sort(), ["dsmr-filter", "dsmr-parse"]);
  });
});

/**
 * A server that answers what is asked of the catalogue and the registry: an empty catalogue; the Node-RED of CI's second
 * round as the latest and the project's own as the one before; of each dependency the installed version as the latest.
 * Gives its address.
 */
async function standIn(owner: Owner, modules: string): Promise<string> {
  const server: Server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url!.slice(1));
    answer(asked.replace(/^https:\/\/[^/]+\//, ""), modules).then(
      (body) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(404).end(String(error)),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  owner.owns(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(asked: string, modules: string): Promise<object> {
  if (asked === "catalogue.json") return { modules: [] };
  if (asked === "node-red") {
    const [latest, before] = [await lockedNodeRed(".ci/node-red-5"), await lockedNodeRed(".")];
    const tags = { latest: latest.version, "v4-maintenance": before.version };
    return { name: asked, "dist-tags": tags, versions: { [latest.version]: latest, [before.version]: before } };
  }
  const manifest = await json<PackageJson>(join(modules, asked, "package.json"));
  return { name: manifest.name, "dist-tags": { latest: manifest.version }, versions: { [manifest.version]: manifest } };
}

/** What a lock file has of Node-RED: its version and the Node it wants. */
async function lockedNodeRed(folder: string): Promise<PackageJson> {
  const lock = await json<{ packages: Record<string, PackageJson> }>(join(root, folder, "package-lock.json"));
  return lock.packages["node_modules/node-red"]!;
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8")) as T;
}
