import type { Telegram } from "../telegram/types";
import type { Aggregate, Emission, FieldValue, PacedField, SelectedField } from "./types";

/** When fields are let go. */
export type Pace = "all" | "interval" | "change" | "reading";

export interface PaceOptions {
  readonly pace: Pace;
  /** Length of an interval, in seconds. */
  readonly every: number;
  /** Of an interval; a field's own comes first. */
  readonly aggregate: Aggregate;
  /** Change that counts as none, in the unit a field comes out in; a field's own comes first. */
  readonly deadband: number;
  /** A field that did not change is let go again after this many seconds; 0: never. */
  readonly heartbeat: number;
  /** Keep an interval's last telegram for its emission. */
  readonly keepTelegram?: boolean;
}

/** One telegram's fields on their way through a pace. */
export interface Step {
  /** The telegram's own time, epoch ms. */
  readonly time: number;
  readonly telegram: Telegram;
  readonly fields: readonly SelectedField[];
}

/** The pace of one meter. */
export interface MeterPace {
  push(step: Step): Emission[];
}

/** A field that is let go with a time of its own. */
export type TimedField = PacedField & { readonly time: number };

/** A field as it is let go. */
export function paced({ name, field, code }: SelectedField, value: FieldValue, time: number): TimedField {
  return { name, value, time, field, code };
}
