import type { EditorNode } from "../../shared/validate.mjs";

/** Announces to a screen reader what happened in the dialog; `key` is below `dsmr-filter.said` in the locales. */
export type Say = (key: string, values?: Record<string, string | number>) => void;

export function announcer(node: EditorNode): Say {
  const region = $("#dsmr-filter-said");
  return (key, values) => region.text(node._(`dsmr-filter.said.${key}`, values));
}
