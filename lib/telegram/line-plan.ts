import type { Field } from "./field";
import { kindOf, type LineKind } from "./kinds";
import type { DataLine, LineCode } from "./lines";
import type { LineReading } from "./object";
import { patternOf, type NumberPlace, type Pattern, type Slots } from "./pattern";
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

/** The plan of a line of which nothing is learnt: it is read by its text. */
export function plainLine(text: DataLine): LinePlan {
  const { obis, code } = text;
  return {
    obis,
    code,
    kind: kindOf(obis),
    pattern: NO_PATTERN,
    slots: undefined,
    text,
    remembered: undefined,
  };
}

/** The object of a line with the number `value`, and where that stands; its time is not in it. */
export function measuredObject(
  { name, unit, printedUnit }: Pick<SlotPlan, "name" | "unit" | "printedUnit">,
  value: number,
  bytes: Buffer,
  { numberAt, numberTo }: NumberPlace,
): CosemObject {
  if (printedUnit !== undefined) {
    const printed = `${bytes.toString("latin1", numberAt, numberTo)}*${printedUnit}`;
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

/**
 * Makes copies of an object. Copying objects of many forms in one place is slow, so the common ones, of a text, have
 * places of their own.
 */
export function copier(object: CosemObject): () => CosemObject {
  const { value, printed, values } = object;
  const keys = Object.keys(object).join(" ");
  if (keys === "") return () => ({});
  if (keys === "value") return () => ({ value: value! });
  if (keys === "value printed") return () => ({ value: value!, printed: printed! });
  return values ? () => ({ ...object, values: [...values] }) : () => ({ ...object });
}
