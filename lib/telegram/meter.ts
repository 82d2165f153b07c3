import type { ReadLine } from "./object";
import type { Meter } from "./types";

/** Codes of the equipment identifier, in the order they are preferred. */
const ID_CODES = ["0-0:96.1.1", "0-0:96.1.0", "0-0:42.0.0", "1-0:0.0.0", "0-0:96.1.255"];
const VERSION_CODES = ["1-3:0.2.8", "0-0:96.1.4"];

/** XXX FLAG code, Z baud-rate character, then the maker's own (DSMR 5.0.2, 5.2; IEC 62056-21, 6.3.2). */
const HEADER = /^([A-Za-z]{3})(\d?)[\\=/-]*(.*)$/;

/** Who sent the telegram, from its header and its identification lines. */
export function readMeter(header: string, lines: readonly ReadLine[]): Meter {
  const [, manufacturer, , rest] = HEADER.exec(header) ?? [];
  // Control bytes stand in some headers; a model name is for people.
  const model = rest?.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, "").trim();
  const id = firstText(lines, ID_CODES);
  const version = firstText(lines, VERSION_CODES);
  return {
    ...(id === undefined ? {} : { id }),
    header,
    ...(manufacturer ? { manufacturer } : {}),
    ...(model ? { model } : {}),
    ...(version === undefined ? {} : { version }),
  };
}

function firstText(lines: readonly ReadLine[], codes: readonly string[]): string | undefined {
  for (const code of codes) {
    const value = lines.find(({ line }) => line.code === code)?.object.value;
    const text = value === undefined ? "" : String(value).trim();
    if (text !== "") return text;
  }
  return undefined;
}

/**
 * The generation a version line names, as a number: "42" is 4.2, of "50217" the first two digits count, "P" is 5.0.
 * Undefined where there is none, or it is blank, hex or masked. From 4.0 on a telegram must carry a CRC.
 */
export function generationOf(lines: readonly ReadLine[]): number | undefined {
  for (const code of VERSION_CODES) {
    const printed = lines.find(({ line }) => line.code === code)?.line.groups[0]?.trim() ?? "";
    if (printed === "P") return 5;
    if (/^\d{2}$|^\d{5}$/.test(printed)) return Number(printed.slice(0, 2)) / 10;
  }
  return undefined;
}
