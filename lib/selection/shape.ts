import type { CosemObject, Telegram } from "../telegram/types";
import { isCode } from "./names";
import type { Emission, FieldValue, PacedField } from "./types";

/** What a message looks like. */
export type Shape = "object" | "messages" | "influx" | "telegram";

export interface ShapeOptions {
  readonly shape: Shape;
  /** The topic; for `messages` the prefix of the field's name. Empty: the topic stays as it is. */
  readonly topic: string;
  /** InfluxDB's measurement; empty: the node that writes chooses it. */
  readonly measurement: string;
  /** Whether the selection is everything that a telegram has. */
  readonly everything: boolean;
}

/** The `msg.parts` by which a join node in automatic mode makes one object of a telegram's messages. */
export interface Parts {
  readonly id: string;
  readonly type: "object";
  readonly key: string;
  readonly index: number;
  readonly count: number;
}

/** The properties of one message. */
export interface Shaped {
  readonly payload: unknown;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly topic?: string;
  readonly partial?: true;
  readonly parts?: Parts;
  readonly measurement?: string;
}

/** The messages of an emission: one, or in the shape `messages` one per field. `newId` makes the id of such a group. */
export function shape(emission: Emission, options: ShapeOptions, newId: () => string): Shaped[] {
  if (options.shape === "messages") return messages(emission, options, newId());
  const { topic, measurement } = options;
  const whole = {
    payload: payload(emission, options),
    timestamp: emission.time,
    ...(topic !== "" && { topic }),
    ...(emission.partial && { partial: true as const }),
  };
  return [options.shape === "influx" && measurement !== "" ? { ...whole, measurement } : whole];
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

function payload(emission: Emission, { shape, everything }: ShapeOptions): unknown {
  if (shape === "influx") return point(emission);
  return shape === "telegram" ? reduced(emission, everything) : byName(emission.fields);
}

function byName(fields: readonly PacedField[]): Record<string, FieldValue> {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

/** A point for `influxdb out`: fields and tags. As a Date, `time` is the point's own time at any precision. */
function point({ fields, time, telegram }: Emission): [Record<string, FieldValue | Date>, Record<string, string>] {
  const { id } = telegram.meter;
  return [{ ...byName(fields), time: new Date(time) }, id ? { meter: id } : {}];
}

/** The telegram with the chosen fields only: `values` under their new names and units, `objects` unchanged. */
function reduced({ fields, telegram }: Emission, everything: boolean): Telegram {
  const numbers = fields.filter(({ name, value }) => typeof value === "number" && !isCode(name));
  const values = byName(numbers) as Record<string, number>;
  if (!telegram.objects || everything) return { ...telegram, values };
  return { ...telegram, values, objects: chosenObjects(telegram.objects, fields) };
}

function chosenObjects(
  objects: Record<string, CosemObject>,
  fields: readonly PacedField[],
): Record<string, CosemObject> {
  const names = new Set(fields.map(({ field }) => field).filter((field) => field !== undefined));
  const codes = new Set(fields.map(({ code }) => code).filter((code) => code !== undefined));
  const chosen = Object.entries(objects).filter(
    ([code, { name }]) => isCode(code) && (codes.has(code) || (name !== undefined && names.has(name))),
  );
  return Object.fromEntries(chosen);
}
