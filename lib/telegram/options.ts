import type { ClockSource, Medium } from "./types";

/** A device, or the electricity meter itself, was replaced: its equipment id is another one now. */
export interface MeterChange {
  medium: Medium;
  channel?: number;
  from: string;
  to: string;
}

export interface ReaderOptions {
  /** `require` (default): a telegram whose CRC is wrong or missing is rejected; `flag`: it is delivered with its verdict. */
  crc?: "require" | "flag";
  /** IANA zone ("Europe/Amsterdam", the default) or fixed offset ("+01:00") of the meter's clock. */
  zone?: string;
  /** Where `timestamp` comes from; "meter" by default. */
  clock?: ClockSource;
  /** Hold back implausible values of telegrams without a CRC; on by default. */
  guard?: boolean;
  /** Put `objects` in the result; on by default. */
  objects?: boolean;
  /** Put the telegram's text in the result as `raw`; off by default. */
  raw?: boolean;
  /** Told when the meter or an M-Bus device is another one than before. */
  onMeterChanged?: (change: MeterChange) => void;
}
