/** The value of a field in the open dialog, as text. */
export function textOf(field: JQuery): string {
  const value = field.val();
  return typeof value === "string" ? value : "";
}

/** The field of an option in the open dialog. */
export function field(name: string): JQuery {
  return $(`#node-input-${name}`);
}
