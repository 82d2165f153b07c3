import { offsetOf } from "../../../lib/selection/clock";
import { intervalAt } from "../../../lib/selection/interval";
import type { Shaped } from "../../../lib/selection/shape";
import { fieldByName } from "../../../lib/telegram/catalogue/catalogue";
import { addDecimals } from "../../../lib/telegram/numbers/decimal";
import type { FieldGroup } from "../../../lib/telegram/catalogue/field";
import type { CosemObject, Device, Telegram } from "../../../lib/telegram/types";
import { TelegramFilter } from "../filter";
import type { DsmrFilterSettings } from "../options";

/** What a dsmr-filter makes of a telegram. */
export interface Preview {
  readonly messages: readonly Shaped[];
  /** How many fields the rows pick from the telegram. */
  readonly fields: number;
  /** Rows that find nothing in it. */
  readonly unmatched: readonly string[];
  /** For the pace `interval`: the end of the current interval by the meter's clock, "2026-01-15 12:15:00". */
  readonly until?: string;
}

const HOUR = 3600_000;
/** The use of gas, water or heat in the hour before that the preview assumes, in the device's unit. */
const USED = 0.1;
const METERED: readonly (FieldGroup | undefined)[] = ["gas", "water", "heat"];

/**
 * The messages that a filter with these settings sends for a telegram, made by the filter itself. Some paces need more
 * telegrams to send anything. For `interval` the filter also gets the same values an interval before and an interval
 * after; for `reading`, a telegram of an hour before.
 */
export function previewOf(settings: DsmrFilterSettings, telegram: Telegram): Preview {
  const filter = new TelegramFilter(settings);
  const taken = rehearsal(settings, telegram).map((one) => filter.take(one, "", () => ""));
  const { messages, fields, unmatched } = taken.at(-1)!;
  const preview = { messages, fields: fields.length, unmatched };
  return settings.pace === "interval" ? { ...preview, until: intervalEnd(settings.every, telegram) } : preview;
}

function rehearsal({ pace, every }: DsmrFilterSettings, telegram: Telegram): Telegram[] {
  const interval = every * 1000;
  if (pace === "interval") return [moved(telegram, -interval), telegram, moved(telegram, interval)];
  return pace === "reading" ? [hourBefore(telegram), telegram] : [telegram];
}

function moved(telegram: Telegram, by: number): Telegram {
  return { ...telegram, timestamp: isoMoved(telegram.timestamp, by) };
}

/** An ISO 8601 time moved by some ms; its offset stays. */
function isoMoved(iso: string, by: number): string {
  const [zone = "Z"] = /(Z|[+-]\d\d:?\d\d)$/.exec(iso) ?? [];
  return wallClock(Date.parse(iso) + by, iso).replace(" ", "T") + zone;
}

/** A time (epoch ms) at the offset of an ISO time: "2026-01-15 12:00:00". */
function wallClock(time: number, iso: string): string {
  const date = new Date(time + offsetOf(iso));
  return Number.isNaN(date.getTime()) ? iso : date.toISOString().slice(0, 19).replace("T", " ");
}

function intervalEnd(every: number, { timestamp }: Telegram): string {
  const { end } = intervalAt(Date.parse(timestamp), offsetOf(timestamp), every * 1000);
  return wallClock(end, timestamp);
}

function hourBefore(telegram: Telegram): Telegram {
  const values = Object.entries(telegram.values).map(([name, value]) => [name, isMetered(name) ? less(value) : value]);
  const objects = Object.entries(telegram.objects ?? {}).map(([code, line]) => [
    code,
    /^0-\d+:24\./.test(code) ? readBefore(line) : line,
  ]);
  return {
    ...moved(telegram, -HOUR),
    values: Object.fromEntries(values) as Telegram["values"],
    ...(telegram.objects && { objects: Object.fromEntries(objects) as Record<string, CosemObject> }),
    devices: telegram.devices.map(readBefore),
  };
}

function isMetered(name: string): boolean {
  return METERED.includes(fieldByName(name)?.group);
}

function readBefore<Reading extends CosemObject | Device>(reading: Reading): Reading {
  const { value, timestamp } = reading;
  return {
    ...reading,
    ...(typeof value === "number" && { value: less(value) }),
    ...(timestamp !== undefined && { timestamp: isoMoved(timestamp, -HOUR) }),
  };
}

function less(value: number): number {
  return value >= USED ? addDecimals(value, -USED) : value;
}
