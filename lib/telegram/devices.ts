import { multiplyDecimal } from "./decimal";
import type { ChannelLines } from "./layout";
import { namedObject } from "./line-plan";
import { DELIVERED, mediumOf } from "./mbus-media";
import { keptObject, textOf, unitOf, valueOf, type ReadLine } from "./read-lines";
import { looksLikeStamp } from "./stamp";
import type { Device, DeviceRegister, Medium } from "./types";
import type { NamedValues } from "./named-values";

const DAY = 24 * 3600 * 1000;

/** A register's line with its number in the catalogue's unit. */
interface Register {
  readonly line: ReadLine;
  readonly value: number;
  readonly unit: string;
  readonly instant: number | undefined;
}

interface Channel {
  readonly device: Device;
  /** The register that is the device's reading. */
  readonly main: Register | undefined;
}

/**
 * The M-Bus devices of a telegram, by channel (DSMR 5.0.2, 6.12; EN 13757-3), and their readings as named values in
 * `values`. `now` is the telegram's own time (epoch ms). The lines' objects are given the names of the values read
 * from them.
 */
export function readDevices(
  lines: readonly ReadLine[],
  byChannel: readonly ChannelLines[],
  now: number,
  values: NamedValues,
): Device[] {
  if (byChannel.length === 0) return [];
  const channels = byChannel.map((one) => readChannel(one, lines));
  if (channels.length > 1) markStale(channels, now);
  nameReadings(channels, values);
  return channels.map(deviceOf);
}

/** A copy of a device without registers. */
export function copyOfDevice(device: Device): Device {
  const { channel, type, medium, id, value, unit, timestamp, status } = device;
  if (type === undefined || id === undefined || value === undefined || unit === undefined || timestamp === undefined) {
    return { ...device };
  }
  // As nearly all are: copied at once, which costs a fraction.
  return { channel, type, medium, id, value, unit, timestamp, status };
}

/**
 * Whether these devices, read at `now` from these lines, are the same at any later time as long as no digit in the lines
 * changes: readings with times that say of themselves what moment they are, none of them later than the telegram.
 */
export function areLasting(
  devices: readonly Device[],
  lines: readonly ReadLine[],
  byChannel: readonly ChannelLines[],
  now: number,
): boolean {
  const isLasting = (index: number) => {
    const { line, object, told, moment } = lines[index]!;
    if (line.slots?.time !== "capture" || object !== undefined || moment === undefined) return false;
    return told?.moment === moment && moment.instant <= now;
  };
  return devices.every((device) => !device.registers) && byChannel.every(({ readings }) => readings.every(isLasting));
}

function readChannel({ channel, type: typeLine, ids, readings }: ChannelLines, lines: readonly ReadLine[]): Channel {
  const type = typeLine === undefined ? undefined : valueOf(lines[typeLine]!);
  const medium = mediumOf(typeof type === "number" ? type : undefined);
  const id = deviceId(lines, ids);
  const registers = newestOfEach(lines, readings);
  const main = mainOf(registers, medium);
  const paired = main ? isPaired(main, id) : registers.some((register) => isPaired(register, id));
  const status = paired ? "live" : "unpaired";
  if (paired && main?.line.moment && registers.length === 1 && typeof type === "number" && id !== undefined) {
    // As nearly all are: made at once, which costs a fraction of property by property.
    const { value, unit } = readingOf(main, medium);
    return { device: { channel, type, medium, id, value, unit, timestamp: main.line.moment.iso, status }, main };
  }
  const device = { channel } as Device;
  if (typeof type === "number") device.type = type;
  device.medium = medium;
  if (id !== undefined) device.id = id;
  if (paired && main) Object.assign(device, readingOf(main, medium), timestampOf(main));
  device.status = status;
  if (paired && (registers.length > 1 || !main)) device.registers = registers.map(registerOf);
  return { device, main: paired ? main : undefined };
}

function deviceOf({ device }: Channel): Device {
  return device;
}

function deviceId(lines: readonly ReadLine[], ids: readonly number[]): string | undefined {
  for (const index of ids) {
    const value = valueOf(lines[index]!);
    const text = typeof value === "string" ? value.trim() : "";
    if (text !== "") return text;
  }
  return undefined;
}

