/** A decimal number as digits and decimal places: exact, whatever its size. */
export interface Exact {
  digits: bigint;
  places: number;
}

/** The number nearest to an exact one, by its decimal text. */
export function toNumber({ digits, places }: Exact): number {
  const text = (digits < 0n ? -digits : digits).toString();
  const shown =
    places <= 0
      ? text + "0".repeat(-places)
      : text.padStart(places + 1, "0").replace(new RegExp(`(\\d{${places}})$`), ".$1");
  const number = Number(shown);
  return digits < 0n ? -number : number;
}

export function timesTen({ digits, places }: Exact, power: number): Exact {
  return { digits, places: places - power };
}

export function times({ digits, places }: Exact, factor: Exact): Exact {
  return { digits: digits * factor.digits, places: places + factor.places };
}

export function sum(numbers: readonly Exact[]): Exact {
  const places = Math.max(0, ...numbers.map((number) => number.places));
  const digits = numbers.map((number) => number.digits * 10n ** BigInt(places - number.places));
  return { digits: digits.reduce((total, one) => total + one, 0n), places };
}

export function negative({ digits, places }: Exact): Exact {
  return { digits: -digits, places };
}
