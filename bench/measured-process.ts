import { once } from "node:events";
import { join } from "node:path";
import type { Owner } from "../test/system/support/owner";
import { Program } from "../test/system/support/process";
import { peersFolder } from "./measured/peer";
import type { Answer, Order } from "./measured/jobs";

/** A process in which one thing is measured while all others wait. */
export class MeasuredProcess {
  readonly #program: Program;

  /** `compiled` is the folder of the package with what is measured. */
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
