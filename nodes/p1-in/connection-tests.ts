import {
  ConnectionTest,
  type ConnectionTestAnswer,
  type ConnectionTestEnd,
  type ConnectionTestRequest,
} from "./connection-test";

/** Runs connection tests, one at a time: starting one ends the one before. */
export class ConnectionTests {
  /** The last test, running or ended. Its findings can be asked for until the next one starts. */
  #current: ConnectionTest | undefined;
  /** Settled when the connections of all earlier tests are closed. */
  #free: Promise<unknown> = Promise.resolve();

  /** Starts a test when the connection of the one before is closed. `ended` is called when it ends, for any reason. */
  async start(request: ConnectionTestRequest, ended: () => void): Promise<ConnectionTestAnswer> {
    const test = new ConnectionTest(request, ended);
    this.#free = Promise.all([this.#free, this.#current?.stop("replaced")]);
    this.#current = test;
    await this.#free;
    test.start();
    return test.poll();
  }

  /** The findings so far of the test with this id; undefined if it is not the last one. */
  poll(id: string): ConnectionTestAnswer | undefined {
    return this.#current?.id === id ? this.#current.poll() : undefined;
  }

  /** Ends the test with this id, or any test if no id is given. Resolves when its connection is closed. */
  async stop(why: ConnectionTestEnd, id = this.#current?.id): Promise<void> {
    if (this.#current?.id === id) await this.#current?.stop(why);
  }
}
