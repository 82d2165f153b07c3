import { addDecimals } from "../telegram/decimal";
import { orderOf } from "./clock";
import { meteredBy, type Metered } from "./metered";
import { paced, type MeterPace, type Step } from "./step";
import type { Emission, FieldValue, PacedField, SelectedField } from "./types";

/** Most readings remembered of one meter. */
const MOST_READINGS = 1000;

/** Decimal digits a rate is told in; it is a quotient and seldom ends. */
const RATE_DIGITS = 12;

interface Reading {
  /** Epoch ms. */
  readonly time: number;
  readonly value: FieldValue;
  readonly id?: string | undefined;
}

/**
 * Lets gas, water and heat go when their own time moved, with what was used since the reading before as `<name>_delta`
 * (the field's unit), `<name>_period` (s) and `<name>_rate` (the field's unit per hour); without these at the first
 * reading, where the value fell, and where another device was read. Readings with times of their own come apart.
 */
export class ReadingPace implements MeterPace {
  readonly #last = new Map<string, Reading>();

  push(step: Step): Emission[] {
    const readings = new Map<number, PacedField[]>();
    for (const field of step.fields) {
      const metered = meteredBy(field, step.telegram);
      const moved = metered && this.#moved(field, metered, step.time);
      if (moved) readings.set(moved.time, [...(readings.get(moved.time) ?? []), ...moved.fields]);
    }
    return [...readings]
      .sort(([one], [other]) => one - other)
      .map(([time, fields]) => ({ time, fields, telegram: step.telegram, partial: false }));
  }

  /** The fields of a reading that is new, with its time. */
  #moved(field: SelectedField, metered: Metered, now: number): { time: number; fields: PacedField[] } | undefined {
    const before = this.#last.get(field.name);
    const replaced = before?.id !== undefined && metered.id !== undefined && before.id !== metered.id;
    const last = replaced ? undefined : before;
    // A device that tells no time has a new reading when the value is another.
    if (metered.time === undefined && field.value === last?.value) return undefined;
    const time = metered.time ?? now;
    const order = orderOf(time, last?.time);
    if (order === "late") return undefined;
    if (before || this.#last.size < MOST_READINGS) {
      this.#last.set(field.name, { time, value: field.value, id: metered.id ?? last?.id });
    }
    const used = last && order === "next" ? use(field, { from: last, time }) : [];
    return { time, fields: [paced(field, field.value, time), ...used] };
  }
}

/** What was used since the reading before; nothing where the counter fell. */
function use({ name, value }: SelectedField, { from, time }: { from: Reading; time: number }): PacedField[] {
  if (typeof value !== "number" || typeof from.value !== "number" || value < from.value) return [];
  const delta = addDecimals(value, -from.value);
  const period = (time - from.time) / 1000;
  const rate = Number(((delta / period) * 3600).toPrecision(RATE_DIGITS));
  return [
    { name: `${name}_delta`, value: delta, time },
    { name: `${name}_period`, value: period, time },
    { name: `${name}_rate`, value: rate, time },
  ];
}
