import { addDecimals } from "../telegram/decimal";
import type { MeterPace, PaceOptions, Step } from "./step";
import type { Emission, FieldValue, SelectedField } from "./types";

/** Most fields remembered of one meter. */
const MOST_FIELDS = 1000;

interface Sent {
  readonly value: FieldValue;
  /** Epoch ms; moves back with a clock that is set back. */
  time: number;
}

/** Lets a field go when it differs from what went before by more than its dead band, or when its heartbeat is due. */
export class ChangePace implements MeterPace {
  readonly #options: Pick<PaceOptions, "deadband" | "heartbeat">;
  readonly #sent = new Map<string, Sent>();

  constructor(options: Pick<PaceOptions, "deadband" | "heartbeat">) {
    this.#options = options;
  }

  push({ time, telegram, fields }: Step): Emission[] {
    const due = fields.filter((field) => this.#isDue(field, time));
    for (const { name, value } of due) {
      if (this.#sent.has(name) || this.#sent.size < MOST_FIELDS) this.#sent.set(name, { value, time });
    }
    if (due.length === 0) return [];
    return [{ time, telegram, partial: false, fields: due }];
  }

  #isDue(field: SelectedField, time: number): boolean {
    const sent = this.#sent.get(field.name);
    if (!sent) return true;
    sent.time = Math.min(sent.time, time);
    const { heartbeat } = this.#options;
    if (heartbeat > 0 && time - sent.time >= heartbeat * 1000) return true;
    return differs(field.value, sent.value, field.deadband ?? this.#options.deadband);
  }
}

/** Whether two values lie apart by more than the band, as their decimals have it: from 1.2 to 1.3 is no more than 0.1. */
function differs(value: FieldValue, before: FieldValue, band: number): boolean {
  if (typeof value !== "number" || typeof before !== "number") return value !== before;
  return Math.abs(addDecimals(value, -before)) > band;
}
