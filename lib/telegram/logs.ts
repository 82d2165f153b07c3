import { isDecimal, scaleDecimal } from "./decimal";
import { measure, readGroup } from "./group";
import type { DataLine } from "./lines";
import type { ReadTools } from "./object";
import { isUnset, readStamp, type Stamp } from "./stamp";
import type { Peak, PowerFailure } from "./types";

const CODE = /^\d{1,3}(?:-\d{1,3})?[:.]\d{1,3}[.:]\d/;
const PEAK_CODE = /^1-\d{1,3}:1\.6\.\d/;

/**
 * A log's groups behind its count: the codes of its columns, then its entries in groups. Of a line that broke off the
 * last group may have lost its end.
 */
function parts(line: DataLine): { codes: string[]; entries: string[] } | undefined {
  const groups = (line.whole ? line.groups : line.groups.slice(0, -1)).map((group) => group.trim());
  if (groups.length === 0 || !/^\d{0,4}$/.test(groups[0]!)) return undefined;
  const firstEntry = groups.findIndex((group, index) => index > 0 && !CODE.test(group));
  const end = firstEntry < 0 ? groups.length : firstEntry;
  const entries = groups.slice(end);
  return { codes: groups.slice(1, end), entries: entries.every((entry) => entry === "") ? [] : entries };
}

/**
 * The power failure log 1-0:99.97.0 (DSMR 5.0.2, 6.12): pairs of the end of a failure and its duration in seconds,
 * as many as there are, whatever the count says. A pair with an impossible end is left out, with a problem.
 */
export function readFailures(line: DataLine, tools: ReadTools): PowerFailure[] {
  const failures: PowerFailure[] = [];
  const entries = parts(line)?.entries ?? [];
  for (let i = 0; i < entries.length; i += 2) {
    const end = possible(entries[i]!);
    const duration = entries[i + 1] === undefined ? undefined : seconds(entries[i + 1]!);
    if (entries[i + 1] === undefined) tools.problem(line, "The last power failure has no duration and is left out.");
    else if (!end) tools.problem(line, `A power failure with the impossible end "${entries[i]!}" is left out.`);
    else if (duration === undefined) {
      tools.problem(line, `A power failure with the unreadable duration "${entries[i + 1]!}" is left out.`);
    } else failures.push({ end: tools.momentOf(end).iso, duration });
  }
  return failures;
}

function seconds(text: string): number | undefined {
  const group = readGroup(text);
  if (group.unit !== undefined && group.unit.toLowerCase() !== "s") return undefined;
  const number = isDecimal(group.text) ? scaleDecimal(group.text) : undefined;
  return number !== undefined && number >= 0 ? number : undefined;
}

/** A time that is not that of a clock never set. */
function possible(text: string): Stamp | undefined {
  const time = readStamp(text);
  return time && !isUnset(time) ? time : undefined;
}

/**
 * The peak history 0-0:98.1.0 (e-MUCS-P1, 5.2): after the count and k codes, entries of 1 + k groups, the month's end
 * and one value a code; the column of 1-0:1.6.0 with a unit is the peak, the one before it the peak's time. Without
 * codes (Hungary sends a time and 19 registers there) it is no peak history.
 */
export function readPeaks(line: DataLine, tools: ReadTools): Peak[] {
  const log = parts(line);
  if (!log || log.codes.length === 0) return [];
  const width = 1 + log.codes.length;
  const peaks: Peak[] = [];
  for (let i = 0; i + width <= log.entries.length; i += width) {
    const peak = readPeak(line, log.codes, log.entries.slice(i, i + width), tools);
    if (peak) peaks.push(peak);
  }
  if (log.entries.length % width !== 0)
    tools.problem(line, "The last entry of the peak history broke off and is left out.");
  return peaks;
}

function readPeak(
  line: DataLine,
  codes: readonly string[],
  entry: readonly string[],
  tools: ReadTools,
): Peak | undefined {
  const leaveOut = (why: string) => {
    tools.problem(line, `A peak ${why} is left out.`);
  };
  const month = possible(entry[0]!);
  if (!month) {
    leaveOut(`for the impossible month "${entry[0]!}"`);
    return undefined;
  }
  const column = codes.findIndex(
    (code, index) => PEAK_CODE.test(code) && readGroup(entry[index + 1]!).unit !== undefined,
  );
  const text = entry[column + 1]!;
  const measured = column < 0 ? undefined : measure(readGroup(text));
  if (!measured) {
    leaveOut("without a readable value");
    return undefined;
  }
  const time = column > 0 ? possible(entry[column]!) : undefined;
  if (!time && measured.value === 0) {
    leaveOut(`of 0 at the impossible time "${entry[column]!}"`);
    return undefined;
  }
  if (!time)
    tools.problem(line, `The peak ${text} has the impossible time "${entry[column]!}" and is given without it.`);
  return {
    month: tools.momentOf(month).iso,
    ...(time ? { timestamp: tools.momentOf(time).iso } : {}),
    value: measured.value,
    unit: measured.unit,
  };
}
