import { CLOCK_CODES } from "../lines/codes";
import { type DataLine, groupText } from "../lines/split";
import { plainGroupAt, timeOf } from "../objects/group";
import { type Moment, momentOf, notBefore } from "../time/moment";
import { readStamp, type Stamp } from "../time/stamp";
import type { MeterZone } from "../time/zone";

/** The telegram's own time, and the line that gives it. */
export interface OwnTime {
  readonly line: DataLine;
  readonly moment: Moment;
}

/** Some meters send a date and a time of day instead of a clock. */
const DATE_CODE = "1-0:0.9.2";
const TIME_OF_DAY_CODE = "1-0:0.9.1";

/**
 * Reads the telegram's own time (DSMR 5.0.2, 6.12): the first clock that can be read. `before` returns the own
 * time of the meter's telegram before (epoch ms). It orders times without a flag in the hour that October has twice.
 */
export function ownTime(
  lines: readonly DataLine[],
  zone: MeterZone,
  before: () => number | undefined,
): OwnTime | undefined {
  const found = clockTime(lines) ?? dateAndTime(lines);
  return found && { line: found.line, moment: momentOf(found.time, zone, (instants) => notBefore(before())(instants)) };
}

interface FoundTime {
  readonly line: DataLine;
  readonly time: Stamp;
}

function clockTime(lines: readonly DataLine[]): FoundTime | undefined {
  for (const code of CLOCK_CODES) {
    const line = lineOf(lines, code);
    const time = line?.whole ? timeOf(plainGroupAt(line, 0)) : undefined;
    if (line && time) return { line, time };
  }
  return undefined;
}

function dateAndTime(lines: readonly DataLine[]): FoundTime | undefined {
  const [date, timeOfDay] = [lineOf(lines, DATE_CODE), lineOf(lines, TIME_OF_DAY_CODE)];
  if (!date || !timeOfDay) return undefined;
  const time = readStamp(wholeText(date).replaceAll("-", "") + wholeText(timeOfDay).replaceAll(":", ""));
  return time && { line: date, time };
}

function lineOf(lines: readonly DataLine[], code: string): DataLine | undefined {
  return lines.find((line) => line.code.text === code);
}

/** A line that broke off may have lost the end of its value. */
function wholeText(line: DataLine): string {
  return line.whole ? groupText(line, 0) : "";
}
