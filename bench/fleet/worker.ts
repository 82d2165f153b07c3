import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, temporaryFolder } from "../../test/system/support/folders";
import type { Owner } from "../../test/system/support/owner";
import { Program } from "../../test/system/support/process";

interface Node {
  type: string;
  z?: string;
  [property: string]: unknown;
}

/** A Node-RED in its own process that runs the worker's tab of the example "6 - Many meters". */
export async function startWorker(owner: Owner, name: string, ports: { mqtt: number; influxDb: number }) {
  const userDir = await temporaryFolder(owner);
  await writeFile(join(userDir, "flows.json"), JSON.stringify(await workerFlows(ports)));
  await writeFile(join(userDir, "settings.js"), `module.exports = ${JSON.stringify(settings, null, 2)};\n`);
  const red = require.resolve("node-red/red.js");
  const program = new Program(owner, process.execPath, [red, "-u", userDir], {
    cwd: userDir,
    env: { ...process.env, NODE_OPTIONS: "", P1_WORKER: name },
  });
  await program.line(/Connected to broker: /);
  return program;
}

const settings = {
  uiHost: "127.0.0.1",
  uiPort: 0,
  flowFile: "flows.json",
  credentialSecret: "p1-fleet",
  telemetry: { enabled: false, updateNotification: false },
  nodesDir: [root],
  nodesExcludes: ["node-red-dashboard"],
  runtimeSyncDelivery: true,
  contextStorage: { default: { module: "localfilesystem" } },
};

async function workerFlows(ports: { mqtt: number; influxDb: number }): Promise<Node[]> {
  const nodes = JSON.parse(await readFile(join(root, "examples/6 - Many meters.json"), "utf8")) as Node[];
  return nodes
    .filter(({ id, z }) => z === "p1-worker" || String(id).startsWith("p1-worker"))
    .map((node) => {
      if (node.type === "mqtt-broker") return { ...node, port: ports.mqtt };
      return node.type === "influxdb" ? { ...node, port: ports.influxDb } : node;
    });
}
