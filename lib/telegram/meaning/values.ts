import { addDecimals } from "../numbers/decimal";
import type { ReadObject } from "../objects/object";

/** Named numbers in the catalogue's units. */
export type Values = Record<string, number>;

/** A sag or swell of more volts was not measured: the meter left a filler value. */
const HIGHEST_VOLTAGE = 1000;
const EVENT_VOLTAGE = /^(?:sag|swell)_voltage_/;

/** The named numbers of a telegram's electricity lines. If several channels B have the same name, the lowest wins. */
export function electricityValues(objects: readonly ReadObject[]): Values {
  const values: Values = {};
  let hasRivals = false;
  for (const read of objects) {
    const value = namedValue(read);
    if (value === undefined) continue;
    const { name } = read.field!;
    if (values[name] === undefined) values[name] = value;
    else hasRivals = true;
  }
  if (hasRivals) {
    // The lowest channel comes last and stays, and of one channel the first line.
    const named = objects.filter((read) => namedValue(read) !== undefined).reverse();
    named.sort((a, b) => b.line.code.obis.b - a.line.code.obis.b);
    for (const read of named) values[read.field!.name] = namedValue(read)!;
  }
  return values;
}

function namedValue({ field, object: { value } }: ReadObject): number | undefined {
  if (!field || typeof value !== "number") return undefined;
  const isFiller = value > HIGHEST_VOLTAGE && field.unit === "V" && EVENT_VOLTAGE.test(field.name);
  return isFiller ? undefined : value;
}

/** Adds what follows from other values: the net power, and the totals of a meter that sends only tariffs. */
export function addDerivedValues(values: Values, objects: readonly ReadObject[]): void {
  const { power_delivered: delivered, power_returned: returned } = values;
  if (delivered !== undefined && returned !== undefined) values.power_net = addDecimals(delivered, -returned);
  const deliveredTotal = sumOfTariffs(1, values, objects);
  if (deliveredTotal !== undefined) values.energy_delivered_total = deliveredTotal;
  const returnedTotal = sumOfTariffs(2, values, objects);
  if (returnedTotal !== undefined) values.energy_returned_total = returnedTotal;
}

/**
 * The sum of the tariffs of a quantity (C of their codes) on the lowest channel. Undefined if the meter sends a total, or
 * one of the tariffs' lines could not be read.
 */
function sumOfTariffs(quantity: number, values: Values, objects: readonly ReadObject[]): number | undefined {
  let channel = Number.POSITIVE_INFINITY;
  let names = new Set<string>();
  let isReadable = true;
  for (const { line, object } of objects) {
    const { obis, field } = line.code;
    if (obis.c !== quantity || obis.d !== 8 || obis.a !== 1 || !field) continue;
    if (obis.e === 0) return undefined;
    if (obis.b > channel) continue;
    if (obis.b < channel) {
      channel = obis.b;
      names = new Set();
      isReadable = true;
    }
    if (typeof object.value !== "number") isReadable = false;
    names.add(field.name);
  }
  return isReadable ? sumOf([...names], values) : undefined;
}

function sumOf(names: readonly string[], values: Values): number | undefined {
  let sum: number | undefined;
  for (const name of names) {
    const value = values[name];
    if (value === undefined) return undefined;
    sum = sum === undefined ? value : addDecimals(sum, value);
  }
  return sum;
}
