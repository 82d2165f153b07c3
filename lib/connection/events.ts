import type { ConnectionEvent } from "./types";
import type { Silence } from "./watchdog";

/** An event before it has its timestamp. */
export type EventWithoutTime = ConnectionEvent extends infer E
  ? E extends ConnectionEvent
    ? Omit<E, "timestamp">
    : never
  : never;

/** `line`: the line settings in use, "115200 8N1"; absent if the source has none. */
export function connectedEvent(to: string, line?: string): EventWithoutTime {
  return { event: "connected", to, text: line ? `connected to ${to} at ${line}` : `connected to ${to}` };
}

/** `wait`: the time until the next attempt, ms. */
export function disconnectedEvent(reason: string, wait: number): EventWithoutTime {
  const retryIn = Math.round(wait / 100) / 10;
  return { event: "disconnected", reason, retryIn, text: `not connected: ${reason}; next try in ${retryIn} s` };
}

export function noDataEvent({ seconds, bytes }: Silence, hint: string): EventWithoutTime {
  return { event: "no-data", seconds, bytes, hint, text: `no telegram for ${seconds} s: ${hint}` };
}

export function dataResumedEvent(): EventWithoutTime {
  return { event: "data-resumed", text: "telegrams arrive" };
}
