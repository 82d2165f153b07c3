import type { ConnectionCounters, ConnectionEvent } from "../../lib/connection/types";
import type { MeterChange } from "../../lib/telegram/memory/memory";
import type { TelegramErrorCode } from "../../lib/telegram/types";

/** What every payload of the health output has besides its event. */
interface EventBase {
  /** ISO 8601. */
  timestamp: string;
  /** An English sentence. */
  text: string;
}

export interface RejectedEvent extends EventBase {
  event: "rejected";
  reason: TelegramErrorCode;
  received?: string;
  computed?: string;
  /** The text of the last rejected telegram, at most 16 KiB. */
  raw: string;
  /** Telegrams rejected since the last such event. */
  count: number;
}

export interface MeterChangedEvent extends EventBase, MeterChange {
  event: "meter-changed";
}

export interface SummaryCounters extends Partial<ConnectionCounters> {
  /** Seconds since the node was started. */
  uptime: number;
  /** Telegrams delivered. */
  telegrams: number;
  /** Rejected telegrams by reason. */
  rejected: Partial<Record<TelegramErrorCode, number>>;
  /** Bytes that belonged to no telegram. */
  noise: number;
  /** Telegrams per minute since the last summary. */
  rate: number;
}

export interface SummaryEvent extends EventBase {
  event: "summary";
  counters: SummaryCounters;
}

/** The payload of the health output. */
export type HealthEvent = ConnectionEvent | RejectedEvent | MeterChangedEvent | SummaryEvent;

/** The event for a meter or device that was replaced by another one. `now` in epoch ms. */
export function meterChanged(change: MeterChange, now: number): MeterChangedEvent {
  const channel = change.channel === undefined ? "" : ` on channel ${change.channel}`;
  return {
    event: "meter-changed",
    timestamp: new Date(now).toISOString(),
    text: `the ${change.medium.replace("_", " ")} meter${channel} is another one now: ${change.to} in place of ${change.from}`,
    ...change,
  };
}
