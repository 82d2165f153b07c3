import fc from "fast-check";
import type { CosemObject, Device, DeviceRegister, Medium } from "../../lib/telegram/types";
import { times, toNumber, type Exact } from "./exact";
import { measured, octets, printed, stampOf, type Line } from "./generate-lines";

/** What stands in the telegram of one M-Bus channel, and the device it must be read as. */
export interface WrittenDevice {
  lines: Line[];
  device: Device;
  /** The line of its reading, where it has one. */
  main?: Line;
  /** The reading's object, in the unit of `values`. */
  told?: CosemObject;
  delivered?: Exact;
}

/** EN 13757-3 types, with the name and unit their reading has in `values`. */
const TYPES: [type: number, medium: Medium, name: string | undefined, unit: string][] = [
  [2, "electricity", "sub_energy_delivered", "kWh"],
  [3, "gas", "gas_delivered", "m3"],
  [4, "heat", "heat_delivered", "GJ"],
  [6, "warm_water", "warm_water_delivered", "m3"],
  [7, "water", "water_delivered", "m3"],
  [10, "cooling", "cooling_delivered", "GJ"],
  [12, "heat", "heat_delivered", "GJ"],
  [21, "warm_water", "warm_water_delivered", "m3"],
  [22, "water", "water_delivered", "m3"],
  [99, "other", undefined, "m3"],
];

export const DELIVERED: Partial<Record<Medium, string>> = Object.fromEntries(
  TYPES.flatMap(([, medium, name]) => (name === undefined ? [] : [[medium, name]])),
);

/** Never hex digits alone, which would be octets. */
const identity = fc.stringMatching(/^[G-Z][A-Z0-9]{3,16}$/);

/** A value that needs its unit, as capture times beside it do. */
const withUnit = (unit: string, sign = /^/) =>
  measured(unit).filter(({ group }) => /[a-z]/i.test(group) && sign.test(group.trim()));
const VALUES = Object.fromEntries(["m3", "GJ", "kWh"].map((unit) => [unit, withUnit(unit, /^[^-]/)]));
const HEAT = withUnit("kWh");
const VOLUME = withUnit("m3");

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The devices of a telegram of `now` (epoch s) in `zone`: live, stale and unpaired ones, in every form. */
export function devices(now: number, zone: string): fc.Arbitrary<WrittenDevice[]> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
    .chain((channels) => fc.tuple(...channels.map((channel) => device(channel, now, zone))))
    .map(markStale);
}

function device(channel: number, now: number, zone: string): fc.Arbitrary<WrittenDevice> {
  return fc
    .record({
      type: fc.constantFrom(...TYPES),
      id: identity,
      idForm: fc.constantFrom("96.1.0", "96.1.0", "96.1.1", "plain", "none"),
    })
    .chain(({ type: [type, medium, name, unit], id, idForm }) =>
      reading(channel, now, zone, medium, unit).map(({ lines, main, told, device: read, delivered }): WrittenDevice => {
        const idLine = idForm === "none" ? [] : [identifier(channel, id, idForm)];
        const status = main ? "live" : "unpaired";
        return {
          lines: [text(channel, "24.1.0", String(type).padStart(3, "0"), { value: type }), ...idLine, ...lines],
          device: { channel, type, medium, ...(idForm === "none" ? {} : { id }), ...read, status },
          ...(main ? { main, told: told ?? main.object } : {}),
          ...(delivered && name !== undefined ? { delivered } : {}),
        };
      }),
    );
}

function text(channel: number, code: string, group: string, object: CosemObject): Line {
  return { text: `0-${channel}:${code}(${group})`, code: `0-${channel}:${code}`, object, channel };
}

function identifier(channel: number, id: string, form: string): Line {
  if (form === "plain") return text(channel, "96.1.0", id, { value: id });
  return text(channel, form, octets(id), { value: id, printed: octets(id) });
}

type Reading = Pick<WrittenDevice, "lines" | "main" | "told" | "delivered"> & { device: Partial<Device> };

