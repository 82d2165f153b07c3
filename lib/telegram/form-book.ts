import type { TelegramForm } from "./form";
import { layOut } from "./form-bytes";
import type { KnownTelegram } from "./line-book";

/** Beyond these the oldest form goes. A fleet has as many meters; a form takes some twenty times its telegram's bytes. */
const MOST_FORMS = 1000;
const MOST_BYTES = 1_500_000;
/** So many forms of one length are compared, the newest first: more would cost as much as looking for the lines. */
const MOST_TRIED = 50;
/** A meter whose numbers change their width has a form for each; more of them are not worth learning. */
const MOST_OF_ONE = 8;

/** The forms of the telegrams that were read. */
export class FormBook {
  /** The oldest first. */
  readonly #all = new Set<TelegramForm>();
  readonly #byLength = new Map<number, TelegramForm[]>();
  readonly #byLines = new Map<KnownTelegram, TelegramForm[]>();
  /** What came behind a telegram of a form on its line the last time: meters that share a line take turns. */
  readonly #next = new Map<TelegramForm, TelegramForm>();
  #bytes = 0;

  /** The form of a telegram whose lines end at `end`, laid out; `before` is that of the one before it on its line. */
  find(bytes: Uint8Array, end: number, before: TelegramForm | undefined): TelegramForm | undefined {
    if (!layOut(bytes, end)) return undefined;
    const next = before && this.#next.get(before);
    if (next?.fits(end)) return next;
    const form = before?.fits(end) ? before : this.#search(end);
    if (form) this.follow(before, form);
    return form;
  }

  /** Says that a telegram of this form came behind the one before it on its line. */
  follow(before: TelegramForm | undefined, form: TelegramForm): void {
    if (before && this.#all.has(before)) this.#next.set(before, form);
  }

  /** The form with these lines and this length. */
  of(known: KnownTelegram, end: number): TelegramForm | undefined {
    return this.#byLines.get(known)?.find((form) => form.end === end);
  }

  /** Whether another form with these lines is worth learning. */
  wants(known: KnownTelegram): boolean {
    return (this.#byLines.get(known)?.length ?? 0) < MOST_OF_ONE;
  }

  keep(form: TelegramForm): void {
    append(this.#byLength, form.end, form);
    append(this.#byLines, form.known, form);
    this.#all.add(form);
    this.#bytes += form.end;
    for (const oldest of this.#all) {
      if (this.#all.size <= MOST_FORMS && this.#bytes <= MOST_BYTES) break;
      this.#forget(oldest);
    }
  }

  #search(end: number): TelegramForm | undefined {
    const alike = this.#byLength.get(end) ?? [];
    const last = Math.max(0, alike.length - MOST_TRIED);
    for (let i = alike.length - 1; i >= last; i--) if (alike[i]!.fits(end)) return alike[i];
    return undefined;
  }

  /** Forgets the oldest form, which is the oldest of its length and its lines, too. */
  #forget(oldest: TelegramForm): void {
    this.#all.delete(oldest);
    this.#next.delete(oldest);
    this.#bytes -= oldest.end;
    dropFirst(this.#byLength, oldest.end);
    dropFirst(this.#byLines, oldest.known);
  }
}

function append<Key>(lists: Map<Key, TelegramForm[]>, key: Key, form: TelegramForm): void {
  const list = lists.get(key);
  if (list) list.push(form);
  else lists.set(key, [form]);
}

function dropFirst<Key>(lists: Map<Key, TelegramForm[]>, key: Key): void {
  const list = lists.get(key);
  list?.shift();
  if (list?.length === 0) lists.delete(key);
}
