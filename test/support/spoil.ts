/** All objects in a value, itself first. */
export function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

/** Changes all that can be changed in a value. */
export function spoil(value: unknown): void {
  for (const object of objectsIn(value)) {
    for (const key of Object.keys(object)) Object.assign(object, { [key]: "spoilt" });
    Object.assign(object, { more: 1 });
  }
}
