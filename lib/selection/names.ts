/** A field name as the catalogue writes them. */
const FIELD = /^[a-z][a-z0-9_]{0,63}$/;

/** An OBIS code as a key of `objects`. */
const CODE = /^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}(\*\d{1,3})?$/;

/** A name that a user may give: 1 to 64 characters, all printable. */
const OUTPUT = /^[^\p{Cc}\p{Cs}]{1,64}$/u;

/** Whether a key of a telegram's `values` is safe as a property name. */
export function isFieldName(name: string): boolean {
  return FIELD.test(name) && !isInherited(name);
}

/** Whether a key of a telegram's `objects` is safe as a property name. */
export function isCode(name: string): boolean {
  return CODE.test(name);
}

/** Whether a user's own name for a field is safe as a property name. */
export function isOutputName(name: string): boolean {
  return OUTPUT.test(name) && !isInherited(name);
}

/** Whether every object has a property of this name: "constructor", "__proto__". */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** A property of a plain object from outside; undefined if the object does not have it itself. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
