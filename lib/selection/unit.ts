import { scaleNumber } from "../telegram/decimal";
import { unitForm, unitsFor } from "../telegram/units";

/** Units of one quantity that differ by more than a power of ten: 1 GJ = 1000 / 3.6 kWh. */
const ENERGY: readonly string[] = ["kWh", "GJ"];

/** Decimal digits a double carries for certain. */
const EXACT_DIGITS = 15;

/** Whether a value in `unit` can be told in `wanted`. */
export function converts(unit: string, wanted: string): boolean {
  const from = unitForm(unit).unit;
  const to = unitForm(wanted).unit;
  return from === to || (ENERGY.includes(from) && ENERGY.includes(to));
}

/**
 * Tells a value in another unit of its quantity: powers of ten exactly (0.193 kW is 193 W), GJ and kWh by 3.6 to 15
 * digits. Undefined where the two do not convert, or the value is too great to be told in that unit.
 */
export function convert(value: number, unit: string, wanted: string): number | undefined {
  const told = converts(unit, wanted) ? converted(value, unit, wanted) : undefined;
  return Number.isFinite(told) ? told : undefined;
}

function converted(value: number, unit: string, wanted: string): number {
  const from = unitForm(unit);
  const to = unitForm(wanted);
  const exponent = from.exponent - to.exponent;
  if (from.unit === to.unit) return scaleNumber(value, exponent);
  if (from.unit === "kWh") return scaleNumber(rounded(value * 36), exponent - 4);
  return rounded(scaleNumber(value, exponent + 4) / 36);
}

/** Every unit a value in the catalogue's unit can come out in, that unit first. */
export function unitChoices(unit: string): string[] {
  const others = ENERGY.includes(unit) ? ENERGY.filter((other) => other !== unit) : [];
  return [unit, ...others].flatMap(unitsFor);
}

function rounded(value: number): number {
  return Number(value.toPrecision(EXACT_DIGITS));
}
