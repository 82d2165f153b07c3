import type { Telegram } from "../../lib/telegram/types";
import { isRecord } from "../shared/is-record";
import { isTelegram } from "./is-telegram";

const WIRE = "wire the first output of a dsmr-parse to this node";

/** The telegram in a payload, or a sentence that says what the payload is instead and what to do. */
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
