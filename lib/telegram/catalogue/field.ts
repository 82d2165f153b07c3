import { english } from "../../texts/texts";
import { describe } from "./describe";

export type FieldGroup = "electricity" | "phases" | "gas" | "water" | "heat" | "peaks";

/** What the catalogue knows of a named value. */
export interface Field {
  /** The key in a telegram's `values`, "power_delivered". */
  readonly name: string;
  /** The unit in `values`, "kW"; empty for a count or a ratio. */
  readonly unit: string;
  /** The OBIS code it is commonly read from, "1-0:1.7.0"; undefined for derived values and M-Bus readings. */
  readonly obis: string | undefined;
  readonly group: FieldGroup;
  /** True for registers and counts that only rise: never averaged. */
  readonly counter: boolean;
  /** In English, for pickers, help and README. `describe` gives it in other languages. */
  readonly description: string;
}

type MadeField = Omit<Field, "description" | "obis"> & { readonly obis?: string | undefined };

/** Makes a field. Its description is the text `field.<name>` in lib/texts, which each language must have; see `describe`. */
export function makeField({ name, unit, obis, group, counter }: MadeField): Field {
  return { name, unit, obis, group, counter, description: describe(name, english) };
}
