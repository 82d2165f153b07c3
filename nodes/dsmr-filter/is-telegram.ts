import type { Telegram } from "../../lib/telegram/types";
import { isRecord } from "../shared/is-record";

/** Whether a payload has what the selection and the pace look at; it may come from anywhere. */
export function isTelegram(payload: unknown): payload is Telegram {
  if (!isRecord(payload)) return false;
  const { meter, timestamp, values, objects, devices } = payload;
  return (
    isMeter(meter) &&
    typeof timestamp === "string" &&
    !Number.isNaN(Date.parse(timestamp)) &&
    isRecord(values) &&
    (objects === undefined || (isRecord(objects) && areRecords(objects))) &&
    Array.isArray(devices) &&
    devices.every(isRecord)
  );
}

function areRecords(table: Record<string, unknown>): boolean {
  // No list is made of them: there are dozens in every telegram.
  for (const key in table) if (Object.hasOwn(table, key) && !isRecord(table[key])) return false;
  return true;
}

function isMeter(meter: unknown): boolean {
  return (
    isRecord(meter) && typeof meter.header === "string" && (meter.id === undefined || typeof meter.id === "string")
  );
}
