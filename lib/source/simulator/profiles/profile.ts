import type { MeterView } from "../meter-view";

/** A kind of meter: its properties, and how it writes a telegram. */
export interface Profile {
  /** IANA zone of the meter's clock. */
  readonly zone: string;
  /** Seconds between telegrams. */
  readonly period: number;
  /** The smallest step of power that it prints, in W. */
  readonly resolution: number;
  /** Hours of the peak tariff on working days. */
  readonly peakHours: readonly [number, number];
  /** Seconds between readings of its gas and water meters. */
  readonly gasInterval: number;
  /** Returns a whole telegram, not encrypted, byte for byte as the meter sends it. */
  write(view: MeterView): Buffer;
}
