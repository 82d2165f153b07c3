import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./folders";
import type { Owner } from "./owner";
import { userFolder } from "./package";
import { Program } from "./process";

export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

export interface Message {
  topic?: unknown;
  payload?: unknown;
  timestamp?: unknown;
  [property: string]: unknown;
}

export type DeployType = "full" | "nodes" | "flows" | "reload";

export interface NodeRedOptions {
  /** Foreign node packages of this project's own node_modules to put into the user folder. */
  readonly with?: readonly ("@flowfuse/node-red-dashboard" | "node-red-contrib-influxdb")[];
  /** Error lines in its log that the test expects; any other fails the test. */
  readonly expectedErrors?: readonly RegExp[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The user folder of an instance that has ended, to start it again with what it left there; by default a new one. */
  readonly userDir?: string;
}

/** The Node.js and the Node-RED to test against: P1_NODE a binary, P1_NODE_RED a folder; else what runs the tests and the project's own. */
const nodeBinary = process.env.P1_NODE ?? process.execPath;
const nodeRedFolder = dirname(require.resolve(join(process.env.P1_NODE_RED ?? "node-red", "package.json")));

/** Found by Node-RED's search upwards from its own folder: left out, so that what a test sees is what it asked for. */
const notFromOutside = ["node-red-dashboard", "node-red-contrib-influxdb"];

/** A real Node-RED in a process and a user folder of its own, with the packed project installed. */
export class NodeRed {
  readonly userDir: string;
  readonly program: Program;
  readonly #expectedErrors: readonly RegExp[];
  readonly #received: { tap: string; msg: Message }[] = [];
  readonly #watchers = new Set<() => void>();
  #url = "";
  #killed = false;

  private constructor(userDir: string, program: Program, expectedErrors: readonly RegExp[]) {
    this.userDir = userDir;
    this.program = program;
    this.#expectedErrors = expectedErrors;
    program.child.on("message", (said: { tap: string; msg: Message }) => {
      this.#received.push(said);
      this.#watchers.forEach((look) => look());
    });
  }

  /** Address of its editor, without a slash at the end. */
  get url(): string {
    return this.#url;
  }

  /** Starts one and waits until its admin API answers; ended with its owner, which then checks its log. */
  static async start(owner: Owner, options: NodeRedOptions = {}): Promise<NodeRed> {
    const userDir = options.userDir ?? (await userFolder(owner));
    const wanted = options.with ?? [];
    if (!options.userDir) for (const name of wanted) await link(name, userDir);
    await writeFile(
      join(userDir, "settings.js"),
      `module.exports = ${JSON.stringify(settings(wanted, options), null, 2)};\n`,
    );

    const program = new Program(owner, nodeBinary, [join(nodeRedFolder, "red.js"), "-u", userDir], {
      cwd: userDir,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, NODE_OPTIONS: "", ...options.env },
    });
    const instance = new NodeRed(userDir, program, options.expectedErrors ?? []);
    owner.owns(() => instance.stop());
    const [, address] = await program.line(/Server now running at (\S+?)\/?$/);
    instance.#url = address!;
    await program.line(/Started flows|Waiting for missing types/);
    return instance;
  }

  /** Ends it; fails where its log has an error that was not expected. */
  async stop(): Promise<void> {
    const status = await this.program.end();
    this.checkLog();
    if (!this.#killed) assert.equal(status, 0, `Node-RED ended with ${status}:\n${this.program.output}`);
  }

  /** Ends it as a crash or a power failure would: it cannot do anything before. */
  async kill(): Promise<void> {
    this.#killed = true;
    await this.program.end("SIGKILL");
  }

  /** Fails where its log has an error that the test did not expect. */
  checkLog(): void {
    const bad = this.program.lines.filter(
      (line) =>
        /\[error\]|\[fatal\]|^\w*Error:|Uncaught Exception|UnhandledPromiseRejection/.test(line) &&
        !this.#expects(line),
    );
    assert.deepEqual(bad, [], `Node-RED logged errors:\n${this.program.output}`);
  }

  #expects(line: string): boolean {
    return this.#expectedErrors.some((expected) => expected.test(line));
  }

