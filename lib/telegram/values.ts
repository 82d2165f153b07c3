import { addDecimals } from "./decimal";
import type { Field } from "./field";
import type { Layout, TariffLines } from "./layout";
import type { Named, NamedValues } from "./named-values";
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
  for (const line of lines) {
    const { field, number } = line;
    line.place = -1;
    if (field === undefined || number === undefined || isFiller(number, field)) continue;
    if (hasRivals) {
      values.set(field, number);
    } else {
      line.place = values.count;
      values.add(field, number);
    }
  }
  for (const index of layout.rivals) {
    const { field, number } = lines[index]!;
    if (field !== undefined && number !== undefined && !isFiller(number, field)) values.set(field, number);
  }
  return values;
}

function isFiller(value: number, field: Field): boolean {
  return value > HIGHEST_VOLTAGE && mayBeFiller(field);
}

/** Whether a great number of this field is none. */
export function mayBeFiller({ unit, name }: Field): boolean {
  return unit === "V" && EVENT_VOLTAGE.test(name);
}

const NET: Named = { name: "power_net" };
const ENERGY_DELIVERED: Named = { name: "energy_delivered_total" };
const ENERGY_RETURNED: Named = { name: "energy_returned_total" };

/** What follows from other values: the net power, and totals where the meter sends only tariffs. */
export function deriveValues(values: NamedValues, lines: readonly ReadLine[], layout: Layout): void {
  const delivered = values.get(layout.powers.delivered);
  const returned = values.get(layout.powers.returned);
  if (delivered !== undefined && returned !== undefined) values.add(NET, addDecimals(delivered, -returned));
  deriveTotal(values, lines, layout.delivered, ENERGY_DELIVERED);
  deriveTotal(values, lines, layout.returned, ENERGY_RETURNED);
}

/** A total is the sum of its tariffs only where every tariff line was readable. */
function deriveTotal(
  values: NamedValues,
  lines: readonly ReadLine[],
  tariffs: TariffLines | undefined,
  total: Named,
): void {
  if (!tariffs) return;
  for (const index of tariffs.lines) if (lines[index]!.number === undefined) return;
  let sum: number | undefined;
  for (const place of tariffs.places) {
    const number = values.get(place);
    if (number === undefined) return;
    sum = sum === undefined ? number : addDecimals(sum, number);
  }
  if (sum !== undefined) values.add(total, sum);
}
