import { DELIVERED, mediumOf } from "../catalogue/mbus";
import { multiplyDecimal } from "../numbers/decimal";
import { type ReadObject, valueText } from "../objects/object";
import type { CosemObject, Device, DeviceRegister, Medium } from "../types";

const HOUR = 3600 * 1000;
/** A device is stale if another one of its medium has a reading that is newer than its own by more than this. */
const STALE_AFTER = 24 * HOUR;
/** A reading that is later than its telegram by more than this makes no other device stale: its clock is wrong. */
const MOST_AHEAD = 24 * HOUR;

/** The lines of one M-Bus channel. */
interface ChannelLines {
  readonly channel: number;
  type: ReadObject | undefined;
  /** Equipment identifiers, 0-n:96.1.0 (NL) and 0-n:96.1.1 (BE). 0-n:96.1.2 is the EAN of the connection. */
  readonly ids: [nl: ReadObject | undefined, be: ReadObject | undefined];
  readonly readings: ReadObject[];
}

/** A register with its number in the catalogue's unit. */
interface Register {
  readonly read: ReadObject;
  readonly value: number;
  readonly unit: string;
  /** When it was read, epoch ms. */
  readonly instant: number | undefined;
}

interface Channel {
  readonly channel: number;
  readonly type: number | undefined;
  readonly medium: Medium;
  readonly id: string | undefined;
  readonly isPaired: boolean;
  readonly registers: readonly Register[];
  /** The register that is the device's reading. */
  readonly main: Register | undefined;
}

/** The devices of a telegram, and their readings. */
export interface DeviceReadings {
  readonly devices: Device[];
  /** The readings that are named values. */
  readonly values: ReadonlyMap<string, number>;
  /** The telegram's objects; those of named readings have the name, and the value as it is in `values`. */
  readonly objects: readonly ReadObject[];
}

/**
 * Reads the M-Bus devices by channel (DSMR 5.0.2, 6.12; EN 13757-3). `now` is the telegram's own time, or the time of
 * receipt if it has none (epoch ms).
 */
export function readDevices(objects: readonly ReadObject[], now: number): DeviceReadings {
  const channels = linesByChannel(objects).map(readChannel);
  const newest = newestReadings(channels, now);
  const devices = channels.map((channel) => deviceOf(channel, newest));
  return { devices, ...nameReadings(devices, channels, objects) };
}

function linesByChannel(objects: readonly ReadObject[]): ChannelLines[] {
  const channels = new Map<number, ChannelLines>();
  for (const read of objects) {
    const { a, b, c, d, e } = read.line.code.obis;
    if (a !== 0 || b === 0 || !(c === 24 || (c === 96 && d === 1))) continue;
    let lines = channels.get(b);
    if (!lines) channels.set(b, (lines = { channel: b, type: undefined, ids: [undefined, undefined], readings: [] }));
    if (c === 96 && (e === 0 || e === 1)) lines.ids[e] ??= read;
    else if (c === 24 && d === 1) lines.type ??= read;
    else if (c === 24 && (d === 2 || d === 3)) lines.readings.push(read);
  }
  return [...channels.values()].sort((a, b) => a.channel - b.channel);
}

function readChannel({ channel, type: typeLine, ids, readings }: ChannelLines): Channel {
  const value = typeLine?.object.value;
  const type = typeof value === "number" ? value : undefined;
  const medium = mediumOf(type);
  const id = deviceId(ids);
  const registers = newestOfEach(readings);
  const main = registers.find((register) => fits(register, medium));
  const isPaired = main ? isReading(main, id) : registers.some((register) => isReading(register, id));
  return { channel, type, medium, id, isPaired, registers, main: isPaired ? main : undefined };
}

function deviceId(ids: readonly (ReadObject | undefined)[]): string | undefined {
  for (const read of ids) {
    const value = read?.object.value;
    const text = typeof value === "string" ? value.trim() : "";
    if (text !== "") return text;
  }
  return undefined;
}

