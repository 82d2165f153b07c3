import type { Frame } from "../framing/frame";
import { blankOf } from "./blank";
import { momentAt, momentOf, notAfter, notBefore, type Moment } from "./clock";
import { readDevices } from "./devices";
import type { TelegramForm } from "./form";
import type { Layout } from "./layout";
import type { LineBook } from "./line-book";
import type { Remembered } from "./line-plan";
import type { DataLine } from "./lines";
import { readFailures, readPeaks } from "./logs";
import { readSender, type Header, type Sender } from "./meter";
import type { NamedValues } from "./named-values";
import type { ReadTools } from "./object";
import { clockOf, finishClock, finishLine, objectOf, textOf, valueOf, type ReadLine } from "./read-lines";
import { scanTelegram } from "./scan";
import { readStamp, type Stamp } from "./stamp";
import type { ClockSource, CosemObject, Device, Peak, PowerFailure, Problem } from "./types";
import { electricityValues } from "./values";
import type { MeterZone } from "./zone";

const MOST_PROBLEMS = 100;
const LONGEST_RAW = 256;

/** What a telegram says by itself, before anything is compared with earlier ones. */
export interface Draft {
  readonly sender: Sender;
  readonly moment: Moment;
  readonly clock: ClockSource;
  /** The meter's own time, where the telegram has one. */
  readonly ownMoment: Moment | undefined;
  readonly lines: readonly ReadLine[];
  readonly layout: Layout;
  readonly form: TelegramForm | undefined;
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
  /** The form of the telegram before on the same line. */
  readonly before?: TelegramForm | undefined;
}

/** Reads a frame's lines, as `scan` tells them apart, into a draft; the frame's verdict is not looked at. */
export function buildDraft(frame: Frame, context: BuildContext, scan = scanTelegram): Draft {
  const { header, lines, waiting, layout, strays, form } = scan(frame, context.book, context.before);
  const { zone } = context.book;
  const problems: Problem[] = [];
  for (const stray of strays) note(problems, { problem: "The line is no data line.", raw: stray });

  const clock = ownClock(lines, layout, header, context);
  const ownMoment = clock?.moment;
  const reference = ownMoment?.instant ?? context.receivedAt;
  const tools = new TelegramTools(zone, reference, problems);
  for (const line of waiting) {
    if (!line.waits) continue;
    // The clock's line carries the moment that the order of arrival settled.
    tools.own = line === clock?.line && line.line.kind === "clock" ? ownMoment : undefined;
    if (tools.own && line.line.slots?.time === "clock") finishClock(line, tools.own);
    else finishLine(line, tools);
  }
  tools.own = undefined;
  // A form that was learnt of these lines has lines of its own.
  const own = form?.lines === lines ? form : undefined;
  const values = own ? own.electricityValues() : electricityValues(lines, layout);
  const devices = own ? own.readDevices(reference) : readDevices(lines, layout.channels, reference, values);
  const useOwn = context.clock === "meter" && ownMoment !== undefined;
  return {
    sender: own ? own.readSender() : readSender(header, lines, layout),
    moment: useOwn ? ownMoment : momentAt(context.receivedAt, zone),
    clock: useOwn ? "meter" : "receipt",
    ownMoment,
    lines,
    layout,
    form,
    values,
    devices,
    powerFailures: logEntries(lines, layout.failures, tools, rememberedFailures, readFailures),
    peaks: logEntries(lines, layout.peaks, tools, rememberedPeaks, readPeaks),
    message: messageOf(lines, layout),
    problems,
  };
}

const FIRST = notBefore(undefined);

function ownMomentOf(time: Stamp, { header }: Header, { book, lastOwnTime }: BuildContext): Moment {
  // Only where there is no flag does it matter what came before.
  return momentOf(time, book.zone, time.flag === undefined ? notBefore(lastOwnTime(header)) : FIRST);
}

/** What reading the lines of one telegram needs from outside. */
class TelegramTools implements ReadTools {
  /** Stands in for the moment of any time. */
  own: Moment | undefined;
  readonly #zone: MeterZone;
  readonly #reference: number;
  readonly #problems: Problem[];

