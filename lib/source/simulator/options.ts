import type { FaultsOption } from "./faults";

/** The kinds of simulated meter, as the `profile` option names them. */
export const profileNames = ["nl-dsmr5", "nl-dsmr22", "be", "lu-encrypted", "replay"] as const;
export type ProfileName = (typeof profileNames)[number];

/** How a simulated meter is made. Whatever is absent, or no number where one is due, takes its default. */
export interface SimulatedMeterOptions {
  readonly profile?: ProfileName;
  /** Seconds between telegrams; the profile's own by default (1 for nl-dsmr5 and be, 10 for the others). */
  readonly period?: number;
  /** Which house it is; 1 by default. The same seed and time give the same telegram. */
  readonly seed?: number;
  /** Epoch ms at which `next` begins; 2026-06-15T10:00:00Z by default. */
  readonly start?: number;
  /** IANA zone or fixed offset of the meter's clock; the profile's country by default. */
  readonly zone?: string;
  /** The telegram to repeat, for `replay`. */
  readonly telegram?: string;
  /** What goes wrong with the telegrams of `next`. */
  readonly faults?: FaultsOption;
  /** Keys of `lu-encrypted` as 32 hex digits; the demo key and Luxembourg's authentication key by default. */
  readonly decryptionKey?: string;
  readonly authenticationKey?: string;
  /** Additional authenticated data of `lu-encrypted`: Luxembourg's (default), the own authentication key, or none. */
  readonly aad?: "luxembourg" | "own" | "none";
}
