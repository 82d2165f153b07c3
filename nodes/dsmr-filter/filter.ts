import { Pacer } from "../../lib/selection/pacer";
import { compileSelection, select, type Selection } from "../../lib/selection/select";
import { shape, type Shaped, type ShapeOptions } from "../../lib/selection/shape";
import type { SelectedField } from "../../lib/selection/types";
import type { Telegram } from "../../lib/telegram/types";
import type { DsmrFilterSettings } from "./options";

/** What one telegram came to. */
export interface Filtered {
  readonly messages: Shaped[];
  /** The fields that were picked, whether they are let go now or not. */
  readonly fields: readonly SelectedField[];
  /** Rows that found nothing in any telegram so far. */
  readonly unmatched: readonly string[];
}

/** A dsmr-filter without its Node-RED: telegrams in, messages out. */
export class TelegramFilter {
  readonly #shape: ShapeOptions;
  readonly #selection: Selection;
  readonly #pacer: Pacer;
  readonly #unmatched: Map<number, string>;

  /** Settings as they were checked by `readDsmrFilter`. */
  constructor(settings: DsmrFilterSettings) {
    this.#selection = compileSelection(settings.fields);
    this.#shape = { ...settings, everything: this.#selection.everything };
    this.#pacer = new Pacer({ ...settings, keepTelegram: settings.shape === "telegram" });
    this.#unmatched = new Map(settings.fields.map(({ field }, index) => [index, field]));
  }

  /** `topic` tells meters without an id apart; `newId` names a group of messages. */
  take(telegram: Telegram, topic: string, newId: () => string): Filtered {
    const { fields, rows } = select(this.#selection, telegram);
    for (const index of rows) this.#unmatched.delete(index);
    const emissions = this.#pacer.push(meterKey(telegram, topic), telegram, fields);
    const messages = emissions.flatMap((emission) => shape(emission, this.#shape, newId));
    return { messages, fields, unmatched: [...this.#unmatched.values()] };
  }
}

function meterKey({ meter }: Telegram, topic: string): string {
  return meter.id ? `id ${meter.id}` : `header ${meter.header} ${topic}`;
}
