import type { Telegram } from "../../lib/telegram/types";
import type { LastPayload } from "../shared/last-payload";

/** Most characters of JSON that are kept; the longest telegram takes a quarter of it. */
const LONGEST = 1024 * 1024;

/**
 * A copy of the last telegram that came in, for the dialog. The message itself goes on, and the flow may change it. One
 * JSON text is the smallest copy and the fastest to make.
 */
export class TelegramCopy {
  #json: string | undefined;
  #receivedAt = 0;

  /** Copies a telegram received at `receivedAt` (epoch ms). One that is too long or is no JSON leaves the last copy. */
  take(telegram: Telegram, receivedAt: number): void {
    const json = jsonOf(telegram);
    if (json === undefined || json.length > LONGEST) return;
    this.#json = json;
    this.#receivedAt = receivedAt;
  }

  /** The copy as an object; undefined before the first telegram. */
  read(): LastPayload | undefined {
    if (this.#json === undefined) return undefined;
    return { payload: JSON.parse(this.#json) as Telegram, receivedAt: this.#receivedAt };
  }
}

function jsonOf(telegram: Telegram): string | undefined {
  try {
    return JSON.stringify(telegram);
  } catch {
    // A cycle or a BigInt, which another node has put in.
    return undefined;
  }
}