/** Every register with a number and a unit; of one given twice, the one with the newest valid time. */
function newestOfEach(lines: readonly ReadLine[], readings: readonly number[]): Register[] {
  if (readings.length === 1) {
    const register = registerIn(lines[readings[0]!]!);
    return register ? [register] : [];
  }
  const registers: Register[] = [];
  for (const index of readings) {
    const register = registerIn(lines[index]!);
    if (!register) continue;
    const { instant, line } = register;
    const known = registers.findIndex((one) => one.line.line.code === line.line.code);
    if (known < 0) registers.push(register);
    else if (instant !== undefined && instant > (registers[known]!.instant ?? Number.NEGATIVE_INFINITY)) {
      registers[known] = register;
    }
  }
  return registers.sort((a, b) => order(a) - order(b));
}

function registerIn(line: ReadLine): Register | undefined {
  const value = valueOf(line);
  const unit = unitOf(line);
  return typeof value === "number" && unit !== undefined
    ? { line, value, unit, instant: line.moment?.instant }
    : undefined;
}

/** The first register that the medium is measured in. */
function mainOf(registers: readonly Register[], medium: Medium): Register | undefined {
  for (const register of registers) if (fits(register, medium)) return register;
  return undefined;
}

function order({ line: { line } }: Register): number {
  return line.obis.d * 256 + line.obis.e;
}

/** Whether a register's unit is one the medium is measured in. */
function fits(register: Register, medium: Medium): boolean {
  const wanted = DELIVERED[medium]?.unit;
  if (wanted === undefined) return true;
  return register.unit === wanted || (wanted === "GJ" && register.unit === "kWh");
}

/** A slot without a device reports an impossible time beside a missing id or a value of 0. */
function isPaired(register: Register, id: string | undefined): boolean {
  const { timed, noTime } = register.line;
  const suspicious = timed && noTime;
  return !suspicious || (id !== undefined && register.value !== 0);
}

/** The reading in the medium's unit: a kWh of heat is 0.0036 GJ. */
function readingOf({ value, unit }: Register, medium: Medium): { value: number; unit: string } {
  const converted = DELIVERED[medium]?.unit === "GJ" && unit === "kWh";
  return converted ? { value: multiplyDecimal(value, 36, -4), unit: "GJ" } : { value, unit };
}

function registerOf(register: Register): DeviceRegister {
  return { obis: register.line.line.code, value: register.value, unit: register.unit, ...timestampOf(register) };
}

function timestampOf({ line }: Register): { timestamp?: string } {
  return line.moment ? { timestamp: line.moment.iso } : {};
}

/** A device is stale where another of its medium has a reading over a day newer; readings from the future count for nobody. */
function markStale(channels: readonly Channel[], now: number): void {
  const newest = new Map<Medium, number>();
  for (const { device, main } of channels) {
    const instant = main?.instant;
    if (instant === undefined || instant > now + DAY) continue;
    newest.set(device.medium, Math.max(instant, newest.get(device.medium) ?? instant));
  }
  for (const { device, main } of channels) {
    const latest = newest.get(device.medium);
    if (main?.instant !== undefined && latest !== undefined && latest - main.instant > DAY) device.status = "stale";
  }
}

/** The lowest live channel of a medium is `<medium>_delivered`, a further one `..._ch<n>`. */
function nameReadings(channels: readonly Channel[], values: NamedValues): void {
  const taken: Medium[] = [];
  for (const { device, main } of channels) {
    const delivered = DELIVERED[device.medium];
    if (!delivered || !main || device.status !== "live" || device.value === undefined) continue;
    const named = taken.includes(device.medium) ? { name: `${delivered.name}_ch${device.channel}` } : delivered;
    taken.push(device.medium);
    values.add(named, device.value);
    nameObject(main, named.name, device);
  }
}

/** The reading's object carries the name, and with it the value as it is in `values`. */
function nameObject({ line, unit }: Register, name: string, device: Device): void {
  const isConverted = device.unit !== undefined && device.unit !== unit;
  if (line.line.slots && !line.object && !isConverted) {
    line.name = name;
    return;
  }
  const object = namedObject(keptObject(line), name);
  line.object = object;
  if (!isConverted) return;
  object.printed ??=
    textOf(line)
      .groups.findLast((group) => !looksLikeStamp(group))
      ?.trim() ?? "";
  object.value = device.value!;
  object.unit = device.unit!;
}
