import { isText } from "../../framing/bytes";

/** A unit as a telegram prints it, and the catalogue's unit of the same quantity. */
export interface Unit {
  readonly printed: string;
  /** The catalogue's unit: kWh, kW, kvarh, kvar, kVAh, kVA, A, V, Hz, m3, GJ, s, or the printed unit if it has no other. */
  readonly unit: string;
  /** The value in `unit` is the printed value times ten to this power. */
  readonly exponent: number;
}

type Conversion = Pick<Unit, "unit" | "exponent">;

/** The base of a unit in lower case, with the catalogue's unit and the power of ten that converts to it. */
const BASES: Record<string, Conversion> = {
  wh: { unit: "kWh", exponent: -3 },
  w: { unit: "kW", exponent: -3 },
  varh: { unit: "kvarh", exponent: -3 },
  var: { unit: "kvar", exponent: -3 },
  vah: { unit: "kVAh", exponent: -3 },
  va: { unit: "kVA", exponent: -3 },
  a: { unit: "A", exponent: 0 },
  v: { unit: "V", exponent: 0 },
  hz: { unit: "Hz", exponent: 0 },
  j: { unit: "GJ", exponent: -9 },
};

/** Units that take no prefix, in lower case. A new spelling of a unit belongs here. */
const WHOLE: Record<string, Conversion> = {
  m3: { unit: "m3", exponent: 0 },
  "m\xb3": { unit: "m3", exponent: 0 },
  "m\xc2\xb3": { unit: "m3", exponent: 0 },
  dm3: { unit: "m3", exponent: -3 },
  "dm\xb3": { unit: "m3", exponent: -3 },
  l: { unit: "m3", exponent: -3 },
  s: { unit: "s", exponent: 0 },
  "m3/h": { unit: "m3/h", exponent: 0 },
  "m\xb3/h": { unit: "m3/h", exponent: 0 },
  "l/h": { unit: "m3/h", exponent: -3 },
  "\xb0c": { unit: "\xb0C", exponent: 0 },
  "'c": { unit: "\xb0C", exponent: 0 },
  k: { unit: "K", exponent: 0 },
};

/** Powers of ten; for m see `mExponent`. */
const PREFIXES: Record<string, number> = { k: 3, g: 9 };

/** Units as nearly all meters print them, the most frequent first. */
const USUAL = "kWh kW V A m3 kvarh kvar kVArh kVAr Wh W varh var GJ s Hz kVAh kVA".split(" ").map(readUnit);

/** The unit between two offsets. */
export function unitIn(bytes: Buffer, from: number, to: number): Unit {
  for (const unit of USUAL) if (isText(bytes, from, to, unit.printed)) return unit;
  return readUnit(bytes.toString("latin1", from, to));
}

/**
 * Finds the catalogue's unit for a printed one. Letter case is free but for m, which is milli before A and V and mega
 * before W, Wh, J, var and varh. A unit that is not known is itself, with exponent 0.
 */
export function readUnit(printed: string): Unit {
  const lower = printed.trim().toLowerCase();
  const whole = own(WHOLE, lower) ?? own(BASES, lower);
  if (whole) return { printed, ...whole };
  const base = own(BASES, lower.slice(1));
  const prefix = lower.startsWith("m") ? mExponent(base?.unit) : own(PREFIXES, lower.slice(0, 1));
  if (base && prefix !== undefined) return { printed, unit: base.unit, exponent: base.exponent + prefix };
  return { printed, unit: printed.trim(), exponent: 0 };
}

function mExponent(unit: string | undefined): number {
  return unit === "A" || unit === "V" || unit === "Hz" ? -3 : 6;
}

function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Units of one quantity that convert by a power of ten, the catalogue's first. */
const SIBLINGS: Record<string, readonly string[]> = {
  kWh: ["kWh", "Wh", "MWh"],
  kW: ["kW", "W", "MW"],
  kvarh: ["kvarh", "varh", "Mvarh"],
  kvar: ["kvar", "var", "Mvar"],
  kVAh: ["kVAh", "VAh"],
  kVA: ["kVA", "VA"],
  A: ["A", "mA", "kA"],
  V: ["V", "mV", "kV"],
  Hz: ["Hz", "mHz", "kHz"],
  m3: ["m3", "dm3", "l"],
  GJ: ["GJ", "MJ", "kJ"],
};

/** The units that a value in the catalogue's unit can be converted to, the unit itself first. */
export function unitsFor(unit: string): readonly string[] {
  return own(SIBLINGS, unit) ?? [unit];
}

/** Whether `printed` is a unit that meters send or rows ask for, in any spelling: "W", "kwh", "m\xb3". */
export function isUnit(printed: string): boolean {
  const { unit, exponent } = readUnit(printed);
  return exponent !== 0 || own(WHOLE, printed.toLowerCase()) !== undefined || own(SIBLINGS, unit) !== undefined;
}
