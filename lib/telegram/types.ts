import type { Crc, FrameFault } from "../framing/frame";

/** Where `Telegram.timestamp` comes from: the meter's own clock, or the time of receipt. */
export type ClockSource = "meter" | "receipt";

export interface Meter {
  /** Equipment identifier, hex decoded. */
  id?: string;
  /** The identification line without its "/". */
  header: string;
  /** FLAG code: the header's first three characters. */
  manufacturer?: string;
  model?: string;
  /** P1 version as sent: "42", "50", "50217". */
  version?: string;
}

/** One COSEM object: a data line of the telegram. */
export interface CosemObject {
  /** The name of the field; absent if the catalogue has none. */
  name?: string;
  /** A number in the catalogue's unit if there is a unit or the catalogue expects a number, else text. */
  value?: number | string;
  unit?: string;
  /** The text in the telegram, if conversion or decoding changed it. */
  printed?: string;
  /** ISO 8601 with offset: capture time of the value. */
  timestamp?: string;
  /** Lists: the groups of a line that carries more than one value. */
  values?: (number | string)[];
  /** The objects of lines that repeat the code. */
  also?: CosemObject[];
}

export type Medium = "electricity" | "gas" | "heat" | "cooling" | "water" | "warm_water" | "heat_cost" | "other";

/** A reading of an M-Bus device. */
export interface DeviceRegister {
  /** The OBIS code it was read from, "0-1:24.2.1". */
  obis: string;
  /** In `unit`, the catalogue's: m3, GJ, kWh. */
  value: number;
  unit: string;
  /** ISO 8601 with offset: when it was read. */
  timestamp?: string;
}

/** An M-Bus device on one channel (0-n:24.x, 0-n:96.1.x). */
export interface Device {
  channel: number;
  /** EN 13757-3 device type. */
  type?: number;
  medium: Medium;
  /** Equipment identifier, hex decoded. */
  id?: string;
  /** The reading that fits the medium, in `unit`: m3, GJ, kWh. */
  value?: number;
  unit?: string;
  /** ISO 8601 with offset: when it was read. */
  timestamp?: string;
  /** unpaired: it has no reading; stale: another device of the medium has a reading more than a day newer. */
  status: "live" | "stale" | "unpaired";
  /** All readings, if there is more than one or none fits the medium. */
  registers?: DeviceRegister[];
}

/** An entry of the power failure log 1-0:99.97.0. */
export interface PowerFailure {
  /** ISO 8601 with offset. */
  end: string;
  /** Seconds. */
  duration: number;
}

/** An entry of the Belgian peak history 0-0:98.1.0. */
export interface Peak {
  /** ISO 8601 with offset: the end of the month it is for. */
  month: string;
  /** ISO 8601 with offset: when the peak was; absent if the meter gave an impossible time. */
  timestamp?: string;
  /** In `unit`: kW. */
  value: number;
  unit: string;
}

/** What could not be read, or was held back, in a telegram that is otherwise good. */
export interface Problem {
  obis?: string;
  /** A sentence. */
  problem: string;
  /** The line's text in the telegram, at most 256 characters. */
  raw: string;
}

/** One telegram, read: the payload of dsmr-parse's message. Plain JSON. */
export interface Telegram {
  meter: Meter;
  /** ISO 8601 with offset. */
  timestamp: string;
  clock: ClockSource;
  crc: Crc;
  /** Named fields, numbers only, in the catalogue's units. */
  values: Record<string, number>;
  /** Every line, by OBIS code. */
  objects?: Record<string, CosemObject>;
  devices: Device[];
  powerFailures: PowerFailure[];
  peaks: Peak[];
  /** Text message 0-0:96.13.0, decoded. */
  message?: string;
  /** Absent if there are none. At most 100, and one for each value that is held back. */
  problems?: Problem[];
  /** The telegram's text (latin1), if the reader's option `raw` is set. */
  raw?: string;
}

export type TelegramErrorCode = FrameFault | "crc" | "no-crc" | "unreadable";

/** Thrown by `TelegramReader.read` for a frame that holds no telegram. */
export class TelegramError extends Error {
  readonly code: TelegramErrorCode;
  /** The frame's text (latin1). */
  readonly raw: string;
  readonly crc: Crc | undefined;

  constructor(code: TelegramErrorCode, message: string, raw: string, crc?: Crc) {
    super(message);
    this.name = "TelegramError";
    this.code = code;
    this.raw = raw;
    this.crc = crc;
  }
}
