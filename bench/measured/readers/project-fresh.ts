import { parseTelegram } from "../../../lib/telegram/parse";
import type { Reader } from "../reader";

/** This package's `parseTelegram`, which makes a new reader for each telegram. */
export function projectFresh(): Reader {
  return { read: (telegram) => parseTelegram(telegram).values.power_delivered };
}
