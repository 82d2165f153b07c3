import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { TelegramFramer } from "../../lib/framing/framer";
import { fieldByName } from "../../lib/telegram/catalogue/catalogue";
import { example, nodeOf, tapped } from "./support/examples";
import { root } from "./support/folders";
import { NodeRed, tap } from "./support/node-red";
import { ownerOfEachTest } from "./support/owner";
import { userFolder } from "./support/package";
import { Program } from "./support/process";

const readme = readFileSync(join(root, "README.md"), "utf8");

/** Every command line of the README, and what runs it. */
const commands: Record<string, string> = {
  "npm ci && npm start": "demo.test.ts; npm ci in every run of CI",
  "npm ci && npm pack": "package.test.ts",
  "cd ~/.node-red": "package.test.ts, in a user folder of its own",
  "npm install /path/to/p1-port-node-red-p1-dsmr-0.1.0.tgz": "package.test.ts",
  'sudo usermod -aG dialout "$USER"': "nothing here: it is the user's system",
  "socat TCP-LISTEN:1234,fork,reuseaddr FILE:/dev/ttyUSB0,b115200,raw,echo=0": "dashboard.test.ts and examples.test.ts",
  "npx p1 parse telegram.txt": "package.test.ts",
  "npx p1 simulate --tcp 1234": "here, below",
  "npx p1 report telegram.txt": "test/lib/cli/report.test.ts",
  "npx p1 report --tcp 10.0.0.5:1234": "test/lib/cli/report.test.ts",
};

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text!);
}

describe("the README", function () {
  this.timeout(180_000);
  const owner = ownerOfEachTest();

  it("has no command that nothing runs", () => {
    const lines = blocks("sh").flatMap((block) =>
      block
        .trim()
        .split("\n")
        .map((line) => line.trim()),
    );
    assert.deepEqual([...new Set(lines)].sort(), Object.keys(commands).sort());
  });

  it("names the tarball that npm pack makes", () => {
    const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, string>;
    assert.ok(readme.includes(`${name!.replace("@", "").replace("/", "-")}-${version}.tgz`));
  });

  it("has pictures that are there", () => {
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path!);
    assert.deepEqual(
      pictures.filter((path) => !existsSync(join(root, path))),
      [],
    );
    assert.equal(pictures.length, 5);
  });

  it("lists fields by the names and units of the catalogue", () => {
    const section = readme.slice(readme.indexOf("Names in `values`"), readme.indexOf("### Health"));
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    for (const row of rows) {
      const [, names, units] = row.split("|").map((cell) => cell.trim());
      const full = [...names!.matchAll(/`([a-z]\w*)`/g)].map(([, name]) => name!);
      const expected = units!.split(", ");
      full.forEach((name, i) => {
        assert.equal(fieldByName(name)?.unit, expected[i] ?? expected[0], name);
      });
    }
    assert.ok(rows.length >= 9);
  });

  it("shows the message that example 1 gives", async () => {
    const shown = JSON.parse(blocks("json")[0]!) as object;
    const nodeRed = await NodeRed.start(owner);
    const flows = tapped(example("1 - First telegram"), "p1-first-pasted", tap("pasted", "p1-first"));
    await nodeRed.deploy(flows);
    await nodeRed.press(nodeOf(flows, "p1-first-button").id);
    const message = await nodeRed.next("pasted");
    assert.deepEqual(within(message, shown), shown);
  });

  it("has a command that simulates a meter for any reader", async () => {
    const folder = await userFolder(owner);
    const p1 = new Program(owner, join(folder, "node_modules/.bin/p1"), ["simulate", "--tcp", "0"], { cwd: folder });
    const [, port] = await p1.line(/:(\d+)/);
    const socket = connect(Number(port), "127.0.0.1");
    owner.owns(() => void socket.destroy());
    const framer = new TelegramFramer();
    for await (const bytes of socket) {
      const [frame] = framer.push(bytes as Buffer);
      if (!frame) continue;
      assert.equal(frame.crc.status, "valid");
      break;
    }
  });
});

/** As much of `whole` as `shown` has keys for. */
function within(whole: unknown, shown: unknown): unknown {
  if (Array.isArray(whole) && Array.isArray(shown)) return whole.map((item, i) => within(item, shown[i]));
  if (!isObject(whole) || !isObject(shown)) return whole;
  return Object.fromEntries(Object.keys(shown).map((key) => [key, within(whole[key], shown[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
