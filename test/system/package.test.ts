import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/folders";
import { NodeRed } from "./support/node-red";
import { ownerOfEachTest } from "./support/owner";
import { packageName, packedProject, userFolder } from "./support/package";
import { run } from "./support/process";

const types = ["p1-in", "dsmr-parse", "dsmr-filter"];

describe("the package", function () {
  this.timeout(180_000);
  const owner = ownerOfEachTest();

  it("holds dist, examples, README, LICENSE, CHANGELOG and nothing else", async () => {
    const { files } = await packedProject();
    const tops = [...new Set(files.map((path) => path.split("/")[0]!))];
    assert.deepEqual(tops.sort(), ["CHANGELOG.md", "LICENSE", "README.md", "dist", "examples", "package.json"]);
    const sources = files.filter((path) => /(?<!\.d)\.m?ts$|\.test\.|\.map$/.test(path));
    assert.deepEqual(sources, [], "sources, tests and maps stay out");
  });

  it("holds for each node its code, dialog, help, labels and icon", async () => {
    const { files } = await packedProject();
    const needed = types.flatMap((type) => [
      `dist/nodes/${type}/${type}.js`,
      `dist/nodes/${type}/${type}.html`,
      `dist/nodes/${type}/locales/en-US/${type}.json`,
      `dist/nodes/${type}/locales/en-US/${type}.html`,
      `dist/nodes/${type}/icons/${type}.svg`,
    ]);
    assert.deepEqual(
      needed.filter((path) => !files.includes(path)),
      [],
    );
  });

  it("gives Node-RED its three nodes once installed in an empty user folder", async () => {
    const nodeRed = await NodeRed.start(owner);
    const sets = (await nodeRed.json("/nodes")) as {
      module: string;
      types: string[];
      enabled: boolean;
      err?: string;
    }[];
    const ours = sets.filter(({ module }) => module === packageName);
    assert.deepEqual(ours.flatMap((set) => set.types).sort(), [...types].sort());
    assert.ok(
      ours.every((set) => set.enabled && set.err === undefined),
      JSON.stringify(ours),
    );
    for (const type of types) {
      const icon = await nodeRed.get(`/icons/${packageName}/${type}.svg`, "image/svg+xml");
      assert.match(await icon.text(), /<svg/, `${type} has an icon of its own`);
    }
  });

  const program = (name: string) => `
    const library = require(${JSON.stringify(name)});
    const { readFileSync } = require("node:fs");
    const text = JSON.parse(readFileSync(process.argv[1], "utf8")).find((node) => node.type === "template").template;
    console.log(JSON.stringify(library.parseTelegram(text, {}).values));
  `;

  for (const name of [packageName, `${packageName}/lib`]) {
    it(`gives the library to require("${name}")`, async () => {
      const folder = await userFolder(owner);
      const printed = await run(
        owner,
        process.execPath,
        ["-e", program(name), join(root, "examples/1 - First telegram.json")],
        { cwd: folder },
      );
      const values = JSON.parse(printed) as Record<string, number>;
      assert.equal(values.power_returned, 1.193);
      assert.equal(values.gas_delivered, 2345.678);
    });
  }

  it("gives what its exports promise", async () => {
    const { files } = await packedProject();
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      exports: Record<string, string | Record<string, string>>;
    };
    const promised = Object.values(exports).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry),
    );
    assert.deepEqual(
      promised.filter((path) => !files.includes(path.replace("./", ""))),
      [],
    );
  });

  it("has a command that reads a telegram file", async () => {
    const folder = await userFolder(owner);
    const { template } = (
      JSON.parse(readFileSync(join(root, "examples/1 - First telegram.json"), "utf8")) as {
        type: string;
        template: string;
      }[]
    ).find(({ type }) => type === "template")!;
    const { writeFile } = await import("node:fs/promises");
    await writeFile(join(folder, "telegram.txt"), template);
    const printed = await run(owner, "npx", ["--no-install", "p1", "parse", "telegram.txt"], { cwd: folder });
    assert.match(printed, /"power_returned":\s*1\.193/);
  });
});
