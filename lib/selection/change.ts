import { addDecimals } from "../telegram/numbers/decimal";
import type { MeterPace, PaceOptions, Step } from "./pace";
import type { Emission, FieldValue, SelectedField } from "./types";

/** Most fields remembered of one meter. */
const MOST_FIELDS = 1000;

/** What was released last of a field. */
interface Released {
  readonly value: FieldValue;
  /** Epoch ms. If the meter's clock is set back, it becomes the time after that. */
  time: number;
}

/** Releases a field if it differs from its last release by more than its dead band, or if its heartbeat is due. */
export class ChangePace implements MeterPace {
  readonly #options: PaceOptions;
  readonly #released = new Map<string, Released>();

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  push({ time, telegram, fields }: Step): Emission[] {
    const due = fields.filter((field) => this.#isDue(field, time));
    for (const { name, value } of due) {
      if (this.#released.has(name) || this.#released.size < MOST_FIELDS) this.#released.set(name, { value, time });
    }
    return due.length > 0 ? [{ time, telegram, partial: false, fields: due }] : [];
  }

  #isDue(field: SelectedField, time: number): boolean {
    const last = this.#released.get(field.name);
    if (!last) return true;
    last.time = Math.min(last.time, time);
    const { heartbeat, deadband } = this.#options;
    if (heartbeat > 0 && time - last.time >= heartbeat * 1000) return true;
    return differs(field.value, last.value, field.deadband ?? deadband);
  }
}

/** Whether two values differ by more than the band, calculated in decimals: 1.2 and 1.3 differ by exactly 0.1. */
function differs(value: FieldValue, before: FieldValue, band: number): boolean {
  if (typeof value !== "number" || typeof before !== "number") return value !== before;
  return Math.abs(addDecimals(value, -before)) > band;
}
