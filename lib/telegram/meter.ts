import type { Layout } from "./layout";
import { textOf, valueOf, type ReadLine } from "./read-lines";
import type { Meter } from "./types";

/** Codes of the equipment identifier, in the order they are preferred. */
export const ID_CODES = ["0-0:96.1.1", "0-0:96.1.0", "0-0:42.0.0", "1-0:0.0.0", "0-0:96.1.255"];
export const VERSION_CODES = ["1-3:0.2.8", "0-0:96.1.4"];

/** What the identification line says of a meter. */
export interface Header {
  readonly header: string;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
}

/** XXX FLAG code, Z baud-rate character, then the maker's own (DSMR 5.0.2, 5.2; IEC 62056-21, 6.3.2). */
const HEADER = /^([A-Za-z]{3})(\d?)[\\=/-]*(.*)$/;

/** Takes the identification line apart; its "/" and line ends may be there. */
export function readHeader(line: string): Header {
  const header = line.replace(/^\//, "").replace(/[\r\n][\s\S]*$/, "");
  const [, manufacturer, , rest] = HEADER.exec(header) ?? [];
  // Control bytes stand in some headers; a model name is for people.
  const model = rest?.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, "").trim();
  return { header, manufacturer, model: model === "" ? undefined : model };
}

/** Who sent a telegram. */
export interface Sender {
  readonly header: Header;
  /** The equipment identifier. */
  readonly id: string | undefined;
  readonly version: string | undefined;
}

/** Who sent the telegram, from its header and its identification lines. */
export function readSender(header: Header, lines: readonly ReadLine[], layout: Layout): Sender {
  return { header, id: firstText(lines, layout.ids), version: firstText(lines, layout.versions) };
}

/** The sender, for the payload. */
export function meterOf({ header: { header, manufacturer, model }, id, version }: Sender): Meter {
  if (id !== undefined && manufacturer !== undefined && model !== undefined) {
    // As nearly all are: made at once, which costs a fraction of property by property.
    return version === undefined ? { header, id, manufacturer, model } : { header, id, manufacturer, model, version };
  }
  const meter: Meter = { header };
  if (id !== undefined) meter.id = id;
  if (manufacturer !== undefined) meter.manufacturer = manufacturer;
  if (model !== undefined) meter.model = model;
  if (version !== undefined) meter.version = version;
  return meter;
}

function firstText(lines: readonly ReadLine[], indices: readonly number[]): string | undefined {
  for (const index of indices) {
    const value = valueOf(lines[index]!);
    const text = value === undefined ? "" : String(value).trim();
    if (text !== "") return text;
  }
  return undefined;
}

/** The generation that the telegram's version line names; see `generation`. */
export function generationOf(lines: readonly ReadLine[], layout: Layout): number | undefined {
  for (const index of layout.versions) {
    const named = generation(textOf(lines[index]!).groups[0] ?? "");
    if (named !== undefined) return named;
  }
  return undefined;
}

/**
 * The generation a version names, as a number: "42" is 4.2, of "50217" the first two digits count, "P" is 5.0.
 * Undefined where it is blank, hex or masked. From 4.0 on a telegram must carry a CRC.
 */
export function generation(version: string): number | undefined {
  const printed = version.trim();
  if (printed === "P") return 5;
  return /^\d{2}$|^\d{5}$/.test(printed) ? Number(printed.slice(0, 2)) / 10 : undefined;
}
