import type { Telegram } from "../telegram/types";

/** How a field's telegrams within an interval become one value. Counters and texts are always `latest`. */
export type Aggregate = "latest" | "mean" | "min" | "max";

/** One row of the selection. */
export interface FieldRow {
  /** A field name, an OBIS code, a wildcard of either ("power_*", "1-0:*.7.0") or "group:gas". */
  readonly field: string;
  /** The name it comes out under; only for a row that picks one field. */
  readonly rename?: string;
  /** The unit it comes out in: "W", "MJ". */
  readonly unit?: string;
  /** In place of the pace's own aggregate. */
  readonly aggregate?: Aggregate;
  /** In place of the pace's own dead band; in the unit the field comes out in. */
  readonly deadband?: number;
}

export type FieldValue = number | string;

/** A field picked from one telegram. */
export interface SelectedField {
  /** The name it comes out under. */
  readonly name: string;
  readonly value: FieldValue;
  /** The unit of `value`; empty where it has none. */
  readonly unit: string;
  /** Its name in the telegram's `values`. */
  readonly field?: string | undefined;
  /** Its OBIS code, where a row asked for one. */
  readonly code?: string | undefined;
  /** True for counters, states and texts: never averaged. */
  readonly steady: boolean;
  readonly aggregate?: Aggregate | undefined;
  readonly deadband?: number | undefined;
}

/** What a selection found in one telegram. */
export interface Selected {
  readonly fields: SelectedField[];
  /** The rows that found something, by their place in the list. */
  readonly rows: ReadonlySet<number>;
}

/** A field as the pacer lets it go. */
export interface PacedField {
  readonly name: string;
  readonly value: FieldValue;
  /** Epoch ms, where it is not the emission's. */
  readonly time?: number | undefined;
  /** Its name in the telegram's `values`; absent for objects without a name and for what was worked out. */
  readonly field?: string | undefined;
  readonly code?: string | undefined;
}

/** What the pacer lets go at once: one message, or one message a field. */
export interface Emission {
  /** Epoch ms. */
  readonly time: number;
  readonly fields: readonly PacedField[];
  /** The telegram the values are from; for an interval its last one, where the pacer was asked to keep it. */
  readonly telegram: Telegram;
  /** True for an interval that was not seen in full. */
  readonly partial: boolean;
}
