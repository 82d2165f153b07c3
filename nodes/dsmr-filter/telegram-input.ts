import type { Telegram } from "../../lib/telegram/types";

const WIRE = "wire the first output of a dsmr-parse to this node";

/** A dsmr-parse's telegram, or the sentence that says what else a payload is. */
export function telegramInput(payload: unknown): { telegram: Telegram } | { problem: string } {
  if (typeof payload === "string" || Buffer.isBuffer(payload)) {
    return { problem: "msg.payload is text, not a telegram that was read: put a dsmr-parse before this node" };
  }
  if (isTelegram(payload)) return { telegram: payload };
  if (isRecord(payload) && typeof payload.event === "string") {
    return { problem: `msg.payload is an event of a health output, not a telegram: ${WIRE}` };
  }
  return { problem: `msg.payload is not a telegram: ${WIRE}` };
}

/** Whether a payload has what the selection and the pace look at; it may come from anywhere. */
function isTelegram(payload: unknown): payload is Telegram {
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
