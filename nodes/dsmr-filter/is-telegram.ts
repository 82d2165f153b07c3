import type { Telegram } from "../../lib/telegram/types";
import { isRecord } from "../shared/is-record";

/** Whether a payload, which may come from anywhere, has what the selection and the pace use of a telegram. */
export function isTelegram(payload: unknown): payload is Telegram {
  if (!isRecord(payload)) return false;
  const { meter, timestamp, values, objects, devices } = payload;
  return (
    isMeter(meter) &&
    typeof timestamp === "string" &&
    !Number.isNaN(Date.parse(timestamp)) &&
    isRecord(values) &&
    (objects === undefined || (isRecord(objects) && Object.values(objects).every(isRecord))) &&
    Array.isArray(devices) &&
    devices.every(isRecord)
  );
}

function isMeter(meter: unknown): boolean {
  return (
    isRecord(meter) && typeof meter.header === "string" && (meter.id === undefined || typeof meter.id === "string")
  );
}
