import { addDecimals } from "../telegram/numbers/decimal";
import { orderOf } from "./clock";
import { meteredBy, type Metered } from "./metered";
import { timedField, type MeterPace, type Step } from "./pace";
import type { Emission, FieldValue, PacedField, SelectedField } from "./types";

/** Most readings remembered of one meter. */
const MOST_READINGS = 1000;

/** Significant digits of a rate: it is a quotient, which may have no end. */
const RATE_DIGITS = 12;

interface Reading {
  /** Epoch ms. */
  readonly time: number;
  readonly value: FieldValue;
  readonly id?: string | undefined;
}

/**
 * Releases a field of gas, water or heat when its own time has moved. With it come `<name>_delta`, what was used since
 * the reading before (the field's unit), `<name>_period` (s) and `<name>_rate` (the field's unit per hour); these are
 * absent at the first reading, if the value fell, and if another device was read. Each reading time is an emission.
 */
export class ReadingPace implements MeterPace {
  /** By the field's name. */
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

  /** The fields of a new reading, with its time; undefined if the reading is not new. `now`: the telegram's time. */
  #moved(field: SelectedField, metered: Metered, now: number): { time: number; fields: PacedField[] } | undefined {
    const before = this.#last.get(field.name);
    const replaced = before?.id !== undefined && metered.id !== undefined && before.id !== metered.id;
    const last = replaced ? undefined : before;
    // If a device gives no time, another value is a new reading.
    if (metered.time === undefined && field.value === last?.value) return undefined;
    const time = metered.time ?? now;
    const order = orderOf(time, last?.time);
    if (order === "late") return undefined;
    if (before || this.#last.size < MOST_READINGS) {
      this.#last.set(field.name, { time, value: field.value, id: metered.id ?? last?.id });
    }
    const used = last && order === "next" ? use(field, last, time) : [];
    return { time, fields: [timedField(field, field.value, time), ...used] };
  }
}

/** What was used since the reading before; nothing if the value fell. */
function use({ name, value }: SelectedField, before: Reading, time: number): PacedField[] {
  if (typeof value !== "number" || typeof before.value !== "number" || value < before.value) return [];
  const delta = addDecimals(value, -before.value);
  const period = (time - before.time) / 1000;
  const rate = Number(((delta / period) * 3600).toPrecision(RATE_DIGITS));
  return [
    { name: `${name}_delta`, value: delta, time },
    { name: `${name}_period`, value: period, time },
    { name: `${name}_rate`, value: rate, time },
  ];
}
