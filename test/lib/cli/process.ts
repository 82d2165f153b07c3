import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Readable } from "node:stream";
import { main } from "../../../lib/cli/main";

const root = join(__dirname, "..", "..", "..");

/** A `p1` that runs: what it says so far, and its end. */
export interface Running {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Resolves with the first match of `pattern` in what it prints; rejects when it ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

const running = new Set<ChildProcess>();

/** Starts `p1` from its source, as a process of its own. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, ["--import=tsx", join(root, "lib", "cli", "p1.ts"), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
  });
  running.add(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("latin1").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("latin1").on("data", (text: string) => (output.stderr += text));
  const ended = once(child, "close").then(([code, signal]: (number | string | null)[]) => {
    running.delete(child);
    return code ?? signal ?? "";
  });
  const printed = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(output.stdout);
      if (match) return match;
      const over = await Promise.race([once(child.stdout, "data").then(() => false), ended.then(() => true)]);
      if (over && !pattern.test(output.stdout)) throw new Error(`p1 ended without ${pattern}: ${output.stderr}`);
    }
  };
  return { child, output, ended, printed };
}

/** Runs `p1` in this process: the same but for its start, and quick. */
export async function run(
  args: readonly string[],
  { input = Buffer.alloc(0), environment = {} }: { input?: Buffer; environment?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const output = { stdout: "", stderr: "" };
  const code = await main(args, {
    stdin: Readable.from([input], { objectMode: false }),
    out: (text) => (output.stdout += text),
    drained: () => Promise.resolve(),
    error: (text) => (output.stderr += `p1: ${text}\n`),
    isTerminal: false,
    environment,
  });
  return { code, ...output };
}

/** Runs `p1` as a process of its own to its end. */
export async function runProcess(
  args: readonly string[],
  { input = Buffer.alloc(0), environment = {} }: { input?: Buffer; environment?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const { child, output, ended } = start(args, environment);
  child.stdin!.on("error", () => undefined).end(input);
  return { code: await ended, ...output };
}

/** Ends what still runs; for `afterEach`. */
export function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}
