import { requirePeer } from "../peer";
import type { Reader } from "../reader";

interface DsmrParser {
  readonly parse: (telegram: string) => { readonly objects: Readonly<Record<string, unknown>> };
}

/** dsmr-parser: one regular expression for each field. */
export function dsmrParser(): Reader {
  const parser = requirePeer("dsmr-parser") as DsmrParser;
  return {
    read: (telegram) => {
      const power = parser.parse(telegram.toString("latin1")).objects["actual electricity power delivered"];
      return typeof power === "number" ? power : undefined;
    },
  };
}
