/** A unit as a telegram prints it, told in the catalogue's unit of the same quantity. */
export interface UnitForm {
  /** The catalogue's unit: kWh, kW, kvarh, kvar, kVAh, kVA, A, V, Hz, m3, GJ, s, or the unit itself where it has no other. */
  readonly unit: string;
  /** The value in `unit` is the printed value times ten to this power. */
  readonly exponent: number;
}

/** Base of a unit, in lower case, with the catalogue's unit and what its prefix is worth there. */
const BASES: Record<string, { readonly unit: string; readonly exponent: number }> = {
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

const WHOLE: Record<string, UnitForm> = {
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

const PREFIXES: Record<string, number> = { k: 3, g: 9 };

const forms = new Map<string, UnitForm>();

/**
 * Tells a printed unit in the catalogue's: letter case is free but for m, which is milli before A and V and mega
 * before W, Wh, J, var and varh. A unit that is not known is itself, with exponent 0.
 */
export function unitForm(printed: string): UnitForm {
  let form = forms.get(printed);
  if (form) return form;
  form = readUnit(printed.trim());
  if (forms.size < 256) forms.set(printed, form);
  return form;
}

function readUnit(printed: string): UnitForm {
  const lower = printed.toLowerCase();
  const whole = own(WHOLE, lower);
  if (whole) return whole;
  const bare = own(BASES, lower);
  if (bare) return bare;
  const base = own(BASES, lower.slice(1));
  const prefix = lower.startsWith("m") ? mExponent(base?.unit) : own(PREFIXES, lower.slice(0, 1));
  if (base && prefix !== undefined) return { unit: base.unit, exponent: base.exponent + prefix };
  return { unit: printed, exponent: 0 };
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

/** The units a value in the catalogue's unit can be told in, the unit itself first. */
export function unitsFor(unit: string): readonly string[] {
  return own(SIBLINGS, unit) ?? [unit];
}

/** Whether `printed` is a unit that meters send or rows ask for, in any spelling: "W", "kwh", "m\xb3". */
export function isUnit(printed: string): boolean {
  const form = unitForm(printed);
  return (
    form.exponent !== 0 || own(WHOLE, printed.toLowerCase()) !== undefined || own(SIBLINGS, form.unit) !== undefined
  );
}
