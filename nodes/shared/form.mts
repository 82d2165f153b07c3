/** What stands in a field of the open dialog, as text. */
export function textOf(field: JQuery): string {
  const value = field.val();
  return typeof value === "string" ? value : "";
}

/** The field of the dialog for an option. */
export function field(name: string): JQuery {
  return $(`#node-input-${name}`);
}
