import type { Frame } from "../framing/frame";
import { momentAt, momentOf, notAfter, notBefore, type Moment } from "./clock";
import { readDevices } from "./devices";
import { clockTime } from "./kinds";
import { splitLines } from "./lines";
import { readFailures, readPeaks } from "./logs";
import { generationOf, readMeter } from "./meter";
import { readLine, type ReadLine, type ReadTools } from "./object";
import type { ClockSource, CosemObject, Device, Meter, Peak, PowerFailure, Problem } from "./types";
import { electricityValues } from "./values";
import type { MeterZone } from "./zone";

const MOST_PROBLEMS = 100;
const LONGEST_RAW = 256;

/** What a telegram says by itself, before anything is compared with earlier ones. */
export interface Draft {
  readonly meter: Meter;
  readonly moment: Moment;
  readonly clock: ClockSource;
  /** The meter's own time, where the telegram has one. */
  readonly ownMoment?: Moment;
  /** The P1 generation its version line names: 2.2, 4.2, 5.0. */
  readonly generation?: number;
  readonly lines: readonly ReadLine[];
  readonly values: Record<string, number>;
  readonly devices: Device[];
  readonly powerFailures: PowerFailure[];
  readonly peaks: Peak[];
  readonly message?: string;
  readonly problems: Problem[];
}

export interface BuildContext {
  readonly zone: MeterZone;
  readonly clock: ClockSource;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** The own time of the meter's telegram before (epoch ms): orders times without a flag. */
  readonly lastOwnTime: (header: string) => number | undefined;
}

/** Reads a frame's lines into a draft; the frame's verdict is not looked at. */
export function buildDraft(frame: Frame, context: BuildContext): Draft {
  const { header, lines, strays } = splitLines(frame.bytes.toString("latin1"), frame.ended);
  const problems: Problem[] = [];
  const note = (problem: Problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ ...problem, raw: problem.raw.slice(0, LONGEST_RAW) });
  };
  for (const stray of strays) note({ problem: "The line is no data line.", raw: stray });

  const clock = clockTime(lines.filter(({ whole }) => whole));
  const ownMoment = clock && momentOf(clock.time, context.zone, notBefore(context.lastOwnTime(header)));
  const reference = ownMoment?.instant ?? context.receivedAt;
  const tools: ReadTools = {
    momentOf: (time) => momentOf(time, context.zone, notAfter(reference)),
    problem: (line, problem) => note({ obis: line.code, problem, raw: line.raw }),
  };
  const read = lines.map((line) => readLine(line, tools));
  settleOwnTime(read, clock?.code, ownMoment);
  const values = electricityValues(read);
  const devices = readDevices(read, reference, values);
  const useOwn = context.clock === "meter" && ownMoment !== undefined;
  const generation = generationOf(read);
  const message = read.find(({ line, object }) => line.code === "0-0:96.13.0" && object.value !== undefined)?.object
    .value;
  return {
    meter: readMeter(header, read),
    moment: useOwn ? ownMoment : momentAt(context.receivedAt, context.zone),
    clock: useOwn ? "meter" : "receipt",
    ...(ownMoment ? { ownMoment } : {}),
    ...(generation === undefined ? {} : { generation }),
    lines: read,
    values,
    devices,
    powerFailures: read.filter(({ kind }) => kind === "failures").flatMap(({ line }) => readFailures(line, tools)),
    peaks: read.filter(({ kind }) => kind === "peaks").flatMap(({ line }) => readPeaks(line, tools)),
    ...(typeof message === "string" ? { message } : {}),
    problems,
  };
}

/** The clock line's object carries the moment that the order of arrival settled. */
function settleOwnTime(lines: readonly ReadLine[], code: string | undefined, moment: Moment | undefined): void {
  const clock = lines.find(({ kind, line }) => kind === "clock" && line.code === code);
  if (clock?.object.timestamp !== undefined && moment) clock.object.timestamp = moment.iso;
}

/** The lines' objects by code, in the telegram's order; a code given again is under the first one's `also`. */
export function objectsOf(lines: readonly ReadLine[]): Record<string, CosemObject> {
  const objects: Record<string, CosemObject> = {};
  for (const { line, object } of lines) {
    const first = objects[line.code];
    if (first) (first.also ??= []).push(object);
    else objects[line.code] = object;
  }
  return objects;
}
