import {
  ConnectionTest,
  type ConnectionTestAnswer,
  type ConnectionTestEnd,
  type ConnectionTestRequest,
} from "./connection-test";

/** Hands out tests, one at a time: a new one ends the one before. */
export class ConnectionTests {
  /** The last one, running or ended: what it found can be asked for until the next begins. */
  #current: ConnectionTest | undefined;
  /** Settled when no line of a test before is open any more. */
  #free: Promise<unknown> = Promise.resolve();

  /** Begins a test when the line of the one before is free; `ended` is called when it ends, for whatever reason. */
  async start(request: ConnectionTestRequest, ended: () => void): Promise<ConnectionTestAnswer> {
    const test = new ConnectionTest(request, ended);
    this.#free = Promise.all([this.#free, this.#current?.stop("replaced")]);
    this.#current = test;
    await this.#free;
    test.start();
    return test.poll();
  }

  /** How the test of that id stands; nothing where it is not known (any more). */
  poll(id: string): ConnectionTestAnswer | undefined {
    return this.#current?.id === id ? this.#current.poll() : undefined;
  }

  /** Ends the test of that id, or whichever there is; resolves when its line is free. */
  async stop(why: ConnectionTestEnd, id = this.#current?.id): Promise<void> {
    if (this.#current?.id === id) await this.#current?.stop(why);
  }
}
