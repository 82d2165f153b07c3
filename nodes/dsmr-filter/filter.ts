import { Pacer } from "../../lib/selection/pacer";
import { compileSelection, select, type Selection } from "../../lib/selection/select";
import { shape, type Shaped, type ShapeOptions } from "../../lib/selection/shape";
import type { SelectedField } from "../../lib/selection/types";
import type { Telegram } from "../../lib/telegram/types";
import type { DsmrFilterSettings } from "./options";

/** What a filter makes of one telegram. */
export interface Filtered {
  readonly messages: Shaped[];
  /** The fields that were picked, whether they are sent now or not. */
  readonly fields: readonly SelectedField[];
  /** The rows that have found nothing in any telegram so far. */
  readonly unmatched: readonly string[];
}

/** The work of a dsmr-filter, without Node-RED: takes telegrams, returns messages. */
export class TelegramFilter {
  readonly #shape: ShapeOptions;
  readonly #selection: Selection;
  readonly #pacer: Pacer;
  readonly #unmatched: Map<number, string>;

  /** Throws an Error if `readDsmrFilter` would have found a fault in the settings. */
  constructor(settings: DsmrFilterSettings) {
    this.#selection = compileSelection(settings.fields);
    this.#shape = { ...settings, everything: this.#selection.everything };
    this.#pacer = new Pacer({ ...settings, keepTelegram: settings.shape === "telegram" });
    this.#unmatched = new Map(settings.fields.map(({ field }, index) => [index, field]));
  }

  /** Takes one telegram. `topic` distinguishes meters without an id; `newId` makes the id of a group of messages. */
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
