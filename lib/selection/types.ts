import type { Telegram } from "../telegram/types";

/** How the values of a field within an interval become one. Counters, states and texts are always `latest`. */
export type Aggregate = "latest" | "mean" | "min" | "max";

/** One row of the selection. */
export interface FieldRow {
  /** A field name, an OBIS code, a wildcard of either ("power_*", "1-0:*.7.0") or "group:gas". */
  readonly field: string;
  /** The field's name in the message; only for a row that picks one field. */
  readonly rename?: string;
  /** The field's unit in the message: "W", "MJ". */
  readonly unit?: string;
  /** Replaces the pace's own aggregate. */
  readonly aggregate?: Aggregate;
  /** Replaces the pace's own dead band; in the field's unit in the message. */
  readonly deadband?: number;
}

export type FieldValue = number | string;

/** A field picked from one telegram. */
export interface SelectedField {
  /** Its name in the message. */
  readonly name: string;
  readonly value: FieldValue;
  /** The unit of `value`; empty if it has none. */
  readonly unit: string;
  /** Its name in the telegram's `values`. */
  readonly field?: string | undefined;
  /** Its OBIS code, if a row asked for codes. */
  readonly code?: string | undefined;
  /** True for counters, states and texts, which have no mean: an interval gives their latest value. */
  readonly latestOnly: boolean;
  readonly aggregate?: Aggregate | undefined;
  readonly deadband?: number | undefined;
}

/** What a selection found in one telegram. */
export interface Selected {
  readonly fields: SelectedField[];
  /** The rows that found something, by their index in the list. */
  readonly rows: ReadonlySet<number>;
}

/** A field as the pacer releases it. */
export interface PacedField {
  readonly name: string;
  readonly value: FieldValue;
  /** Epoch ms; absent if it is the emission's time. */
  readonly time?: number | undefined;
  /** Its name in the telegram's `values`; absent for objects without a name and for what the pace computed. */
  readonly field?: string | undefined;
  readonly code?: string | undefined;
}

/** The fields that the pacer releases together: one message, or one message per field. */
export interface Emission {
  /** Epoch ms. */
  readonly time: number;
  readonly fields: readonly PacedField[];
  /** The telegram of the values; for an interval its last one if the pacer keeps it, else the one that ended it. */
  readonly telegram: Telegram;
  /** True for an interval that was not seen from its start to its end. */
  readonly partial: boolean;
}
