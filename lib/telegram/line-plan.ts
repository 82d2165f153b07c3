import { isDeepStrictEqual } from "node:util";
import { momentOf } from "./clock";
import type { Field } from "./field";
import { kindOf, type LineKind } from "./kinds";
import type { DataLine, LineCode } from "./lines";
import { readFailures, readPeaks } from "./logs";
import { mayBeThousandths, readLine, type LineReading, type ReadTools } from "./object";
import { match, patternOf, Slots, textIn, type Pattern, type SlotKind } from "./pattern";
import type { Stamp } from "./stamp";
import type { CosemObject, Peak, PowerFailure } from "./types";
import { unitForm } from "./units";
import type { MeterZone } from "./zone";

/** What was learnt from a line, and is done with the next one that differs from it in digits alone, or not at all. */
export interface LinePlan extends LineCode {
  readonly kind: LineKind;
  /** The line's bytes with its line ends, a number and a time in it as slots. */
  readonly pattern: Pattern;
  /** The power of ten by which the number is told in its unit. */
  readonly exponent: number;
  /** How a line with a number or a clock's time is made into its object. */
  readonly slots: SlotPlan | undefined;
  /** Without slots: the line itself. */
  readonly text: DataLine | undefined;
  /** Without slots: what reading the line gave, where nothing but its text decides that. */
  readonly remembered: Remembered | undefined;
}

export interface SlotPlan {
  readonly time: "none" | "capture" | "clock";
  /** Whether the number has a decimal point. */
  readonly point: boolean;
  readonly field: Field | undefined;
  readonly name: string | undefined;
  readonly unit: string | undefined;
  /** The unit as printed, where the object keeps the printed text. */
  readonly printedUnit: string | undefined;
}

export interface Remembered extends Required<LineReading> {
  readonly failures: readonly PowerFailure[];
  readonly peaks: readonly Peak[];
}

/** Longer lines are not worth remembering: a text message is the longest, and rare. */
const LONGEST_REMEMBERED = 1024;
/** A line with a number or a time has some dozens of characters. */
const LONGEST_WITH_SLOTS = 128;

/** Matches nothing. */
const NO_PATTERN = patternOf([], []);

/** The plan of a line of which nothing is learnt: it is read by its text. */
export function plainLine(text: DataLine): LinePlan {
  const { obis, code } = text;
  return {
    obis,
    code,
    kind: kindOf(obis),
    pattern: NO_PATTERN,
    exponent: 0,
    slots: undefined,
    text,
    remembered: undefined,
  };
}

/**
 * Learns a line: what the parser makes of it, and whether that can be done again for other digits, or for the same
 * text. `raw` is the line with its line ends.
 */
export function learnLine(text: DataLine, raw: string, zone: MeterZone): LinePlan {
  const seen = { sound: true, depends: false };
  const tools: ReadTools = {
    momentOf: (time: Stamp) =>
      momentOf(time, zone, ([first]) => {
        // Without a flag, October's double hour is told by the telegram's own time.
        seen.depends = true;
        return first!;
      }),
    problem: () => {
      seen.sound = false;
    },
  };
  const plain = plainLine(text);
  const reading = readLine(text, tools);
  const slotted = seen.sound && raw.length <= LONGEST_WITH_SLOTS ? withSlots(plain, raw, reading) : undefined;
  if (slotted) return slotted;
  const pattern = patternOf([raw], []);
  const { object, field, timed = false, moment, noTime = false } = reading;
  const failures = plain.kind === "failures" ? readFailures(text, tools) : [];
  const peaks = plain.kind === "peaks" ? readPeaks(text, tools) : [];
  const keeps = seen.sound && !seen.depends && raw.length <= LONGEST_REMEMBERED;
  const remembered = keeps ? { object, field, timed, moment, noTime, failures, peaks } : undefined;
  return { ...plain, pattern, remembered };
}

const CODE = String.raw`^([\d:.*-]+\()`;
const FLAGGED_TIME = String.raw`(\d{12})([SWsw]?`;
const NUMBER_WITH_UNIT = String.raw`([+-]?\d+(?:\.\d*)?)(\*[^()*,]+`;
const END = String.raw`\)[\s\0]*)$`;

