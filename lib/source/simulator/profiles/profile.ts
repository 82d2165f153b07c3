import type { MeterView } from "../meter-view";

/** A kind of meter: what it can show, and how it writes a telegram. */
export interface Profile {
  /** IANA zone of its clock. */
  readonly zone: string;
  /** Seconds between telegrams. */
  readonly period: number;
  /** Steps of power it prints, in W. */
  readonly resolution: number;
  /** Hours of working days in which the peak tariff holds. */
  readonly peakHours: readonly [number, number];
  /** Seconds between readings of its gas and water meters. */
  readonly gasInterval: number;
  /** A whole telegram in clear, byte for byte as the meter sends it. */
  write(view: MeterView): Buffer;
}
