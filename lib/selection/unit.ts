import { scaleNumber } from "../telegram/numbers/decimal";
import { readUnit, unitsFor } from "../telegram/catalogue/units";

/** Units of one quantity that differ by more than a power of ten: 1 GJ = 1000 / 3.6 kWh. */
const ENERGY: readonly string[] = ["kWh", "GJ"];

/** Decimal digits that a double always holds. */
const EXACT_DIGITS = 15;

/** Whether a value in `unit` can be converted to `wanted`. */
export function converts(unit: string, wanted: string): boolean {
  const [from, to] = [readUnit(unit).unit, readUnit(wanted).unit];
  return from === to || (ENERGY.includes(from) && ENERGY.includes(to));
}

/**
 * Converts a value to another unit of its quantity. Powers of ten are exact (0.193 kW is 193 W); GJ and kWh are rounded
 * to 15 digits. Returns undefined if the units are of different quantities or the result is not finite.
 */
export function convert(value: number, unit: string, wanted: string): number | undefined {
  if (!converts(unit, wanted)) return undefined;
  const result = inUnit(value, unit, wanted);
  return Number.isFinite(result) ? result : undefined;
}

function inUnit(value: number, unit: string, wanted: string): number {
  const [from, to] = [readUnit(unit), readUnit(wanted)];
  const exponent = from.exponent - to.exponent;
  if (from.unit === to.unit) return scaleNumber(value, exponent);
  if (from.unit === "kWh") return scaleNumber(rounded(value * 36), exponent - 4);
  return rounded(scaleNumber(value, exponent + 4) / 36);
}

/** Every unit that a value in the catalogue's unit can be converted to, that unit first. */
export function unitChoices(unit: string): string[] {
  const others = ENERGY.includes(unit) ? ENERGY.filter((other) => other !== unit) : [];
  return [unit, ...others].flatMap(unitsFor);
}

function rounded(value: number): number {
  return Number(value.toPrecision(EXACT_DIGITS));
}
