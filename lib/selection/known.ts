import { fieldByCode, fieldByName } from "../telegram/catalogue";
import type { Field } from "../telegram/field";

/** Processings (D) whose fields have names but are too rare to be listed. */
const RARE = [2, 3, 4, 5, 6, 24];

/** The highest C value with a name. */
const LAST_QUANTITY = 91;

let rare: Map<string, Field> | undefined;

/** What the catalogue knows of a name in `values`, rare processings such as "voltage_l1_average" too. */
export function knownField(name: string): Field | undefined {
  return fieldByName(name) ?? (rare ??= rareFields()).get(name);
}

function rareFields(): Map<string, Field> {
  const quantities = Array.from({ length: LAST_QUANTITY }, (_, index) => index + 1);
  const codes = quantities.flatMap((c) => RARE.map((d) => `1-0:${c}.${d}.0`));
  return new Map(codes.flatMap((code) => fieldByCode(code) ?? []).map((field) => [field.name, field]));
}
