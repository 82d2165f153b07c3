import type { describe } from "../lib/telegram/catalogue/describe";
import type { Field } from "../lib/telegram/catalogue/field";
import type { Translate } from "../lib/texts/texts";

interface Catalogue {
  readonly fields: readonly Field[];
  readonly describe: typeof describe;
  readonly translate: Translate;
}

export function withFieldTable(markdown: string, catalogue: Catalogue): string;
