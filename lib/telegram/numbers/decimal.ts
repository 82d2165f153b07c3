const [PLUS, MINUS, POINT, ZERO, NINE] = [0x2b, 0x2d, 0x2e, 0x30, 0x39];
/** Longer numbers than any register has. A double would lose their last digits. */
const MOST_CHARACTERS = 24;
/** Powers of ten that are exact as doubles. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/**
 * Returns the offset behind the number that starts at `from`: digits with at most one point after them, and an optional
 * sign before them (DSMR 5.0.2, 6.4; IEC 62056-21). Returns `from` if none starts there.
 */
export function decimalEnd(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from] === PLUS || bytes[from] === MINUS ? from + 1 : from;
  const whole = digitsEnd(bytes, first, to);
  if (whole === first) return from;
  return whole < to && bytes[whole] === POINT ? digitsEnd(bytes, whole + 1, to) : whole;
}

function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
  return at;
}

/**
 * Reads the number between two offsets, times ten to the power `exponent`. The result is the double nearest to the
 * decimal number: 0.193 kWh are 193 Wh, not 192.99999999999997. Undefined if the text is no number.
 */
export function decimalIn(bytes: Buffer, from: number, to: number, exponent = 0): number | undefined {
  if (to - from > MOST_CHARACTERS) return undefined;
  const first = bytes[from] === PLUS || bytes[from] === MINUS ? from + 1 : from;
  let mantissa = 0;
  let point = to;
  for (let at = first; at < to; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) mantissa = mantissa * 10 + (byte - ZERO);
    else if (byte === POINT && point === to) point = at;
    else return undefined;
  }
  if (point <= first) return undefined;
  const power = exponent - (point === to ? 0 : to - point - 1);
  if (mantissa > Number.MAX_SAFE_INTEGER || Math.abs(power) >= POWERS.length) {
    return withoutMinusZero(Number(`${bytes.toString("latin1", from, to)}e${exponent}`));
  }
  // Both operands are exact, so that one division or multiplication rounds once.
  const size = power < 0 ? mantissa / POWERS[-power]! : mantissa * POWERS[power]!;
  return withoutMinusZero(bytes[from] === MINUS ? -size : size);
}

function withoutMinusZero(number: number): number {
  return number === 0 ? 0 : number;
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

/** Whole numbers up to 10^15 and their thousandths are distinct as doubles. */
const EXACT = 1e15;

/** Nearly all values of a meter have at most three decimals. NaN for one that has more, or is too large. */
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

/** The number of decimals in the shortest text of a number. */
function decimalPlaces(value: number): number {
  const [mantissa, power = "0"] = value.toExponential().split("e");
  const fraction = mantissa!.split(".")[1]?.length ?? 0;
  return Math.max(0, fraction - Number(power));
}

/** The digits of a number with `places` decimals, at least as many as it has: 1.5 with 2 is 150. */
function digitsAt(value: number, places: number): bigint {
  const [mantissa, power = "0"] = value.toExponential().split("e");
  const [whole, fraction = ""] = mantissa!.split(".");
  return BigInt(whole! + fraction) * 10n ** BigInt(places + Number(power) - fraction.length);
}
