import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { root, temporaryFolder } from "./support/folders";
import { openPage } from "./support/browser";
import { chartColours, levels } from "./support/chart";
import { eventually } from "./support/eventually";
import { ownerOfEachTest } from "./support/owner";
import { freePort } from "./support/ports";
import { Program } from "./support/process";
import { describeWith } from "./support/services";

/** The demo runs on the project's own Node-RED, whatever Node-RED the other suites test against. */
describe("the demo", function () {
  this.timeout(180_000);
  const owner = ownerOfEachTest();

  function demo(args: readonly string[], folder = root, env: NodeJS.ProcessEnv = {}): Program {
    return new Program(owner, process.execPath, [join(folder, "demo/start.mjs"), ...args], {
      env: { ...process.env, ...env },
    });
  }

  it("starts by npm start, prints both addresses when they answer, and ends by Ctrl-C", async () => {
    const port = await freePort();
    const user = await temporaryFolder(owner);
    // In a process group of its own, as a shell gives it: Ctrl-C goes to all in it.
    const npm = new Program(owner, "npm", ["start", "--", "--user", user], {
      cwd: root,
      detached: true,
      env: { ...process.env, PORT: String(port) },
    });
    owner.owns(() => {
      if (!npm.hasExited) process.kill(-npm.pid, "SIGKILL");
    });
    const [, editor] = await npm.line(/Editor +(\S+)/, 120_000);
    const [, dashboard] = await npm.line(/Dashboard +(\S+)/, 60_000);
    assert.equal(editor, `http://127.0.0.1:${port}/`);
    assert.equal(dashboard, `http://127.0.0.1:${port}/dashboard/p1`);
    for (const address of [editor, dashboard]) assert.equal((await fetch(address)).status, 200, address);

    process.kill(-npm.pid, "SIGINT");
    // npm ends itself by the same signal, which a shell shows as 130.
    assert.ok([0, 130, "SIGINT"].includes(await npm.exited), npm.output);
    await assert.rejects(fetch(editor), "nothing answers any more");
  });

  it("prints nothing else at its first start, and ends with 0 on SIGINT", async () => {
    const user = await temporaryFolder(owner);
    const port = await freePort();
    const program = demo(["--port", String(port), "--user", user]);
    await program.line(/Ctrl-C ends it/, 120_000);
    assert.deepEqual(
      program.lines.filter((line) => line !== ""),
      [
        `Starting Node-RED; flows are kept in ${user}`,
        `  Editor     http://127.0.0.1:${port}/`,
        `  Dashboard  http://127.0.0.1:${port}/dashboard/p1`,
        "Ctrl-C ends it.",
      ],
    );
    assert.equal(await program.end("SIGINT"), 0);
  });

  it("leaves a flow file in the current folder alone, and ends with 0 on SIGTERM", async () => {
    const cwd = await temporaryFolder(owner);
    await writeFile(join(cwd, "flows.json"), "[]");
    const args = ["--port", String(await freePort()), "--user", await temporaryFolder(owner)];
    const program = new Program(owner, process.execPath, [join(root, "demo/start.mjs"), ...args], { cwd });
    await program.line(/Ctrl-C ends it/, 120_000);
    assert.equal(await program.end("SIGTERM"), 0);
    assert.equal(await readFile(join(cwd, "flows.json"), "utf8"), "[]");
  });

  const refusals = [
    { name: "a port that is no number", args: ["--port", "many"], says: /The port is "many": it must be a number/ },
    { name: "an option it does not know", args: ["--colour"], says: /--colour.*[\s\S]*Usage: npm start/ },
    {
      name: "a folder it cannot use",
      args: ["--user", join(root, "package.json")],
      says: /Cannot write to .*package\.json/,
    },
  ];
  for (const { name, args, says } of refusals) {
    it(`says in a sentence when it is given ${name}`, async () => {
      const program = demo(args, root, { PORT: String(await freePort()) });
      assert.equal(await program.exited, 1);
      assert.match(program.output, says);
      assert.doesNotMatch(program.output, /^\s+at /m, "no stack");
    });
  }

  it("says in a sentence that a port is in use", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    owner.owns(() => void server.close());
    const { port } = server.address() as { port: number };
    const program = demo(["--port", String(port)]);
    assert.equal(await program.exited, 1);
    assert.equal(
      program.output,
      `Port ${port} is in use: stop the program that uses it, or take another with "npm start -- --port 1881".`,
    );
  });

  it("keeps the user's flow, and puts its own back with --fresh", async () => {
    const user = await temporaryFolder(owner);
    const flows = join(user, "flows.json");
    const own = await readFile(join(root, "examples/2 - Power on a chart.json"), "utf8");
    const edited = own.replaceAll('"Power on a chart"', '"Edited"');
    await writeFile(flows, edited);

    const port = String(await freePort());
    const again = demo(["--port", port, "--user", user]);
    await again.line(/Ctrl-C ends it/, 120_000);
    await again.end();
    assert.equal(await readFile(flows, "utf8"), edited);

    const fresh = demo(["--port", port, "--user", user, "--fresh"]);
    await fresh.line(/Ctrl-C ends it/, 120_000);
    await fresh.end();
    assert.equal(await readFile(flows, "utf8"), own);
  });

  it("takes another folder where its own cannot be written to", async () => {
    const copy = await temporaryFolder(owner);
    const home = await temporaryFolder(owner);
    await mkdir(join(copy, "demo"));
    for (const file of ["start.mjs", "options.mjs", "user-folder.mjs", "settings.js"]) {
      await cp(join(root, "demo", file), join(copy, "demo", file));
    }
    for (const name of ["node_modules", "examples", "dist", "package.json"])
      await symlink(join(root, name), join(copy, name));
    await writeFile(join(copy, "demo/user"), "no folder can be made here");

    const program = demo(["--port", String(await freePort())], copy, { HOME: home });
    await program.line(/Ctrl-C ends it/, 120_000);
    assert.ok(program.output.includes(`flows are kept in ${join(home, ".node-red-p1-demo")}`), program.output);
    assert.ok(existsSync(join(home, ".node-red-p1-demo/flows.json")));
  });

  describeWith(["chromium"], "in a browser", () => {
    it("shows the simulated meter's power", async () => {
      const program = demo(["--port", String(await freePort()), "--user", await temporaryFolder(owner)]);
      const [, dashboard] = await program.line(/Dashboard +(\S+)/, 120_000);
      const page = await openPage(owner);
      await page.goto(dashboard!);
      await page
        .getByText(/\d+\.\d{3} kWh {1,2}\(meter \d+\.\d{3}\)/)
        .first()
        .waitFor();
      await eventually(async () => {
        const lines = await Promise.all(chartColours.map((colour) => levels(page, "p1-chart-chart", colour, 10)));
        assert.notDeepEqual(lines.flat(), [], "a line is drawn");
      }, 60_000);
    });
  });
});