  /** `reference`: the telegram's time, epoch ms. */
  constructor(zone: MeterZone, reference: number, problems: Problem[]) {
    this.#zone = zone;
    this.#reference = reference;
    this.#problems = problems;
  }

  momentOf(time: Stamp): Moment {
    return this.own ?? momentOf(time, this.#zone, notAfter(this.#reference));
  }

  problem(line: DataLine, problem: string): void {
    note(this.#problems, { obis: line.code, problem, raw: line.raw });
  }
}

function note(problems: Problem[], problem: Problem): void {
  if (problems.length < MOST_PROBLEMS) problems.push({ ...problem, raw: problem.raw.slice(0, LONGEST_RAW) });
}

/**
 * The telegram's own time among its lines, the first that can be read: one code, or a date 1-0:0.9.2 with a time of day
 * 1-0:0.9.1.
 */
function ownClock(
  lines: readonly ReadLine[],
  layout: Layout,
  header: Header,
  context: BuildContext,
): { line: ReadLine; moment: Moment } | undefined {
  for (const index of layout.clocks) {
    const line = lines[index]!;
    // Told when the line was begun, it is the same moment.
    const moment = line.minute?.moment;
    if (moment) return { line, moment };
    const time = isWhole(line) ? clockOf(line) : undefined;
    if (time) return { line, moment: ownMomentOf(time, header, context) };
  }
  const { date, timeOfDay } = layout;
  if (date === undefined || timeOfDay === undefined) return undefined;
  const printed = (index: number) => (isWhole(lines[index]!) ? (textOf(lines[index]!).groups[0]?.trim() ?? "") : "");
  const time = readStamp(`${printed(date).replaceAll("-", "")}${printed(timeOfDay).replaceAll(":", "")}`);
  return time && { line: lines[date]!, moment: ownMomentOf(time, header, context) };
}

/** A line that broke off may have lost the end of its value. */
function isWhole({ line }: ReadLine): boolean {
  return line.text?.whole !== false;
}

/**
 * All entries of a kind of log in one list: a telegram has one such log, or none. Of a line that is remembered they are
 * copies of what `remembered` finds, and what reading it complained of is told again; others are read by `read`.
 */
function logEntries<Entry extends object>(
  lines: readonly ReadLine[],
  indices: readonly number[],
  tools: ReadTools,
  remembered: (known: Remembered) => Entry[],
  read: (line: DataLine, tools: ReadTools) => Entry[],
): Entry[] {
  const first = indices[0];
  if (first === undefined) return [];
  if (indices.length > 1) return indices.flatMap((index) => logEntries(lines, [index], tools, remembered, read));
  const log = lines[first]!;
  const known = log.line.remembered;
  if (!known) return read(textOf(log), tools);
  for (const problem of known.logProblems) tools.problem(textOf(log), problem);
  return remembered(known);
}

function rememberedFailures({ failures }: Remembered): PowerFailure[] {
  return failures.map(({ end, duration }) => ({ end, duration }));
}

function rememberedPeaks({ peaks }: Remembered): Peak[] {
  return peaks.map(({ month, timestamp, value, unit }) => {
    return timestamp === undefined ? { month, value, unit } : { month, timestamp, value, unit };
  });
}

/** The first text message that says something. */
function messageOf(lines: readonly ReadLine[], layout: Layout): string | undefined {
  for (const index of layout.messages) {
    const value = valueOf(lines[index]!);
    if (value !== undefined) return typeof value === "string" ? value : undefined;
  }
  return undefined;
}

/** The lines' objects by code, in the telegram's order; a code given again is under the first one's `also`. */
export function objectsOf({ lines, layout }: Draft): Record<string, CosemObject> {
  if (!layout.repeats) return layout.objects.make(layout.codes, lines);
  const byCode = new Map<string, CosemObject>();
  for (const read of lines) {
    const first = byCode.get(read.line.code);
    if (first) (first.also ??= []).push(objectOf(read));
    else byCode.set(read.line.code, objectOf(read));
  }
  const objects: Record<string, CosemObject | null> = blankOf([...byCode.keys()]).blank;
  for (const [code, object] of byCode) objects[code] = object;
  return objects as Record<string, CosemObject>;
}
