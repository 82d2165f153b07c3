import { once } from "node:events";
import { join } from "node:path";
import type { Owner } from "../test/system/support/owner";
import { Program } from "../test/system/support/process";
import { peersFolder } from "./measured/peer";
import type { Answer, Order } from "./measured/jobs";

/** A process that measures one thing. The other processes wait meanwhile. */
export class MeasuredProcess {
  readonly #program: Program;

  /** `compiled`: the folder of the compiled package. */
  constructor(owner: Owner, compiled: string) {
    this.#program = new Program(owner, process.execPath, [join(compiled, "dist/bench/measured/worker.js")], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, NODE_OPTIONS: "", P1_BENCH_PEERS: peersFolder },
    });
  }

  async run(order: Order): Promise<Answer> {
    const failed = this.#program.exited.then((status) => {
      throw new Error(`measuring ${JSON.stringify(order.job)} ended with ${status}:\n${this.#program.output}`);
    });
    this.#program.child.send(order);
    const answered = once(this.#program.child, "message");
    const [answer] = (await Promise.race([answered, failed])) as [Answer];
    return answer;
  }
}
