import type { Field } from "./field";
import { kindOf, type LineKind } from "./kinds";
import type { DataLine, LineCode } from "./lines";
import type { LineReading } from "./object";
import { patternOf, TIME_DIGITS, type NumberPlace, type Pattern } from "./pattern";
import type { CosemObject, Peak, PowerFailure } from "./types";

/** What was learnt from a line, and is done with the next one that differs from it in digits alone, or not at all. */
export interface LinePlan extends LineCode {
  readonly kind: LineKind;
  /** The line's bytes with its line ends, a number and a time in it as slots. */
  readonly pattern: Pattern;
  /** How a line with a number or a clock's time is made into its object. */
  readonly slots: SlotPlan | undefined;
  /** Without slots: the line itself. */
  readonly text: DataLine | undefined;
  /** Without slots: what reading the line gave, where nothing but its text decides that. */
  readonly remembered: Remembered | undefined;
}

export interface SlotPlan {
  readonly time: "none" | "capture" | "clock";
  readonly field: Field | undefined;
  readonly name: string | undefined;
  readonly unit: string | undefined;
  /** The unit as printed, where the object keeps the printed text. */
  readonly printedUnit: string | undefined;
}

export interface Remembered extends Required<LineReading> {
  /** The object's, which are asked for by themselves in each telegram. */
  readonly value: CosemObject["value"];
  readonly unit: string | undefined;
  /** Makes the object anew. */
  readonly copy: () => CosemObject;
  /** What reading the line complained of, and what reading its log did. */
  readonly problems: readonly string[];
  readonly logProblems: readonly string[];
  readonly failures: readonly PowerFailure[];
  readonly peaks: readonly Peak[];
}

/** Matches nothing. */
const NO_PATTERN = patternOf([]);

/** The plan of a line with this code. All have the same properties: what reads them is then fastest. */
export function linePlan(
  { obis, code }: LineCode,
  pattern: Pattern,
  { slots, text, remembered }: Partial<Pick<LinePlan, "slots" | "text" | "remembered">>,
): LinePlan {
  return { obis, code, kind: kindOf(obis), pattern, slots, text, remembered };
}

/** The plan of a line of which nothing is learnt: it is read by its text. */
export function plainLine(text: DataLine): LinePlan {
  return linePlan(text, NO_PATTERN, { text });
}

/**
 * The object of a line with the number `value` in the unit it is told in, with the printed text where that was another,
 * and with its capture time.
 */
export function measuredObject(
  name: string | undefined,
  value: number,
  unit: string | undefined,
  printed: string | undefined,
  timestamp: string | undefined,
): CosemObject {
  if (unit === undefined) return name === undefined ? { value } : { name, value };
  if (printed !== undefined) return convertedObject(name, value, unit, printed, timestamp);
  if (timestamp === undefined) return name === undefined ? { value, unit } : { name, value, unit };
  return name === undefined ? { value, unit, timestamp } : { name, value, unit, timestamp };
}

function convertedObject(
  name: string | undefined,
  value: number,
  unit: string,
  printed: string,
  timestamp: string | undefined,
): CosemObject {
  if (timestamp === undefined) return name === undefined ? { value, unit, printed } : { name, value, unit, printed };
  return name === undefined ? { value, unit, printed, timestamp } : { name, value, unit, printed, timestamp };
}

/** What a telegram prints of a number at a place in the bytes, and its unit. */
export function printedText(bytes: Buffer, { numberAt, numberTo }: NumberPlace, unit: string): string {
  return `${bytes.toString("latin1", numberAt, numberTo)}*${unit}`;
}

/** The same object with a name. */
export function namedObject(object: CosemObject, name: string): CosemObject {
  const { value, unit, printed, timestamp, values } = object;
  // As nearly all are: a property that is added to a copy costs many times as much.
  const isMeasured = typeof value === "number" && unit !== undefined && values === undefined;
  return isMeasured ? measuredObject(name, value, unit, printed, timestamp) : { ...object, name };
}

const CLOSE = 0x29;

/** What a telegram prints of a clock's time, whose digits stand at `timeAt`. */
export function clockText(bytes: Buffer, timeAt: number): string {
  const flagAt = timeAt + TIME_DIGITS;
  return bytes.toString("latin1", timeAt, bytes[flagAt] === CLOSE ? flagAt : flagAt + 1);
}

/**
 * Makes copies of an object. Copying objects of many forms in one place is slow, so the common ones, of texts, have
 * places of their own.
 */
export function copier(object: CosemObject): () => CosemObject {
  const { value, printed, values } = object;
  const keys = Object.keys(object).join(" ");
  if (keys === "") return () => ({});
  if (keys === "value") return () => ({ value: value! });
  if (keys === "value printed") return () => ({ value: value!, printed: printed! });
  if (keys === "values") return () => ({ values: values!.slice() });
  return values ? () => ({ ...object, values: [...values] }) : () => ({ ...object });
}
