/** A field name of the catalogue's form. */
const FIELD = /^[a-z][a-z0-9_]{0,63}$/;

/** A code as `objects` has it for a key. */
const CODE = /^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}(\*\d{1,3})?$/;

/** Whether every ordinary object already answers to this name: "constructor", "__proto__". */
function isInherited(name: string): boolean {
  return name in {};
}

/** Whether a key of a telegram's `values` may be used as a property name. */
export function isFieldName(name: string): boolean {
  if (checked.has(name)) return true;
  const isName = FIELD.test(name) && !isInherited(name);
  if (isName && checked.size < MOST_CHECKED) checked.add(name);
  return isName;
}

/** Names found good, which the next telegram has again. */
const checked = new Set<string>();
const MOST_CHECKED = 2000;

/** Whether a key of a telegram's `objects` may be used as a property name. */
export function isCode(name: string): boolean {
  return CODE.test(name);
}

/** Whether a user's own name for a field may be used as a property name: printable, at most 64 characters. */
export function isOutputName(name: string): boolean {
  return /^[^\p{Cc}\p{Cs}]{1,64}$/u.test(name) && !isInherited(name);
}

/** The own property of a plain object that came from elsewhere. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Most names that are remembered of a telegram, and the longest: no field has a longer one. */
const MOST_NAMES = 1000;
const LONGEST_NAME = 64;

/** Whether a list of names is one that a meter's telegram can have: what a message brings else is not remembered. */
export function isWorthLearning(names: readonly string[]): boolean {
  return names.length <= MOST_NAMES && names.every(({ length }) => length <= LONGEST_NAME);
}
