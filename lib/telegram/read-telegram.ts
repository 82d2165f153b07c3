import type { Frame } from "../framing/frame";
import { type DataLine, rawText, splitLines } from "./lines/split";
import { readDevices } from "./meaning/devices";
import { readMeter } from "./meaning/meter";
import { ownTime } from "./meaning/own-time";
import { electricityValues, type Values } from "./meaning/values";
import { readFailures, readPeaks } from "./objects/logs";
import { type LineContext, type ReadObject, readObject } from "./objects/object";
import { type Moment, momentAt, momentOf, notAfter } from "./time/moment";
import type { MeterZone } from "./time/zone";
import type { ClockSource, Device, Meter, Peak, PowerFailure, Problem } from "./types";

/** What a telegram says by itself, before it is compared with earlier ones. */
export interface Draft {
  readonly meter: Meter;
  /** The telegram's time. */
  readonly moment: Moment;
  readonly clock: ClockSource;
  /** The meter's own time; undefined if the telegram has none. */
  readonly ownMoment: Moment | undefined;
  /** The frame's bytes. */
  readonly bytes: Buffer;
  readonly lines: readonly DataLine[];
  readonly objects: readonly ReadObject[];
  readonly values: Values;
  readonly devices: Device[];
  readonly powerFailures: PowerFailure[];
  readonly peaks: Peak[];
  /** The text message. */
  readonly message: string | undefined;
  readonly problems: Problem[];
}

/** What reading a telegram needs from outside. */
export interface TelegramContext {
  readonly zone: MeterZone;
  readonly clock: ClockSource;
  /** When the frame was received, epoch ms. */
  readonly receivedAt: number;
  /** Returns the own time (epoch ms) of the telegram before from the meter with this header. */
  readonly lastOwnTime: (header: string) => number | undefined;
}

const MOST_PROBLEMS = 100;
const LONGEST_RAW = 256;
const MESSAGE_CODE = "0-0:96.13.0";

/** Reads a frame's lines into a draft, stage by stage. The CRC status is not looked at. */
export function readTelegram(frame: Pick<Frame, "bytes" | "ended">, context: TelegramContext): Draft {
  const { zone, clock, receivedAt } = context;
  const { bytes, header, lines, strays } = splitLines(frame);
  const own = ownTime(lines, zone, () => context.lastOwnTime(header));
  const reference = own?.moment.instant ?? receivedAt;
  const problems: Problem[] = [];
  const lineContext: LineContext = {
    momentOf: (time) => momentOf(time, zone, notAfter(reference)),
    problem: (line, problem) => {
      if (problems.length >= MOST_PROBLEMS) return;
      problems.push({ obis: line.code.text, problem, raw: rawText(bytes, line).slice(0, LONGEST_RAW) });
    },
  };
  for (const stray of strays.slice(0, MOST_PROBLEMS)) {
    problems.push({ problem: "The line is no data line.", raw: stray.slice(0, LONGEST_RAW) });
  }

  const read = lines.map((line) => readObject(line, lineContext, line === own?.line ? own.moment : undefined));
  const values = electricityValues(read);
  const { devices, values: readings, objects } = readDevices(read, reference);
  for (const [name, value] of readings) values[name] = value;
  const powerFailures: PowerFailure[] = [];
  const peaks: Peak[] = [];
  for (const line of lines) if (line.code.kind === "failures") powerFailures.push(...readFailures(line, lineContext));
  for (const line of lines) if (line.code.kind === "peaks") peaks.push(...readPeaks(line, lineContext));
  const usesOwn = clock === "meter" && own !== undefined;
  return {
    meter: readMeter(header, objects),
    moment: usesOwn ? own.moment : momentAt(receivedAt, zone),
    clock: usesOwn ? "meter" : "receipt",
    ownMoment: own?.moment,
    bytes,
    lines,
    objects,
    values,
    devices,
    powerFailures,
    peaks,
    message: messageOf(objects),
    problems,
  };
}

/** The first text message that says something. */
function messageOf(objects: readonly ReadObject[]): string | undefined {
  for (const { line, object } of objects) {
    if (line.code.text === MESSAGE_CODE && typeof object.value === "string") return object.value;
  }
  return undefined;
}
