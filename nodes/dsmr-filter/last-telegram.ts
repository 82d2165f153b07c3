import type { Telegram } from "../../lib/telegram/types";
import type { LastPayload } from "../shared/last-payload";

/** Most characters of JSON that are kept or given to a dialog; the longest telegram takes a quarter of it. */
const LONGEST = 1024 * 1024;

/** The last telegram that came in, for the dialog. */
export class LastTelegram {
  #last: { readonly telegram: Telegram | string; readonly receivedAt: number } | undefined;

  /** Keeps a telegram that does not go on in the flow, so that nothing changes it. `receivedAt` in epoch ms. */
  keep(telegram: Telegram, receivedAt: number): void {
    this.#last = { telegram, receivedAt };
  }

  /** Keeps a copy of a telegram that goes on in the flow, which may change it. JSON text is the fastest copy. */
  copy(telegram: Telegram, receivedAt: number): void {
    const json = jsonOf(telegram);
    if (json !== undefined) this.#last = { telegram: json, receivedAt };
  }

  /** The last telegram as an object of its own; undefined before the first one, and if it is no JSON or too long. */
  read(): LastPayload | undefined {
    if (!this.#last) return undefined;
    const { telegram, receivedAt } = this.#last;
    const json = typeof telegram === "string" ? telegram : jsonOf(telegram);
    return json === undefined ? undefined : { payload: JSON.parse(json) as Telegram, receivedAt };
  }
}

/** A telegram as JSON; undefined if it is too long, or holds a cycle or a BigInt that another node has put in. */
function jsonOf(telegram: Telegram): string | undefined {
  try {
    const json = JSON.stringify(telegram);
    return json.length > LONGEST ? undefined : json;
  } catch {
    return undefined;
  }
}
