import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import type { Owner } from "./owner";

const running = new Set<ChildProcess>();
// The last resort, where mocha itself is ended before its hooks ran.
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** A program a test started: its lines, and its end by its own process id. */
export class Program {
  readonly child: ChildProcess;
  readonly lines: string[] = [];
  readonly exited: Promise<number | string>;
  readonly #name: string;
  readonly #watchers = new Set<() => void>();

  constructor(owner: Owner, command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.#name = command.split("/").at(-1)!;
    this.child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    running.add(this.child);
    owner.owns(async () => {
      await this.end();
    });
    this.exited = this.#exit();
    this.#collect(this.child.stdout);
    this.#collect(this.child.stderr);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Everything it printed. */
  get output(): string {
    return this.lines.join("\n");
  }

  /**
   * The first line that matches, one already printed or the next; fails when it exits or takes too long (ms).
   * `seen` lines at the beginning are passed over.
   */
  async line(pattern: RegExp, timeout = 60_000, seen = 0): Promise<RegExpExecArray> {
    let found: RegExpExecArray | undefined;
    await this.#until(`print ${pattern.source}`, timeout, () => {
      while (!found && seen < this.lines.length) found = pattern.exec(this.lines[seen++]!) ?? undefined;
      return found !== undefined;
    });
    return found!;
  }

  /** Asks it to end, and waits for it: gives the exit code, or the signal that ended it. */
  async end(signal: NodeJS.Signals = "SIGTERM", patience = 20_000): Promise<number | string> {
    if (this.hasExited) return this.exited;
    this.child.kill(signal);
    const force = setTimeout(() => this.child.kill("SIGKILL"), patience);
    const status = await this.exited;
    clearTimeout(force);
    return status;
  }

  async #exit(): Promise<number | string> {
    // An `error` event is a program that cannot be started: it has no exit.
    const [code, signal] = (await once(this.child, "close").catch((error: unknown) => [String(error), null])) as [
      number | string | null,
      NodeJS.Signals | null,
    ];
    running.delete(this.child);
    this.#watchers.forEach((look) => look());
    return signal ?? code!;
  }

  #collect(stream: NodeJS.ReadableStream | null): void {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop()!;
      this.lines.push(...lines);
      this.#watchers.forEach((look) => look());
    });
    stream?.on("end", () => {
      if (rest !== "") this.lines.push(rest);
    });
  }

  #until(what: string, timeout: number, done: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const fail = (why: string) => settle(new Error(`${this.#name} did not ${what}: ${why}\n${this.output}`));
      const look = () => {
        if (done()) settle();
        else if (this.hasExited) fail("it exited");
      };
      const timer = setTimeout(() => fail(`${timeout} ms passed`), timeout);
      this.#watchers.add(look);
      look();
    });
  }
}

/** Runs a program to its end; fails with its output where it does not exit with 0. */
export async function run(
  owner: Owner,
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const program = new Program(owner, command, args, options);
  const status = await program.exited;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${program.output}`);
  return program.output;
}
