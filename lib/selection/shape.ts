import type { CosemObject, Telegram } from "../telegram/types";
import { FieldRecord } from "./field-record";
import { isCode } from "./names";
import type { Emission, FieldValue, PacedField } from "./types";

/** How the fields leave. */
export type Shape = "object" | "messages" | "influx" | "telegram";

export interface ShapeOptions {
  readonly shape: Shape;
  /** The topic; of `messages` what stands before the field's name. Empty: the topic is left as it is. */
  readonly topic: string;
  /** InfluxDB's measurement; empty: left to the node that writes. */
  readonly measurement: string;
  /** Whether the selection is everything a telegram has. */
  readonly everything: boolean;
}

/** How core Join in automatic mode puts the messages of one telegram together again. */
export interface Parts {
  readonly id: string;
  readonly type: "object";
  readonly key: string;
  readonly index: number;
  readonly count: number;
}

/** What a message is to carry. */
export interface Shaped {
  readonly payload: unknown;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly topic?: string;
  readonly partial?: true;
  readonly parts?: Parts;
  readonly measurement?: string;
}

/**
 * The fields of an emission as messages: one, or in the shape `messages` one a field. `newId` names the group of these;
 * `record` makes the objects, quickest where it is given again for the next emission.
 */
export function shape(
  emission: Emission,
  options: ShapeOptions,
  newId: () => string,
  record = new FieldRecord(),
): Shaped[] {
  if (options.shape === "messages") return messages(emission, options, newId());
  const { topic, measurement } = options;
  const whole = {
    payload: payload(emission, options, record),
    timestamp: emission.time,
    ...(topic !== "" && { topic }),
    ...(emission.partial && { partial: true as const }),
  };
  return [options.shape === "influx" && measurement !== "" ? { ...whole, measurement } : whole];
}

function payload(emission: Emission, { shape, everything }: ShapeOptions, record: FieldRecord): unknown {
  if (shape === "influx") return point(emission, record);
  return shape === "telegram" ? reduced(emission, everything, record) : record.of(emission.fields);
}

function messages({ fields, partial, time: common }: Emission, { topic }: ShapeOptions, id: string): Shaped[] {
  return fields.map(({ name, value, time = common }, index) => ({
    payload: value,
    timestamp: time,
    topic: topic + name,
    ...(partial && { partial: true as const }),
    parts: { id, type: "object", key: name, index, count: fields.length },
  }));
}

/** A point as `influxdb out` takes it; it reads `time` as the point's own when it is a Date, whatever the precision. */
function point(
  { fields, time, telegram }: Emission,
  record: FieldRecord,
): [Record<string, FieldValue | Date>, Record<string, string>] {
  const { id } = telegram.meter;
  return [{ ...record.of(fields), time: new Date(time) }, id ? { meter: id } : {}];
}

/** The telegram with the chosen fields only: `values` under their chosen names and units, the lines as they stand. */
function reduced({ fields, telegram }: Emission, everything: boolean, record: FieldRecord): Telegram {
  const numbers = fields.filter(({ name, value }) => typeof value === "number" && !isCode(name));
  const values = record.of(numbers) as Record<string, number>;
  if (!telegram.objects || everything) return { ...telegram, values };
  return { ...telegram, values, objects: chosenLines(telegram.objects, fields) };
}

function chosenLines(objects: Record<string, CosemObject>, fields: readonly PacedField[]): Record<string, CosemObject> {
  const names = new Set(fields.map(({ field }) => field).filter((field) => field !== undefined));
  const codes = new Set(fields.map(({ code }) => code).filter((code) => code !== undefined));
  const lines = Object.entries(objects).filter(
    ([code, { name }]) => isCode(code) && (codes.has(code) || (name !== undefined && names.has(name))),
  );
  return Object.fromEntries(lines);
}
