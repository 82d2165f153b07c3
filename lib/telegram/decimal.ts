/** A number in a telegram: digits with at most one point, a sign before them (DSMR 5.0.2, 6.4; IEC 62056-21). */
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** Longer numbers than any register has; they would only lose digits as a double. */
const MOST_DIGITS = 24;

/** Whether `text` is a number as telegrams print it. */
export function isDecimal(text: string): boolean {
  return text.length <= MOST_DIGITS && DECIMAL.test(text);
}

/**
 * `text` times ten to the power `exponent`, by moving the decimal point in the text, so that "0.193" kWh is 193 Wh
 * and not 192.99999999999997. `undefined` where the text is no number.
 */
export function scaleDecimal(text: string, exponent = 0): number | undefined {
  if (text.length > MOST_DIGITS) return undefined;
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign, whole, fraction = ""] = match;
  const number = exponent === 0 ? Number(`${whole!}.${fraction}`) : Number(`${whole!}.${fraction}e${exponent}`);
  return sign === "-" && number !== 0 ? -number : number;
}

/** A number times ten to the power `exponent`, exact in its shortest decimal form. */
export function scaleNumber(value: number, exponent: number): number {
  const [mantissa, power = "0"] = value.toExponential().split("e");
  return Number(`${mantissa!}e${Number(power) + exponent}`);
}

/** The sum of two numbers as their printed decimals add up: 0.1 + 0.2 is 0.3. */
export function addDecimals(a: number, b: number): number {
  const sum = thousandths(a) + thousandths(b);
  return Math.abs(sum) <= EXACT ? sum / 1000 : sumOfDigits(a, b);
}

/** Whole numbers up to 10^15 and their thousandths are told apart by doubles. */
const EXACT = 1e15;

/** Nearly all values of a meter have three decimals at most; NaN for one that has more, or is too great. */
function thousandths(value: number): number {
  const whole = Math.round(value * 1000);
  return whole / 1000 === value && Math.abs(whole) <= EXACT ? whole : Number.NaN;
}

function sumOfDigits(a: number, b: number): number {
  const places = Math.max(decimalPlaces(a), decimalPlaces(b));
  return Number(`${digitsAt(a, places) + digitsAt(b, places)}e-${places}`);
}

/** `value` times a whole number and ten to the power `exponent`, as its printed decimals multiply. */
export function multiplyDecimal(value: number, factor: number, exponent: number): number {
  const places = decimalPlaces(value);
  return Number(`${digitsAt(value, places) * BigInt(factor)}e${exponent - places}`);
}

/** The decimals that the shortest text of a number has. */
function decimalPlaces(value: number): number {
  const [mantissa, power = "0"] = value.toExponential().split("e");
  const fraction = mantissa!.split(".")[1]?.length ?? 0;
  return Math.max(0, fraction - Number(power));
}

/** The digits of a number with so many decimals, which are at least its own: 1.5 with 2 is 150. */
function digitsAt(value: number, places: number): bigint {
  const [mantissa, power = "0"] = value.toExponential().split("e");
  const [whole, fraction = ""] = mantissa!.split(".");
  return BigInt(whole! + fraction) * 10n ** BigInt(places + Number(power) - fraction.length);
}