  async get(path: string, accept = "application/json"): Promise<Response> {
    const response = await fetch(this.url + path, { headers: { Accept: accept } });
    assert.ok(response.ok, `GET ${path}: ${response.status}`);
    return response;
  }

  async json(path: string): Promise<unknown> {
    return (await this.get(path)).json();
  }

  /** Deploys flows, as the editor's Deploy button does, and waits until they run. */
  async deploy(flows: readonly FlowNode[], type: DeployType = "full"): Promise<void> {
    const started = this.program.lines.length;
    await this.post(flows, type);
    await this.program.line(/Started (modified )?(flows|nodes)/, 60_000, started);
  }

  /** Deploys flows, and does not wait until they run. */
  async post(flows: readonly FlowNode[], type: DeployType): Promise<void> {
    const response = await fetch(`${this.url}/flows`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Node-RED-Deployment-Type": type },
      body: JSON.stringify(flows),
    });
    assert.ok(response.ok, `POST /flows: ${response.status} ${await response.text()}`);
  }

  /** Presses the button of an inject node. */
  async press(id: string): Promise<void> {
    const response = await fetch(`${this.url}/inject/${id}`, { method: "POST" });
    assert.ok(response.ok, `POST /inject/${id}: ${response.status}`);
  }

  /** Makes the `test-feed` of that name send a message. */
  feed(to: string, msg: Message): void {
    this.program.child.send({ to, msg });
  }

  /** What the `test-tap` of that name got so far. */
  taken(tap: string): Message[] {
    return this.#received.filter((said) => said.tap === tap).map(({ msg }) => msg);
  }

  /** How many messages all taps got so far: a mark for `next`. */
  get mark(): number {
    return this.#received.length;
  }

  /** The first message behind `mark` that the tap got and that fits; fails after `timeout` ms. */
  next(
    tap: string,
    fits: (msg: Message) => boolean = () => true,
    { mark = 0, timeout = 40_000 } = {},
  ): Promise<Message> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        act();
      };
      let seen = mark;
      const look = () => {
        while (seen < this.#received.length) {
          const said = this.#received[seen++]!;
          if (said.tap === tap && fits(said.msg)) {
            settle(() => resolve(said.msg));
            return;
          }
        }
      };
      const timer = setTimeout(() => {
        const got = JSON.stringify(this.taken(tap).slice(-3), null, 1);
        settle(() =>
          reject(new Error(`nothing that fits came to "${tap}". Last there: ${got}\n${this.program.output}`)),
        );
      }, timeout);
      this.#watchers.add(look);
      look();
    });
  }
}

function settings(wanted: readonly string[], options: NodeRedOptions): Record<string, unknown> {
  return {
    uiHost: "127.0.0.1",
    // A free one, named in the log.
    uiPort: 0,
    flowFile: "flows.json",
    credentialSecret: "p1-system-test",
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false, tutorials: false },
    nodesDir: [join(__dirname, "tap")],
    nodesExcludes: notFromOutside.filter((name) => !wanted.some((module) => module.endsWith(name))),
    ...options.settings,
  };
}

async function link(name: string, userDir: string): Promise<void> {
  const to = join(userDir, "node_modules", name);
  await mkdir(dirname(to), { recursive: true });
  await symlink(join(root, "node_modules", name), to, "dir");
}

/** A tap for the end of a wire: what comes there is `taken` under that name. */
export function tap(name: string, z: string): FlowNode {
  return { id: `tap-${name}`, type: "test-tap", z, name, x: 700, y: 40, wires: [] };
}

/** A feed: sends what the test gives it under that name. */
export function feed(name: string, z: string, wires: string[]): FlowNode {
  return { id: `feed-${name}`, type: "test-feed", z, name, x: 100, y: 40, wires: [wires] };
}
