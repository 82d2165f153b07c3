import { type DataLine, groupText } from "../lines/split";
import type { ReadObject } from "../objects/object";
import type { Meter } from "../types";

/** Codes of the equipment identifier, the preferred one first. */
const ID_CODES = ["0-0:96.1.1", "0-0:96.1.0", "0-0:42.0.0", "1-0:0.0.0", "0-0:96.1.255"];
const VERSION_CODES = ["1-3:0.2.8", "0-0:96.1.4"];

/** XXX FLAG code, Z baud-rate character, then the maker's own (DSMR 5.0.2, 5.2; IEC 62056-21, 6.3.2). */
const HEADER = /^([A-Za-z]{3})\d?[\\=/-]*(.*)$/;
/** Control bytes stand in some headers; a model name is for people. */
const UNPRINTABLE = /[^\x20-\x7e\xa0-\xff]/g;

/** Who sent a telegram, from its header (the identification line without "/") and its identification lines. */
export function readMeter(header: string, objects: readonly ReadObject[]): Meter {
  const [, manufacturer, rest = ""] = HEADER.exec(header) ?? [];
  const model = rest.replaceAll(UNPRINTABLE, "").trim();
  const id = firstText(objects, ID_CODES);
  const version = firstText(objects, VERSION_CODES);
  const meter: Meter = { header };
  if (id !== undefined) meter.id = id;
  if (manufacturer !== undefined) meter.manufacturer = manufacturer;
  if (model !== "") meter.model = model;
  if (version !== undefined) meter.version = version;
  return meter;
}

function firstText(objects: readonly ReadObject[], codes: readonly string[]): string | undefined {
  for (const code of codes) {
    const value = objects.find(({ line }) => line.code.text === code)?.object.value;
    const text = value === undefined ? "" : String(value).trim();
    if (text !== "") return text;
  }
  return undefined;
}

/** The generation that the telegram's version line names; see `generation`. */
export function generationOf(lines: readonly DataLine[]): number | undefined {
  for (const code of VERSION_CODES) {
    const line = lines.find((one) => one.code.text === code);
    const named = line && generation(groupText(line, 0));
    if (named !== undefined) return named;
  }
  return undefined;
}

/**
 * The generation that a version names, as a number: "42" is 4.2, of "50217" the first two digits count, "P" is 5.0.
 * Undefined if it is blank, hex or masked. From 4.0 on a telegram must carry a CRC.
 */
export function generation(version: string): number | undefined {
  const printed = version.trim();
  if (printed === "P") return 5;
  return /^\d{2}$|^\d{5}$/.test(printed) ? Number(printed.slice(0, 2)) / 10 : undefined;
}
