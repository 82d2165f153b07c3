/** A time as a telegram prints it: `wall` is the local time as if it were UTC, in epoch ms. */
export interface Stamp {
  readonly wall: number;
  /** S for summer time, W for winter time; absent if the meter does not say. */
  readonly flag?: "S" | "W";
}

/** The digits of TST, YYMMDDhhmmssX (DSMR 5.0.2, 6.4). DSMR 2.2 and 3.0 leave the X out. */
const DIGITS = 12;
/** Other clocks print "20240111 09:35:00", "2024-01-11T09:35:00" or "20240111093500W". */
const LONG = /^(\d{4})-?(\d{2})-?(\d{2})[ T]?(\d{2}):?(\d{2}):?(\d{2})([SWsw])?$/;
/** COSEM date-time (IEC 62056-6-2, 4.1.6.1): year, month, day, weekday, hour, minute, second, hundredths, deviation, status. */
const OCTETS =
  /^([0-9A-Fa-f]{4})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})[0-9A-Fa-f]{2}([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})$/;
/** In the status octet: daylight saving is in force. */
const SUMMER = 0x80;
/** Meters that were never set count from 1970 and print its last two digits. */
const UNSET_YEAR = 2070;
const START_OF_2001 = Date.UTC(2001, 0, 1);
const [ZERO, NINE, S, W] = [0x30, 0x39, 0x53, 0x57];

/**
 * Reads the time between two offsets: a TST or one of the other forms in this file. Undefined if the text is no time, or
 * an impossible one (month 25, 1970).
 */
export function stampIn(bytes: Buffer, from: number, to: number): Stamp | undefined {
  if (!isStampIn(bytes, from, to)) return from < to ? longStamp(bytes.toString("latin1", from, to)) : undefined;
  const part = (index: number) => twoDigits(bytes, from + 2 * index);
  const wall = wallTime(2000 + part(0), part(1), part(2), part(3), part(4), part(5));
  if (wall === undefined) return undefined;
  if (to === from + DIGITS) return { wall };
  return { wall, flag: upperCase(bytes[from + DIGITS]!) === S ? "S" : "W" };
}

/** Reads a text as `stampIn` does. */
export function readStamp(text: string): Stamp | undefined {
  const bytes = Buffer.from(text.trim(), "latin1");
  return stampIn(bytes, 0, bytes.length);
}

/** Whether the text between two offsets has the form of a TST, possible or not. The other forms do not count. */
export function isStampIn(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length !== DIGITS && length !== DIGITS + 1) return false;
  for (let at = from; at < from + DIGITS; at++) if (bytes[at]! < ZERO || bytes[at]! > NINE) return false;
  if (length === DIGITS) return true;
  const flag = upperCase(bytes[from + DIGITS]!);
  return flag === S || flag === W;
}

/** Whether a time is that of a clock that was never set: in the year 2000. */
export function isUnset(time: Stamp): boolean {
  return time.wall < START_OF_2001;
}

/** Times in the other forms that meters print. */
function longStamp(text: string): Stamp | undefined {
  const octets = OCTETS.exec(text);
  if (octets) {
    const numbers = octets.slice(1).map((digits) => Number.parseInt(digits, 16));
    return withFlag(wallTime(...sixOf(numbers)), numbers[6]! & SUMMER ? "S" : "W");
  }
  const long = LONG.exec(text);
  if (!long) return undefined;
  return withFlag(wallTime(...sixOf(long.slice(1, 7).map(Number))), long[7]?.toUpperCase() as Stamp["flag"]);
}

type Six = [year: number, month: number, day: number, hour: number, minute: number, second: number];

function sixOf(numbers: readonly number[]): Six {
  return numbers.slice(0, 6) as Six;
}

function withFlag(wall: number | undefined, flag: Stamp["flag"]): Stamp | undefined {
  if (wall === undefined) return undefined;
  return flag === undefined ? { wall } : { wall, flag };
}

/** A local time in epoch ms as if it were UTC; undefined if there is no such time or the clock was never set. */
function wallTime(...[year, month, day, hour, minute, second]: Six): number | undefined {
  if (year < 2000 || year >= UNSET_YEAR || hour >= 24 || minute >= 60 || second >= 60) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The days of a month in the years 2000 to 2069. */
function daysIn(year: number, month: number): number {
  return month === 2 && year % 4 === 0 ? 29 : DAYS[month - 1]!;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - ZERO) * 10 + bytes[at + 1]! - ZERO;
}

/** A letter with its case folded. */
function upperCase(byte: number): number {
  return byte & 0xdf;
}
