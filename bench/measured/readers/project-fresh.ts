import { parseTelegram } from "../../../lib/telegram/parse";
import type { Reader } from "../reader";

/** This package's `parseTelegram`: a fresh reader for each telegram, which can have learnt nothing. */
export function projectFresh(): Reader {
  return { read: (telegram) => parseTelegram(telegram).values.power_delivered };
}
