import { TelegramFramer } from "../../../lib/framing/framer";
import { Rejection } from "../../../lib/telegram/rejection";
import { TelegramReader } from "../../../lib/telegram/reader";
import type { Telegram } from "../../../lib/telegram/types";
import type { Reader, Stream } from "../reader";

/** Time of receipt, epoch ms. It is constant: reading the clock is no part of reading a telegram. */
const RECEIVED_AT = Date.UTC(2026, 0, 1);

/** This package: framer, CRC and reader with the full payload. One reader reads all telegrams. */
export function project(): Reader {
  const framer = new TelegramFramer();
  const reader = new TelegramReader();
  return {
    read: (telegram) => {
      let last: Telegram | Rejection | undefined;
      for (const frame of framer.push(telegram)) last = reader.tryRead(frame, RECEIVED_AT);
      for (const frame of last ? [] : framer.flush()) last = reader.tryRead(frame, RECEIVED_AT);
      if (!last || last instanceof Rejection) throw new Error(last?.message ?? "no telegram");
      return last.values.power_delivered;
    },
    stream,
  };
}

function stream(): Stream {
  const framer = new TelegramFramer();
  const reader = new TelegramReader();
  let count = 0;
  return {
    push: (chunk) => {
      for (const frame of framer.push(chunk)) {
        if (!(reader.tryRead(frame, RECEIVED_AT) instanceof Rejection)) count++;
      }
    },
    count: () => count,
  };
}
