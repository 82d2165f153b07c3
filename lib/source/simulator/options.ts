import type { FaultsOption } from "./faults";

/** The kinds of simulated meters, as the option `profile` names them. */
export const profileNames = ["nl-dsmr5", "nl-dsmr22", "be", "lu-encrypted", "replay"] as const;
export type ProfileName = (typeof profileNames)[number];

/** The options of a simulated meter. An absent one, or a number that is none, takes its default. */
export interface SimulatedMeterOptions {
  /** "nl-dsmr5" by default. */
  readonly profile?: ProfileName;
  /** Seconds between telegrams, 0.001 to 86,400; default: 1 for nl-dsmr5 and be, 10 for the others. */
  readonly period?: number;
  /** Chooses the house; 1 by default. The same options and time give the same telegram. */
  readonly seed?: number;
  /** The time of the first telegram of `next`, epoch ms; 2026-06-15T10:00:00Z by default. */
  readonly start?: number;
  /** Zone of the meter's clock: IANA name or fixed offset; that of the profile's country by default. */
  readonly zone?: string;
  /** The telegram to repeat; only for the profile `replay`. */
  readonly telegram?: string;
  /** The faults of the telegrams of `next` and `tick`; none by default. */
  readonly faults?: FaultsOption;
  /** Keys of `lu-encrypted` as 32 hex digits; the demo key and Luxembourg's authentication key by default. */
  readonly decryptionKey?: string;
  readonly authenticationKey?: string;
  /** Additional authenticated data of `lu-encrypted`: Luxembourg's (default), the own authentication key, or none. */
  readonly aad?: "luxembourg" | "own" | "none";
}
