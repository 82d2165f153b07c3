import { layOut, type TelegramForm } from "./form";

/** Beyond so many all are forgotten: a fleet has as many meters, and a form takes some 20 kB. */
const MOST_FORMS = 1000;

/** The forms of the telegrams that were read. */
export class FormBook {
  readonly #byLength = new Map<number, TelegramForm[]>();
  /** What came behind a telegram of a form on its line the last time: meters that share a line take turns. */
  readonly #next = new Map<TelegramForm, TelegramForm>();
  #size = 0;

  /** The form of a telegram whose lines end at `end`, laid out; `before` is that of the one before it on its line. */
  find(bytes: Uint8Array, end: number, before: TelegramForm | undefined): TelegramForm | undefined {
    if (!layOut(bytes)) return undefined;
    const next = before && this.#next.get(before);
    if (next?.end === end && next.fits()) return next;
    const form = this.#byLength.get(end)?.find((one) => one.fits());
    if (form && before) this.#next.set(before, form);
    return form;
  }

  keep(form: TelegramForm): void {
    if (this.#size >= MOST_FORMS) this.#forget();
    const alike = this.#byLength.get(form.end);
    if (alike) alike.push(form);
    else this.#byLength.set(form.end, [form]);
    this.#size++;
  }

  #forget(): void {
    this.#byLength.clear();
    this.#next.clear();
    this.#size = 0;
  }
}
