import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Source, SourceError } from "../../../lib/source/source";
import { Waiter } from "../../support/waiter";

/** Opens a source and notes which of its events are called. */
export class Witness {
  readonly called: string[] = [];
  readonly warnings: string[] = [];
  bytes = Buffer.alloc(0);
  reason: SourceError | undefined;
  readonly #waiter = new Waiter();

  constructor(source: Source) {
    source.open({
      onOpen: () => this.#note("open"),
      onData: (bytes) => {
        this.bytes = Buffer.concat([this.bytes, bytes]);
        this.#note("data");
      },
      onClose: (reason) => {
        this.reason = reason;
        this.#note("close");
      },
      onWarning: (text) => {
        this.warnings.push(text);
        this.#note("warning");
      },
    });
  }

  /** Resolves when `holds` returns true, now or after an event. */
  until(holds: () => boolean): Promise<void> {
    return this.#waiter.until(holds);
  }

  opened(): Promise<void> {
    return this.until(() => this.called.includes("open"));
  }

  async lost(): Promise<SourceError> {
    await this.until(() => this.reason !== undefined);
    return this.reason!;
  }

  received(count: number): Promise<void> {
    return this.until(() => this.bytes.length >= count);
  }

  #note(what: string): void {
    this.called.push(what);
    this.#waiter.changed();
  }
}

/** Whether there is a socat to make serial ports with. */
export function hasSocat(): boolean {
  try {
    execFileSync("socat", ["-V"], { stdio: "ignore" });
    return true;
  } catch (cause) {
    // Where services are required, a missing one is a failure and not a skip.
    if (process.env.P1_REQUIRE_SERVICES === "1") throw cause;
    return false;
  }
}

/** Two serial ports joined back to back: what the test writes to one end comes out of the other. */
export class PtyPair {
  readonly path: string;
  readonly #folder: string;
  #socat: ChildProcess | undefined;
  #meter: FileHandle | undefined;

  private constructor(folder: string) {
    this.path = join(folder, "reader");
    this.#folder = folder;
  }

  static async open(): Promise<PtyPair> {
    const pair = new PtyPair(await mkdtemp(join(tmpdir(), "p1-pty-")));
    await pair.plug();
    return pair;
  }

  /** Puts the cable in: both ends are there when it resolves. */
  async plug(): Promise<void> {
    const end = (name: string): string => `pty,raw,echo=0,link=${join(this.#folder, name)}`;
    const socat = spawn("socat", ["-d", "-d", end("meter"), end("reader")], { stdio: ["ignore", "ignore", "pipe"] });
    this.#socat = socat;
    for await (const text of socat.stderr) if (String(text).includes("starting data transfer loop")) break;
    this.#meter = await open(join(this.#folder, "meter"), "r+");
  }

  async send(bytes: Buffer): Promise<void> {
    await this.#meter?.write(bytes);
  }

  /** Pulls the cable: both ends vanish. */
  async unplug(): Promise<void> {
    const [socat, meter] = [this.#socat, this.#meter];
    [this.#socat, this.#meter] = [undefined, undefined];
    if (socat?.exitCode === null && socat.signalCode === null) {
      const gone = once(socat, "exit");
      socat.kill("SIGKILL");
      await gone;
    }
    await meter?.close();
    for (const end of ["meter", "reader"]) await rm(join(this.#folder, end), { force: true });
  }

  async end(): Promise<void> {
    await this.unplug();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