/** The forms of lines with slots; what stands between two slots, or behind one, is text. */
const FORMS: readonly { time: SlotPlan["time"]; slots: readonly SlotKind[]; form: RegExp }[] = [
  { time: "clock", slots: ["time"], form: new RegExp(`${CODE}${FLAGGED_TIME}${END}`) },
  { time: "none", slots: ["number"], form: new RegExp(`${CODE}([+-]?\\d+(?:\\.\\d*)?)((?:\\*[^()*,]+)?${END}`) },
  {
    time: "capture",
    slots: ["time", "number"],
    form: new RegExp(`${CODE}${FLAGGED_TIME}\\)\\()${NUMBER_WITH_UNIT}${END}`),
  },
  {
    time: "capture",
    slots: ["number", "time"],
    form: new RegExp(`${CODE}${NUMBER_WITH_UNIT}\\)\\()${FLAGGED_TIME}${END}`),
  },
];

/** The plan of a line in one of the forms, where it gives for the line itself what the parser gave. */
function withSlots(plain: LinePlan, raw: string, reading: LineReading): LinePlan | undefined {
  for (const { time, slots: kinds, form } of FORMS) {
    const parts = form.exec(raw)?.slice(1);
    if (!parts || (time === "clock") !== (plain.kind === "clock")) continue;
    const numberAt = 1 + 2 * kinds.indexOf("number");
    const printed = time === "clock" ? undefined : /^\*([^()]+)\)/.exec(parts[numberAt + 1]!)?.[1]?.trim();
    const { object, field } = reading;
    if (time === "none" && mayBeThousandths(field, parts[numberAt]!)) return undefined;
    const plan: LinePlan = {
      ...plain,
      text: undefined,
      pattern: patternOf(
        parts.filter((_, index) => index % 2 === 0),
        kinds,
      ),
      exponent: printed === undefined ? 0 : unitForm(printed).exponent,
      slots: {
        time,
        point: time !== "clock" && parts[numberAt]!.includes("."),
        field,
        name: object.name,
        unit: object.unit,
        printedUnit: object.printed === undefined ? undefined : printed,
      },
    };
    if (repeats(plan, raw, reading)) return plan;
  }
  return undefined;
}

function repeats(plan: LinePlan, raw: string, reading: LineReading): boolean {
  const bytes = Buffer.from(raw, "latin1");
  const slots = new Slots();
  if (match(plan.pattern, textIn(bytes), 0, plan.exponent, slots) !== bytes.length) return false;
  const { slots: form } = plan;
  const object = form!.time === "clock" ? clockObject(bytes, slots) : measuredObject(form!, bytes, slots);
  if (reading.object.timestamp !== undefined) object.timestamp = reading.object.timestamp;
  const timed = form!.time === "none" || reading.object.timestamp !== undefined;
  return (
    timed && (form!.time === "capture") === (reading.moment !== undefined) && isDeepStrictEqual(object, reading.object)
  );
}

/** The object of a line with a number, whose pattern has just matched; its time is not in it. */
export function measuredObject({ name, unit, printedUnit }: SlotPlan, bytes: Buffer, slots: Slots): CosemObject {
  const { value } = slots;
  if (printedUnit !== undefined) {
    const printed = `${bytes.toString("latin1", slots.numberAt, slots.numberTo)}*${printedUnit}`;
    return name === undefined ? { value, unit: unit!, printed } : { name, value, unit: unit!, printed };
  }
  if (unit === undefined) return name === undefined ? { value } : { name, value };
  return name === undefined ? { value, unit } : { name, value, unit };
}

/** The object of a clock's line, whose pattern has just matched; its moment is not in it. */
export function clockObject(bytes: Buffer, { timeAt }: Slots): CosemObject {
  const flagged = bytes[timeAt + 12] !== 0x29;
  return { value: bytes.toString("latin1", timeAt, timeAt + (flagged ? 13 : 12)) };
}
