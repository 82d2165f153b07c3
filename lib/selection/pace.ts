import type { Telegram } from "../telegram/types";
import type { Aggregate, Emission, FieldValue, PacedField, SelectedField } from "./types";

/** When fields are released: with each telegram, at the end of an interval, when they change, or with a new reading. */
export type Pace = "all" | "interval" | "change" | "reading";

export interface PaceOptions {
  readonly pace: Pace;
  /** Length of an interval, in seconds. */
  readonly every: number;
  /** Of an interval; a field's own aggregate overrides it. */
  readonly aggregate: Aggregate;
  /** A change of at most this counts as none, in the message's unit; a field's own dead band overrides it. */
  readonly deadband: number;
  /** A field that does not change is released again after this many seconds; 0: never. */
  readonly heartbeat: number;
  /** Whether an interval keeps its last telegram for its emission. */
  readonly keepTelegram?: boolean;
}

/** One telegram and the fields picked from it. */
export interface Step {
  /** The telegram's own time, epoch ms. */
  readonly time: number;
  readonly telegram: Telegram;
  readonly fields: readonly SelectedField[];
}

/** The pace of one meter: takes its telegrams in turn, returns what each of them releases, oldest first. */
export interface MeterPace {
  push(step: Step): Emission[];
}

/** A field that is released with a time of its own. */
export type TimedField = PacedField & { readonly time: number };

/** A field as it is released, with this value and time (epoch ms). */
export function timedField({ name, field, code }: SelectedField, value: FieldValue, time: number): TimedField {
  return { name, value, time, field, code };
}
