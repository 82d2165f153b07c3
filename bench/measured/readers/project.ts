import { TelegramFramer } from "../../../lib/framing/framer";
import { TelegramReader } from "../../../lib/telegram/reader";
import { TelegramError, type Telegram } from "../../../lib/telegram/types";
import type { Reader, Stream } from "../reader";

/** This package: framer, CRC, reader, each telegram's whole payload. One reader for all, with its memory. */
export function project(): Reader {
  const framer = new TelegramFramer();
  const reader = new TelegramReader();
  return {
    read: (telegram) => {
      let last: Telegram | TelegramError | undefined;
      for (const frame of framer.push(telegram)) last = reader.tryRead(frame, Date.now());
      for (const frame of last ? [] : framer.flush()) last = reader.tryRead(frame, Date.now());
      if (!last || last instanceof TelegramError) throw last ?? new Error("no telegram");
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
        if (!(reader.tryRead(frame, 0) instanceof TelegramError)) count++;
      }
    },
    count: () => count,
  };
}
