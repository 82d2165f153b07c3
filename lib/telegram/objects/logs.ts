import { type DataLine, groupCount, groupText } from "../lines/split";
import { isUnset, type Stamp } from "../time/stamp";
import type { Peak, PowerFailure } from "../types";
import { groupAt, isEmpty, plainGroupAt, timeOf } from "./group";
import type { LineContext } from "./object";

const COUNT = /^\d{0,4}$/;
const CODE = /^\d{1,3}(?:-\d{1,3})?[:.]\d{1,3}[.:]\d/;
const PEAK_CODE = /^1-\d{1,3}:1\.6\.\d/;

/** What follows the count in a log. */
interface Log {
  /** The codes of its columns. */
  readonly codes: readonly string[];
  /** The indices of the groups that are its entries: from the first to before `end`. */
  readonly first: number;
  readonly end: number;
}

/** The parts of a log; undefined if the line is none. Of a line that broke off, the last group may have lost its end. */
function logIn(line: DataLine): Log | undefined {
  const end = line.whole ? groupCount(line) : groupCount(line) - 1;
  if (end <= 0 || !COUNT.test(groupText(line, 0))) return undefined;
  const codes: string[] = [];
  for (let index = 1; index < end && CODE.test(groupText(line, index)); index++) codes.push(groupText(line, index));
  const first = 1 + codes.length;
  return { codes, first, end: hasEntries(line, first, end) ? end : first };
}

function hasEntries(line: DataLine, first: number, end: number): boolean {
  for (let index = first; index < end; index++) if (!isEmpty(plainGroupAt(line, index))) return true;
  return false;
}

/**
 * The power failure log 1-0:99.97.0 (DSMR 5.0.2, 6.12): pairs of the end of a failure and its duration in seconds, as
 * many as there are, whatever the count says. A pair with an impossible end is left out, with a problem.
 */
export function readFailures(line: DataLine, context: LineContext): PowerFailure[] {
  const failures: PowerFailure[] = [];
  const { first, end } = logIn(line) ?? { first: 0, end: 0 };
  for (let index = first; index < end; index += 2) {
    const time = possibleTime(line, index);
    const duration = index + 1 < end ? seconds(line, index + 1) : undefined;
    if (index + 1 >= end) {
      context.problem(line, "The last power failure has no duration and is left out.");
    } else if (!time) {
      context.problem(line, `A power failure with the impossible end "${groupText(line, index)}" is left out.`);
    } else if (duration === undefined) {
      const text = groupText(line, index + 1);
      context.problem(line, `A power failure with the unreadable duration "${text}" is left out.`);
    } else {
      failures.push({ end: context.momentOf(time).iso, duration });
    }
  }
  return failures;
}

function seconds(line: DataLine, index: number): number | undefined {
  const { unit, number } = groupAt(line, index);
  if (unit !== undefined && unit.printed.toLowerCase() !== "s") return undefined;
  return number !== undefined && number >= 0 ? number : undefined;
}

/** The time in a group, unless it is impossible or that of a clock that was never set. */
function possibleTime(line: DataLine, index: number): Stamp | undefined {
  const time = timeOf(plainGroupAt(line, index));
  return time && !isUnset(time) ? time : undefined;
}

/**
 * The peak history 0-0:98.1.0 (e-MUCS-P1, 5.2): after the count and k codes, entries of 1 + k groups, the month's end and
 * one value a code. The column of 1-0:1.6.0 with a unit is the peak, the one before it the peak's time. Without codes
 * (Hungary sends a time and 19 registers there) it is no peak history.
 */
export function readPeaks(line: DataLine, context: LineContext): Peak[] {
  const log = logIn(line);
  if (!log || log.codes.length === 0) return [];
  const { codes, first, end } = log;
  const width = 1 + codes.length;
  const peaks: Peak[] = [];
  for (let index = first; index + width <= end; index += width) {
    const peak = readPeak(line, codes, index, context);
    if (peak) peaks.push(peak);
  }
  if ((end - first) % width !== 0) {
    context.problem(line, "The last entry of the peak history broke off and is left out.");
  }
  return peaks;
}

/** The peak of the entry whose first group is at `entry`. */
function readPeak(line: DataLine, codes: readonly string[], entry: number, context: LineContext): Peak | undefined {
  const leaveOut = (why: string) => {
    context.problem(line, `A peak ${why} is left out.`);
  };
  const month = possibleTime(line, entry);
  if (!month) {
    leaveOut(`for the impossible month "${groupText(line, entry)}"`);
    return undefined;
  }
  const column = codes.findIndex(
    (code, index) => PEAK_CODE.test(code) && groupAt(line, entry + 1 + index).unit !== undefined,
  );
  const { unit, number: value } = groupAt(line, entry + 1 + column);
  if (column < 0 || !unit?.printed || value === undefined) {
    leaveOut("without a readable value");
    return undefined;
  }
  const time = column > 0 ? possibleTime(line, entry + column) : undefined;
  const timeText = groupText(line, entry + column);
  if (!time && value === 0) {
    leaveOut(`of 0 at the impossible time "${timeText}"`);
    return undefined;
  }
  if (!time) {
    const text = groupText(line, entry + 1 + column);
    context.problem(line, `The peak ${text} has the impossible time "${timeText}" and is given without it.`);
  }
  const timestamp = time && context.momentOf(time).iso;
  return { month: context.momentOf(month).iso, ...(timestamp ? { timestamp } : {}), value, unit: unit.unit };
}
