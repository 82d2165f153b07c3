import { setTimeout as wait } from "node:timers/promises";

/** Looks until `check` throws no more, for what gives no event to await; fails with its last error after `timeout` ms. */
export async function eventually<T>(check: () => T | Promise<T>, timeout = 20_000): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(50);
    }
  }
}
