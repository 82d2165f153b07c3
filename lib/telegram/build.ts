import type { Frame } from "../framing/frame";
import { momentAt, momentOf, notAfter, notBefore, type Moment } from "./clock";
import { readDevices } from "./devices";
import type { Layout } from "./layout";
import type { LineBook } from "./line-book";
import { readFailures, readPeaks } from "./logs";
import { generationOf, readMeter } from "./meter";
import type { ReadTools } from "./object";
import { clockOf, finishLine, isUnread, textOf, type ReadLine } from "./read-lines";
import { scanTelegram } from "./scan";
import { readStamp, type Stamp } from "./stamp";
import type { ClockSource, CosemObject, Device, Meter, Peak, PowerFailure, Problem } from "./types";
import { electricityValues, type NamedValues } from "./values";

const MOST_PROBLEMS = 100;
const LONGEST_RAW = 256;

/** What a telegram says by itself, before anything is compared with earlier ones. */
export interface Draft {
  readonly meter: Meter;
  readonly moment: Moment;
  readonly clock: ClockSource;
  /** The meter's own time, where the telegram has one. */
  readonly ownMoment: Moment | undefined;
  /** The P1 generation its version line names: 2.2, 4.2, 5.0. */
  readonly generation: number | undefined;
  readonly lines: readonly ReadLine[];
  readonly layout: Layout;
  readonly values: NamedValues;
  readonly devices: Device[];
  readonly powerFailures: PowerFailure[];
  readonly peaks: Peak[];
  readonly message: string | undefined;
  readonly problems: Problem[];
}

export interface BuildContext {
  /** What was learnt of lines in the meter's zone. */
  readonly book: LineBook;
  readonly clock: ClockSource;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** The own time of the meter's telegram before (epoch ms): orders times without a flag. */
  readonly lastOwnTime: (header: string) => number | undefined;
}

/** Reads a frame's lines, as `scan` tells them apart, into a draft; the frame's verdict is not looked at. */
export function buildDraft(frame: Frame, context: BuildContext, scan = scanTelegram): Draft {
  const { header, lines, layout, strays } = scan(frame, context.book);
  const { zone } = context.book;
  const problems: Problem[] = [];
  const note = (problem: Problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ ...problem, raw: problem.raw.slice(0, LONGEST_RAW) });
  };
  for (const stray of strays) note({ problem: "The line is no data line.", raw: stray });

  const clock = ownTime(lines, layout);
  const ownMoment = clock && momentOf(clock.time, zone, notBefore(context.lastOwnTime(header.header)));
  const reference = ownMoment?.instant ?? context.receivedAt;
  const tools: ReadTools = {
    momentOf: (time) => momentOf(time, zone, notAfter(reference)),
    problem: (line, problem) => note({ obis: line.code, problem, raw: line.raw }),
  };
  // The clock's line carries the moment that the order of arrival settled.
  const own = ownMoment && { ...tools, momentOf: () => ownMoment };
  for (const line of lines) {
    if (isUnread(line)) finishLine(line, own && line === clock.line && line.line.kind === "clock" ? own : tools);
  }
  const values = electricityValues(lines, layout);
  const devices = readDevices(lines, layout.channels, reference, values);
  const useOwn = context.clock === "meter" && ownMoment !== undefined;
  return {
    meter: readMeter(header, lines, layout),
    moment: useOwn ? ownMoment : momentAt(context.receivedAt, zone),
    clock: useOwn ? "meter" : "receipt",
    ownMoment,
    generation: generationOf(lines, layout),
    lines,
    layout,
    values,
    devices,
    powerFailures: gather(layout.failures, (index) => failuresOf(lines[index]!, tools)),
    peaks: gather(layout.peaks, (index) => peaksOf(lines[index]!, tools)),
    message: messageOf(lines, layout),
    problems,
  };
}

/**
 * The telegram's own time among its lines, the first that can be read: one code, or a date 1-0:0.9.2 with a time of day
 * 1-0:0.9.1.
 */
function ownTime(lines: readonly ReadLine[], layout: Layout): { line: ReadLine; time: Stamp } | undefined {
  for (const index of layout.clocks) {
    const line = lines[index]!;
    const time = isWhole(line) ? clockOf(line) : undefined;
    if (time) return { line, time };
  }
  const { date, timeOfDay } = layout;
  if (date === undefined || timeOfDay === undefined) return undefined;
  const printed = (index: number) => (isWhole(lines[index]!) ? (textOf(lines[index]!).groups[0]?.trim() ?? "") : "");
  const time = readStamp(`${printed(date).replaceAll("-", "")}${printed(timeOfDay).replaceAll(":", "")}`);
  return time && { line: lines[date]!, time };
}

/** A line that broke off may have lost the end of its value. */
function isWhole({ line }: ReadLine): boolean {
  return line.text?.whole !== false;
}

/** All logs of a kind in one: a telegram has one of them, or none. */
function gather<Entry>(indices: readonly number[], entriesOf: (index: number) => Entry[]): Entry[] {
  const entries: Entry[] = [];
  for (const index of indices) entries.push(...entriesOf(index));
  return entries;
}

function failuresOf(line: ReadLine, tools: ReadTools): PowerFailure[] {
  const known = line.line.remembered?.failures;
  return known ? known.map((failure) => ({ ...failure })) : readFailures(textOf(line), tools);
}

function peaksOf(line: ReadLine, tools: ReadTools): Peak[] {
  const known = line.line.remembered?.peaks;
  return known ? known.map((peak) => ({ ...peak })) : readPeaks(textOf(line), tools);
}

/** The first text message that says something. */
function messageOf(lines: readonly ReadLine[], layout: Layout): string | undefined {
  for (const index of layout.messages) {
    const { value } = lines[index]!.object;
    if (value !== undefined) return typeof value === "string" ? value : undefined;
  }
  return undefined;
}

/** The lines' objects by code, in the telegram's order; a code given again is under the first one's `also`. */
export function objectsOf({ lines, layout }: Draft): Record<string, CosemObject> {
  const all = lines.map(({ object }) => object);
  if (!layout.repeats) return layout.objects.make(layout.codes, all);
  const byCode = new Map<string, CosemObject>();
  for (const [index, object] of all.entries()) {
    const first = byCode.get(layout.codes[index]!);
    if (first) (first.also ??= []).push(object);
    else byCode.set(layout.codes[index]!, object);
  }
  return layout.objects.make([...byCode.keys()], [...byCode.values()]);
}
