import { multiplyDecimal } from "./decimal";
import { DELIVERED, mediumOf } from "./mbus-media";
import type { ReadLine } from "./object";
import { looksLikeStamp } from "./stamp";
import type { Device, DeviceRegister, Medium } from "./types";

const DAY = 24 * 3600 * 1000;

/** A register's line with its number in the catalogue's unit. */
interface Register {
  readonly line: ReadLine;
  readonly value: number;
  readonly unit: string;
  readonly instant?: number;
}

interface Channel {
  readonly device: Device;
  /** The register that is the device's reading. */
  readonly main?: Register;
}

/**
 * The M-Bus devices of a telegram, by channel (DSMR 5.0.2, 6.12; EN 13757-3), and their readings as named values in
 * `values`. `now` is the telegram's own time (epoch ms). The lines' objects are given the names of the values read
 * from them.
 */
export function readDevices(lines: readonly ReadLine[], now: number, values: Record<string, number>): Device[] {
  const byChannel = new Map<number, ReadLine[]>();
  for (const line of lines) {
    const { a, b, c, d } = line.line.obis;
    if (a !== 0 || b === 0 || !(c === 24 || (c === 96 && d === 1))) continue;
    byChannel.set(b, [...(byChannel.get(b) ?? []), line]);
  }
  const channels = [...byChannel].sort(([a], [b]) => a - b).map(([channel, own]) => readChannel(channel, own));
  markStale(channels, now);
  nameReadings(channels, values);
  return channels.map(({ device }) => device);
}

function readChannel(channel: number, lines: readonly ReadLine[]): Channel {
  const type = lines.find(({ line }) => line.obis.c === 24 && line.obis.d === 1)?.object.value;
  const medium = mediumOf(typeof type === "number" ? type : undefined);
  const id = deviceId(lines);
  const readings = lines.filter(({ line }) => line.obis.c === 24 && (line.obis.d === 2 || line.obis.d === 3));
  const registers = newestOfEach(readings);
  const main = registers.find((register) => fits(register, medium));
  const paired = main ? isPaired(main, id) : registers.some((register) => isPaired(register, id));
  const device: Device = {
    channel,
    ...(typeof type === "number" ? { type } : {}),
    medium,
    ...(id === undefined ? {} : { id }),
    ...(paired && main ? reading(main, medium) : {}),
    status: paired ? "live" : "unpaired",
    ...(paired && (registers.length > 1 || !main) ? { registers: registers.map(registerOf) } : {}),
  };
  return paired && main ? { device, main } : { device };
}

/** Equipment identifiers: 96.1.0 (NL), 96.1.1 (BE); 96.1.2 is the EAN of the connection. */
function deviceId(lines: readonly ReadLine[]): string | undefined {
  for (const e of [0, 1]) {
    const found = lines.find(({ line }) => line.obis.c === 96 && line.obis.e === e)?.object.value;
    const text = typeof found === "string" ? found.trim() : "";
    if (text !== "") return text;
  }
  return undefined;
}

/** Every register with a number and a unit; of one given twice, the one with the newest valid time. */
function newestOfEach(readings: readonly ReadLine[]): Register[] {
  const registers = new Map<string, Register>();
  for (const line of readings) {
    const { value, unit } = line.object;
    if (typeof value !== "number" || unit === undefined) continue;
    const known = registers.get(line.line.code);
    const instant = line.moment?.instant;
    if (known && (instant === undefined || instant <= (known.instant ?? Number.NEGATIVE_INFINITY))) continue;
    registers.set(line.line.code, { line, value, unit, ...(instant === undefined ? {} : { instant }) });
  }
  return [...registers.values()].sort((a, b) => order(a) - order(b));
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
  const suspicious = timed === true && noTime === true;
  return !suspicious || (id !== undefined && register.value !== 0);
}

/** The reading in the medium's unit: a kWh of heat is 0.0036 GJ. */
function reading(main: Register, medium: Medium): { value: number; unit: string; timestamp?: string } {
  const wanted = DELIVERED[medium]?.unit;
  const converted = wanted === "GJ" && main.unit === "kWh";
  return {
    value: converted ? multiplyDecimal(main.value, 36, -4) : main.value,
    unit: converted ? "GJ" : main.unit,
    ...timestampOf(main),
  };
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
function nameReadings(channels: readonly Channel[], values: Record<string, number>): void {
  const taken = new Set<Medium>();
  for (const { device, main } of channels) {
    const delivered = DELIVERED[device.medium];
    if (!delivered || !main || device.status !== "live" || device.value === undefined) continue;
    const name = taken.has(device.medium) ? `${delivered.name}_ch${device.channel}` : delivered.name;
    taken.add(device.medium);
    values[name] = device.value;
    nameObject(main, name, device);
  }
}

/** The reading's object carries the name, and with it the value as it is in `values`. */
function nameObject({ line: { line, object }, unit }: Register, name: string, device: Device): void {
  object.name = name;
  if (device.unit === undefined || device.unit === unit) return;
  object.printed ??= line.groups.findLast((group) => !looksLikeStamp(group))?.trim() ?? "";
  object.value = device.value!;
  object.unit = device.unit;
}
