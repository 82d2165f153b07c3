/** Waits for conditions. Whoever changes what they depend on calls `changed`: no clock is needed. */
export class Waiter {
  #waiting: (() => void)[] = [];

  /** Resolves when `holds` returns true, now or after a change. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  changed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
