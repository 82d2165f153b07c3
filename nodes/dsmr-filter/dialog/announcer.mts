import type { EditorNode } from "../../shared/validate.mjs";

/** Tells those who hear the dialog what happened in it; `key` is below `dsmr-filter.said`. */
export type Say = (key: string, values?: Record<string, string | number>) => void;

export function announcer(node: EditorNode): Say {
  const region = $("#dsmr-filter-said");
  return (key, values) => region.text(node._(`dsmr-filter.said.${key}`, values));
}
