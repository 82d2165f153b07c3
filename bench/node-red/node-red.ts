import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../test/system/support/folders";
import type { Owner } from "../../test/system/support/owner";
import { Program } from "../../test/system/support/process";
import type { Arrived, Memory, Question } from "../measured/bench-sink";
import type { FlowNode } from "./flows";

const settings = {
  uiHost: "127.0.0.1",
  uiPort: 0,
  flowFile: "flows.json",
  credentialSecret: "p1-bench",
  telemetry: { enabled: false, updateNotification: false },
  nodesExcludes: ["node-red-dashboard", "node-red-contrib-influxdb"],
};

/** A Node-RED without editor that runs one flow with the compiled package. */
export class BenchNodeRed {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  /** `project`: the folder with the package.json of the compiled package. */
  static async start(owner: Owner, project: string, flow: readonly FlowNode[]): Promise<BenchNodeRed> {
    const userDir = await temporaryFolder(owner);
    await writeFile(join(userDir, "flows.json"), JSON.stringify(flow));
    const all = { ...settings, nodesDir: [project] };
    await writeFile(join(userDir, "settings.js"), `module.exports = ${JSON.stringify(all, null, 2)};\n`);
    const nodeRed = dirname(require.resolve(join(process.env.P1_NODE_RED ?? "node-red", "package.json")));
    const program = new Program(
      owner,
      process.env.P1_NODE ?? process.execPath,
      [join(nodeRed, "red.js"), "-u", userDir],
      {
        cwd: userDir,
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        env: { ...process.env, NODE_OPTIONS: "" },
      },
    );
    await program.line(/Started flows|Waiting for missing types/, 120_000);
    return new BenchNodeRed(program);
  }

  memory(): Promise<Memory> {
    return this.#ask("memory") as Promise<Memory>;
  }

  /** Calls `send`, which makes `count` messages reach the sink, and returns what they cost. */
  async messages(count: number, send: () => Promise<void>): Promise<Arrived> {
    await this.#ask({ messages: count });
    const arrived = this.#answer();
    await send();
    return (await arrived) as Arrived;
  }

  #ask(question: Question): Promise<unknown> {
    const answer = this.#answer();
    this.#program.child.send(question);
    return answer;
  }

  async #answer(): Promise<unknown> {
    const failed = this.#program.exited.then((status) => {
      throw new Error(`Node-RED ended with ${status}:\n${this.#program.output}`);
    });
    const [answer] = (await Promise.race([once(this.#program.child, "message"), failed])) as unknown[];
    return answer;
  }
}
