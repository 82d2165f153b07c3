import { sumDecimals } from "./decimal";
import type { Field } from "./field";
import type { Layout, TariffLines } from "./layout";
import type { NamedValues } from "./named-values";
import type { ReadLine } from "./read-lines";

/** Beyond this many volts a sag or swell was not measured but left at a filler value. */
const HIGHEST_VOLTAGE = 1000;
const EVENT_VOLTAGE = /^(?:sag|swell)_voltage_/;

/**
 * The named numbers of a telegram's electricity lines, into the layout's own list. The same name on two B channels: B = 0
 * wins, else the lowest.
 */
export function electricityValues(lines: readonly ReadLine[], layout: Layout): NamedValues {
  const { values } = layout;
  values.clear();
  const hasRivals = layout.rivals.length > 0;
  for (const { field, object } of lines) {
    if (field === undefined || !isMeasured(object.value, field)) continue;
    if (hasRivals) values.set(field.name, object.value);
    else values.add(field.name, object.value);
  }
  for (const index of layout.rivals) {
    const { field, object } = lines[index]!;
    if (field !== undefined && isMeasured(object.value, field)) values.set(field.name, object.value);
  }
  return values;
}

function isMeasured(value: number | string | undefined, { unit, name }: Field): value is number {
  if (typeof value !== "number") return false;
  return value <= HIGHEST_VOLTAGE || unit !== "V" || !EVENT_VOLTAGE.test(name);
}

/** What follows from other values: the net power, and totals where the meter sends only tariffs. */
export function deriveValues(values: NamedValues, lines: readonly ReadLine[], layout: Layout): void {
  const delivered = values.get("power_delivered");
  const returned = values.get("power_returned");
  if (delivered !== undefined && returned !== undefined) values.add("power_net", sumDecimals([delivered, -returned]));
  deriveTotal(values, lines, layout.delivered, "energy_delivered");
  deriveTotal(values, lines, layout.returned, "energy_returned");
}

/** A total is the sum of its tariffs only where every tariff line was readable. */
function deriveTotal(
  values: NamedValues,
  lines: readonly ReadLine[],
  tariffs: TariffLines | undefined,
  name: string,
): void {
  if (!tariffs) return;
  for (const index of tariffs.lines) if (typeof lines[index]!.object.value !== "number") return;
  const readable: number[] = [];
  for (const tariff of tariffs.names) {
    const value = values.get(tariff);
    if (value === undefined) return;
    readable.push(value);
  }
  values.add(`${name}_total`, sumDecimals(readable));
}
