import { sumDecimals } from "./decimal";
import type { ReadLine } from "./object";

/** Beyond this many volts a sag or swell was not measured but left at a filler value. */
const HIGHEST_VOLTAGE = 1000;

/** The named numbers of a telegram's electricity lines. The same name on two B channels: B = 0 wins, else the lowest. */
export function electricityValues(lines: readonly ReadLine[]): Record<string, number> {
  const values: Record<string, number> = {};
  const channels = new Map<string, number>();
  for (const { line, field, object } of lines) {
    if (!field || typeof object.value !== "number") continue;
    if (/^(?:sag|swell)_voltage_/.test(field.name) && object.value > HIGHEST_VOLTAGE) continue;
    const channel = channels.get(field.name);
    if (channel !== undefined && channel <= line.obis.b) continue;
    channels.set(field.name, line.obis.b);
    values[field.name] = object.value;
  }
  return values;
}

/** What follows from other values: the net power, and totals where the meter sends only tariffs. */
export function deriveValues(values: Record<string, number>, lines: readonly ReadLine[]): void {
  const { power_delivered: delivered, power_returned: returned } = values;
  if (delivered !== undefined && returned !== undefined) values.power_net = sumDecimals([delivered, -returned]);
  deriveTotal(values, lines, 1, "energy_delivered");
  deriveTotal(values, lines, 2, "energy_returned");
}

/** A total is the sum of its tariffs only where the meter sends no total and every tariff line was readable. */
function deriveTotal(values: Record<string, number>, lines: readonly ReadLine[], quantity: number, name: string): void {
  const registers = lines.filter(
    ({ line: { obis } }) => obis.a === 1 && obis.c === quantity && obis.d === 8 && obis.f === undefined,
  );
  if (registers.length === 0 || registers.some(({ line }) => line.obis.e === 0)) return;
  const channel = Math.min(...registers.map(({ line }) => line.obis.b));
  const own = registers.filter(({ line }) => line.obis.b === channel);
  if (own.some(({ object }) => typeof object.value !== "number")) return;
  const numbers = new Set(own.map(({ line }) => line.obis.e));
  const tariffs = [...numbers].map((tariff) => values[`${name}_tariff${tariff}`]);
  const readable = tariffs.filter((value) => value !== undefined);
  if (readable.length === tariffs.length) values[`${name}_total`] = sumDecimals(readable);
}
