/** A time as a telegram prints it: `wall` is the local time as if it were UTC, in epoch ms. */
export interface Stamp {
  readonly wall: number;
  /** S summer, W winter time; absent where the meter did not say. */
  readonly flag?: "S" | "W";
}

/** TST of DSMR 5.0.2, 6.4 (YYMMDDhhmmssX); DSMR 2.2 and 3.0 leave the X out. */
const TST = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([SWsw])?$/;
const LONG = /^(\d{4})-?(\d{2})-?(\d{2})[ T]?(\d{2}):?(\d{2}):?(\d{2})([SWsw])?$/;
/** COSEM date-time (IEC 62056-6-2, 4.1.6.1): year, month, day, weekday, hour, minute, second, hundredths, deviation, status. */
const OCTETS =
  /^([0-9A-Fa-f]{4})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})[0-9A-Fa-f]{2}([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})$/;
/** In the status octet: daylight saving is in force. */
const SUMMER = 0x80;
/** Meters that were never set count from 1970 and print its last two digits. */
const UNSET_YEAR = 2070;

const START_OF_2001 = Date.UTC(2001, 0, 1);

/** Reads a time; undefined where it is none, or an impossible one (month 25, 1970). */
export function readStamp(text: string): Stamp | undefined {
  const trimmed = text.trim();
  const short = TST.exec(trimmed);
  if (short) return stamp(2000 + Number(short[1]), short.slice(2, 7).map(Number), short[7]);
  const octets = OCTETS.exec(trimmed);
  if (octets) {
    const numbers = octets.slice(1).map((digits) => Number.parseInt(digits, 16));
    return stamp(numbers[0]!, numbers.slice(1, 6), numbers[6]! & SUMMER ? "S" : "W");
  }
  const long = LONG.exec(trimmed);
  return long ? stamp(Number(long[1]), long.slice(2, 7).map(Number), long[7]) : undefined;
}

/** Whether a text has the form of a time, possible or not. */
export function looksLikeStamp(text: string): boolean {
  return TST.test(text.trim());
}

/** Whether a time is that of a clock that was never set: the first days of 2000. */
export function isUnset(time: Stamp): boolean {
  return time.wall < START_OF_2001;
}

function stamp(
  year: number,
  [month, day, hour, minute, second]: readonly number[],
  flag: string | undefined,
): Stamp | undefined {
  const wall = wallTime(year, month!, day!, hour!, minute!, second!);
  if (wall === undefined) return undefined;
  return flag === undefined ? { wall } : { wall, flag: flag.toUpperCase() as "S" | "W" };
}

/** Undefined where there is no such time, or a clock that was never set tells it. */
function wallTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (year >= UNSET_YEAR || year < 2000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return undefined;
  if (hour >= 24 || minute >= 60 || second >= 60) return undefined;
  return ((dayOf(year, month, day) * 24 + hour) * 60 + minute) * MINUTE + second * 1000;
}

const MINUTE = 60_000;
/** From 1970 to 2000. */
const DAYS_TO_2000 = 10_957;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_BEFORE = DAYS.map((_, month) => DAYS.slice(0, month).reduce((sum, days) => sum + days, 0));

/** A day of the years 2000 to 2069 as its number, counted from 1970. */
function dayOf(year: number, month: number, day: number): number {
  const years = year - 2000;
  // 2000 was a leap year.
  const leapDays = Math.floor((years + 3) / 4) + (isLeap(year) && month > 2 ? 1 : 0);
  return DAYS_TO_2000 + 365 * years + leapDays + DAYS_BEFORE[month - 1]! + day - 1;
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS[month - 1]!;
}

/** Whether one of these years has a leap day. */
function isLeap(year: number): boolean {
  return year % 4 === 0;
}

/** The time whose twelve digits, and perhaps a flag behind them, stand at `at`; undefined where it is an impossible one. */
export function stampAt(bytes: Uint8Array, at: number): Stamp | undefined {
  const year = 2000 + twoDigits(bytes, at);
  const month = twoDigits(bytes, at + 2);
  const day = twoDigits(bytes, at + 4);
  const hour = twoDigits(bytes, at + 6);
  const wall = wallTime(year, month, day, hour, twoDigits(bytes, at + 8), twoDigits(bytes, at + 10));
  if (wall === undefined) return undefined;
  // A letter with its case folded.
  const flag = bytes[at + 12]! & 0xdf;
  if (flag === 0x53) return { wall, flag: "S" };
  return flag === 0x57 ? { wall, flag: "W" } : { wall };
}

/** The number that two digits at `at` print. */
export function twoDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;
}