function reading(channel: number, now: number, zone: string, medium: Medium, unit: string): fc.Arbitrary<Reading> {
  return fc
    .record({
      value: VALUES[unit]!,
      heat: HEAT,
      volume: VOLUME,
      profile: printed,
      age: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 12 * HOUR }) },
        { weight: 1, arbitrary: fc.integer({ min: 3 * DAY, max: 300 * DAY }) },
      ),
      form: fc.constantFrom(
        "24.2.1",
        "24.2.1",
        "24.2.3",
        "untimed",
        "profile",
        "wrapped",
        "kWh",
        "two",
        "none",
        "empty",
      ),
    })
    .map(({ value, heat, volume, profile, age, form }): Reading => {
      const { text: stamp, iso } = stampOf(now - age, zone);
      const plain = { text: stamp.slice(0, 12), iso };
      const asDevice = (object: CosemObject, timestamp?: string): Partial<Device> => ({
        value: object.value as number,
        unit: object.unit!,
        ...(timestamp === undefined ? {} : { timestamp }),
      });
      if (form === "none") return { lines: [], device: {} };
      if (form === "empty") {
        const never = "632525252525S";
        return {
          lines: [
            {
              ...text(channel, "24.2.1", "", { value: "00000.000" }),
              text: `0-${channel}:24.2.1(${never})(00000.000)`,
            },
          ],
          device: {},
        };
      }
      if (form === "untimed") {
        const main = { ...text(channel, "24.2.1", value.group, value.object), exact: value.exact };
        return { lines: [main], main, delivered: value.exact, device: asDevice(value.object) };
      }
      if (unit === "m3" && (form === "profile" || form === "wrapped")) {
        const number = `${form === "wrapped" ? "\r\n" : ""}(${profile.text})`;
        const object = { value: toNumber(profile.exact), unit: "m3", timestamp: iso };
        const code = `0-${channel}:24.3.0`;
        const head = `${code}(${plain.text})(00)(60)(1)(0-${channel}:24.2.1)(m3)`;
        const main: Line = { text: head + number, code, object, channel };
        return { lines: [main], main, delivered: profile.exact, device: asDevice(object, iso) };
      }
      const inKwh = unit === "GJ" && form === "kWh";
      const { group, object: read, exact } = inKwh ? heat : value;
      const object = { ...read, timestamp: iso };
      const code = form === "24.2.3" ? "24.2.3" : "24.2.1";
      const main: Line = {
        ...text(channel, code, "", object),
        text: `0-${channel}:${code}(${stamp})(${group})`,
        exact,
      };
      const delivered = inKwh ? times(exact, { digits: 36n, places: 4 }) : exact;
      const told: CosemObject = inKwh
        ? { value: toNumber(delivered), unit: "GJ", printed: read.printed ?? group.trim() }
        : read;
      if (form !== "two" || medium !== "heat") {
        return { lines: [main], main, told: { ...told, timestamp: iso }, delivered, device: asDevice(told, iso) };
      }
      const second = { ...volume.object, timestamp: iso };
      const further = {
        ...text(channel, "24.2.2", "", second),
        text: `0-${channel}:24.2.2(${stamp})(${volume.group})`,
      };
      const register = (line: Line): DeviceRegister => ({
        obis: line.code,
        value: line.object.value as number,
        unit: line.object.unit!,
        timestamp: iso,
      });
      return {
        lines: [further, main],
        main,
        delivered,
        device: { ...asDevice(told, iso), registers: [register(main), register(further)] },
      };
    });
}

/** Of a medium, whoever is more than a day behind the newest is stale. */
function markStale(written: WrittenDevice[]): WrittenDevice[] {
  const timeOf = ({ device: { timestamp } }: WrittenDevice) => Date.parse(timestamp ?? "") / 1000;
  return written.map((one) => {
    const others = written.filter((other) => other.main && other.device.medium === one.device.medium);
    const newest = Math.max(...others.map(timeOf).filter((time) => !Number.isNaN(time)));
    const stale = one.main !== undefined && newest - timeOf(one) > DAY;
    return stale ? { ...one, device: { ...one.device, status: "stale" as const } } : one;
  });
}