/** Every register with a number and a unit, by its code. Of one given twice, the newest valid time wins. */
function newestOfEach(readings: readonly ReadObject[]): Register[] {
  const registers = new Map<string, Register>();
  for (const read of readings) {
    const { value, unit } = read.object;
    if (typeof value !== "number" || unit === undefined) continue;
    const code = read.line.code.text;
    const known = registers.get(code);
    const instant = read.moment?.instant;
    const isNewer = instant !== undefined && instant > (known?.instant ?? Number.NEGATIVE_INFINITY);
    if (!known || isNewer) registers.set(code, { read, value, unit, instant });
  }
  return [...registers.values()].sort((a, b) => orderOf(a) - orderOf(b));
}

function orderOf({ read }: Register): number {
  const { d, e } = read.line.code.obis;
  return d * 256 + e;
}

/** Whether a register's unit is one that the medium is measured in. */
function fits({ unit }: Register, medium: Medium): boolean {
  const wanted = DELIVERED[medium]?.unit;
  return wanted === undefined || unit === wanted || (wanted === "GJ" && unit === "kWh");
}

/** A slot without a device reports an impossible time beside a missing id or a value of 0. */
function isReading({ read, value }: Register, id: string | undefined): boolean {
  return !read.hasNoTime || (id !== undefined && value !== 0);
}

/** The time of the newest reading of each medium, epoch ms. */
function newestReadings(channels: readonly Channel[], now: number): Map<Medium, number> {
  const newest = new Map<Medium, number>();
  for (const { medium, main } of channels) {
    const instant = main?.instant;
    if (instant === undefined || instant > now + MOST_AHEAD) continue;
    newest.set(medium, Math.max(instant, newest.get(medium) ?? instant));
  }
  return newest;
}

/** Whether a device is unpaired, stale or live, by the newest reading of each medium. */
function statusOf({ isPaired, medium, main }: Channel, newest: ReadonlyMap<Medium, number>): Device["status"] {
  if (!isPaired) return "unpaired";
  const latest = newest.get(medium);
  const isStale = main?.instant !== undefined && latest !== undefined && latest - main.instant > STALE_AFTER;
  return isStale ? "stale" : "live";
}

function deviceOf(channel: Channel, newest: ReadonlyMap<Medium, number>): Device {
  const { type, medium, id, main, registers, isPaired } = channel;
  const status = statusOf(channel, newest);
  const device: Partial<Device> = { channel: channel.channel };
  if (type !== undefined) device.type = type;
  device.medium = medium;
  if (id !== undefined) device.id = id;
  if (main) Object.assign(device, readingOf(main, medium), timestampOf(main));
  device.status = status;
  if (isPaired && (registers.length > 1 || !main)) device.registers = registers.map(registerOf);
  return device as Device;
}

/** The reading in the medium's unit: a kWh of heat is 0.0036 GJ. */
function readingOf({ value, unit }: Register, medium: Medium): { value: number; unit: string } {
  const isConverted = DELIVERED[medium]?.unit === "GJ" && unit === "kWh";
  return isConverted ? { value: multiplyDecimal(value, 36, -4), unit: "GJ" } : { value, unit };
}

function registerOf(register: Register): DeviceRegister {
  const { read, value, unit } = register;
  return { obis: read.line.code.text, value, unit, ...timestampOf(register) };
}

function timestampOf({ read }: Register): { timestamp?: string } {
  return read.moment ? { timestamp: read.moment.iso } : {};
}

/** The lowest live channel of a medium is `<medium>_delivered`, a further one `..._ch<n>`. */
function nameReadings(
  devices: readonly Device[],
  channels: readonly Channel[],
  objects: readonly ReadObject[],
): Omit<DeviceReadings, "devices"> {
  const values = new Map<string, number>();
  const renamed = [...objects];
  for (const [index, { channel, medium, value, unit, status }] of devices.entries()) {
    const delivered = DELIVERED[medium];
    const main = channels[index]?.main;
    if (!delivered || !main || status !== "live" || value === undefined || unit === undefined) continue;
    const name = values.has(delivered.name) ? `${delivered.name}_ch${channel}` : delivered.name;
    values.set(name, value);
    renamed[objects.indexOf(main.read)] = { ...main.read, object: namedObject(main, name, value, unit) };
  }
  return { values, objects: renamed };
}

/** The reading's object with its name, and the value as it is in `values`. */
function namedObject({ read }: Register, name: string, value: number, unit: string): CosemObject {
  const { object, line } = read;
  if (unit === object.unit) return { name, ...object };
  return { name, ...object, value, unit, printed: object.printed ?? valueText(line) ?? "" };
}
