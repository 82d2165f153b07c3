import { isDeepStrictEqual } from "node:util";
import { momentOf } from "./clock";
import {
  clockText,
  copier,
  linePlan,
  measuredObject,
  plainLine,
  printedText,
  type LinePlan,
  type SlotPlan,
} from "./line-plan";
import type { DataLine } from "./lines";
import { readFailures, readPeaks } from "./logs";
import { mayBeThousandths, readLine, type LineReading, type ReadTools } from "./object";
import { match, patternOf, Slots, textIn, type SlotKind } from "./pattern";
import type { Stamp } from "./stamp";
import type { CosemObject } from "./types";
import { unitForm } from "./units";
import type { MeterZone } from "./zone";

/** Longer lines are not worth remembering: the longest text message has as many characters. */
const LONGEST_REMEMBERED = 2200;
/** A line with more is a log of nonsense. */
const MOST_PROBLEMS = 20;
/** A line with a number or a time has some dozens of characters. */
const LONGEST_WITH_SLOTS = 128;

/**
 * Learns a line: what the parser makes of it, and whether that can be done again for other digits, or for the same
 * text. `raw` is the line with its line ends.
 */
export function learnLine(text: DataLine, raw: string, zone: MeterZone): LinePlan {
  const seen = { problems: [] as string[], depends: false };
  const tools: ReadTools = {
    momentOf: (time: Stamp) =>
      momentOf(time, zone, ([first]) => {
        // Without a flag, October's double hour is told by the telegram's own time.
        seen.depends = true;
        return first!;
      }),
    problem: (_, problem) => seen.problems.push(problem),
  };
  const plain = plainLine(text);
  const reading = readLine(text, tools);
  const problems = seen.problems.splice(0);
  const slotted =
    problems.length === 0 && raw.length <= LONGEST_WITH_SLOTS ? withSlots(plain, raw, reading) : undefined;
  if (slotted) return slotted;
  const pattern = patternOf([raw]);
  const { object, field, timed = false, moment, noTime = false } = reading;
  const failures = plain.kind === "failures" ? readFailures(text, tools) : [];
  const peaks = plain.kind === "peaks" ? readPeaks(text, tools) : [];
  const logProblems = seen.problems;
  const keeps =
    !seen.depends && raw.length <= LONGEST_REMEMBERED && problems.length + logProblems.length <= MOST_PROBLEMS;
  const { value, unit } = object;
  const remembered = keeps
    ? {
        object,
        value,
        unit,
        copy: copier(object),
        field,
        timed,
        moment,
        noTime,
        problems,
        failures,
        peaks,
        logProblems,
      }
    : undefined;
  return linePlan(text, pattern, { text, remembered });
}

const CODE = String.raw`[\d:.*-]+\(`;
const TIME = String.raw`\d{12}`;
const FLAG = "[SWsw]?";
const NUMBER = String.raw`[+-]?\d+(?:\.\d*)?`;
const UNIT = String.raw`\*[^()*,]+`;
const NEXT = String.raw`\)\(`;
const END = String.raw`\)[\s\0]*`;

interface LineForm {
  readonly time: SlotPlan["time"];
  readonly slots: readonly SlotKind[];
  readonly form: RegExp;
}

/** The forms of lines with slots. */
const FORMS: readonly LineForm[] = [
  { time: "clock", slots: ["time"], form: formOf(CODE, TIME, FLAG + END) },
  { time: "none", slots: ["number"], form: formOf(CODE, NUMBER, `(?:${UNIT})?${END}`) },
  { time: "capture", slots: ["time", "number"], form: formOf(CODE, TIME, FLAG + NEXT, NUMBER, UNIT + END) },
  { time: "capture", slots: ["number", "time"], form: formOf(CODE, NUMBER, UNIT + NEXT, TIME, FLAG + END) },
];

/** Texts and slots in turns, each a group of the pattern. */
function formOf(...parts: readonly string[]): RegExp {
  return new RegExp(`^${parts.map((part) => `(${part})`).join("")}$`);
}

/** The plan of a line in one of the forms, where it gives for the line itself what the parser gave. */
function withSlots(plain: LinePlan, raw: string, reading: LineReading): LinePlan | undefined {
  for (const { time, slots: kinds, form } of FORMS) {
    const parts = form.exec(raw)?.slice(1);
    if (!parts || (time === "clock") !== (plain.kind === "clock")) continue;
    const numberAt = 1 + 2 * kinds.indexOf("number");
    const printed = time === "clock" ? undefined : /^\*([^()]+)\)/.exec(parts[numberAt + 1]!)?.[1]?.trim();
    const { object, field } = reading;
    if (time === "none" && mayBeThousandths(field, parts[numberAt]!)) return undefined;
    const texts = parts.filter((_, index) => index % 2 === 0);
    const pattern = patternOf(texts, kinds, {
      point: time !== "clock" && parts[numberAt]!.includes("."),
      exponent: printed === undefined ? 0 : unitForm(printed).exponent,
    });
    const slots = {
      time,
      field,
      name: object.name,
      unit: object.unit,
      printedUnit: object.printed === undefined ? undefined : printed,
    };
    const plan = linePlan(plain, pattern, { slots });
    if (repeats(plan, raw, reading)) return plan;
  }
  return undefined;
}

function repeats(plan: LinePlan, raw: string, reading: LineReading): boolean {
  const bytes = Buffer.from(raw, "latin1");
  const slots = new Slots();
  if (match(plan.pattern, textIn(bytes), 0, slots) !== bytes.length) return false;
  const form = plan.slots!;
  const { timestamp } = reading.object;
  const object = objectAgain(form, bytes, slots, timestamp);
  const timed = form.time === "none" || timestamp !== undefined;
  return (
    timed && (form.time === "capture") === (reading.moment !== undefined) && isDeepStrictEqual(object, reading.object)
  );
}

/** What a line with slots is made into, at the time that it was found to tell. */
function objectAgain(form: SlotPlan, bytes: Buffer, slots: Slots, timestamp: string | undefined): CosemObject {
  if (form.time === "clock") {
    const value = clockText(bytes, slots.timeAt);
    return timestamp === undefined ? { value } : { value, timestamp };
  }
  const printed = form.printedUnit === undefined ? undefined : printedText(bytes, slots, form.printedUnit);
  return measuredObject(form.name, slots.value, form.unit, printed, timestamp);
}
