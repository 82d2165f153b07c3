import { setTimeout as pause } from "node:timers/promises";

/** Waits until something holds, looking again every few ms: for what gives no event. Fails with `what` after `ms`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await pause(2);
  }
}
