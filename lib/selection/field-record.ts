import { blankOf, isSame } from "../telegram/blank";
import type { FieldValue, PacedField } from "./types";

/** Makes `{ name: value }` of fields; fastest for those that have the names of the ones before, as a meter's have. */
export class FieldRecord {
  #names: readonly string[] = [];
  /** An object with these names, and its keys; undefined where they are others or in another order than the names. */
  #blank: ReturnType<typeof blankOf> | undefined;

  /** The fields by their names, in their order; of two with one name the last. */
  of(fields: readonly PacedField[]): Record<string, FieldValue> {
    if (this.#isLikeLast(fields)) return this.#blank ? filled(this.#blank, fields) : inOrder(fields);
    // Names that may not come again, as where only what changed is let go, are not worth learning at once.
    const made = inOrder(fields);
    this.#names = fields.map(({ name }) => name);
    this.#blank = isSame(Object.keys(made), this.#names) ? blankOf(this.#names) : undefined;
    return made;
  }

  #isLikeLast(fields: readonly PacedField[]): boolean {
    const names = this.#names;
    return fields.length === names.length && fields.every(({ name }, index) => name === names[index]);
  }
}

function filled(
  { blank, keys }: ReturnType<typeof blankOf>,
  fields: readonly PacedField[],
): Record<string, FieldValue> {
  const made: Record<string, FieldValue | null> = { ...blank };
  for (let i = 0; i < keys.length; i++) made[keys[i]!] = fields[i]!.value;
  return made as Record<string, FieldValue>;
}

/** The same, of any names: one given twice is there once, and one that is a number, such as "1", comes first. */
function inOrder(fields: readonly PacedField[]): Record<string, FieldValue> {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}
