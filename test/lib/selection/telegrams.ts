import type { CosemObject, Device, Telegram } from "../../../lib/telegram/types";

/** A house with three phases, gas and water, as dsmr-parse gives it. */
export function telegram(changes: Partial<Telegram> = {}): Telegram {
  return {
    meter: { id: "E0001", header: "ISk5\\2MT382-1000", version: "50" },
    timestamp: "2026-01-15T12:00:00+01:00",
    clock: "meter",
    crc: { status: "valid" },
    values: {
      power_delivered: 1.193,
      power_returned: 0,
      power_net: 1.193,
      power_delivered_l1: 1.111,
      power_factor: 0.98,
      voltage_l1: 230.1,
      energy_delivered_tariff1: 123456.789,
      electricity_tariff: 2,
      power_delivered_demand: 1.5,
      gas_delivered: 12785.123,
      water_delivered: 321.5,
      heat_delivered: 2.5,
    },
    objects: {
      "0-0:96.14.0": { name: "electricity_tariff", value: 2 },
      "0-0:96.13.0": { value: "Prices change in May" },
      "0-0:96.3.10": { name: "electricity_switch", value: "ON" },
      "1-0:1.7.0": { name: "power_delivered", value: 1.193, unit: "kW" },
      "1-0:2.7.0": { name: "power_returned", value: 0, unit: "kW" },
      "1-0:21.7.0": { name: "power_delivered_l1", value: 1.111, unit: "kW" },
      "1-0:32.7.0": { name: "voltage_l1", value: 230.1, unit: "V" },
      "1-0:1.8.1": { name: "energy_delivered_tariff1", value: 123456.789, unit: "kWh" },
      "1-0:1.8.1*1": { value: 120000, unit: "kWh" },
      "1-0:1.4.0": { name: "power_delivered_demand", value: 1.5, unit: "kW" },
      "1-0:13.7.0": { name: "power_factor", value: 0.98 },
      "0-1:24.2.1": {
        name: "gas_delivered",
        value: 12785.123,
        unit: "m3",
        timestamp: "2026-01-15T11:55:00+01:00",
      },
      "0-2:24.2.1": { name: "water_delivered", value: 321.5, unit: "m3", timestamp: "2026-01-15T11:59:00+01:00" },
    },
    devices: [
      device(1, "gas", 12785.123, "2026-01-15T11:55:00+01:00"),
      device(2, "water", 321.5, "2026-01-15T11:59:00+01:00"),
      { ...device(3, "heat", 2.5, "2026-01-15T11:00:00+01:00"), unit: "GJ" },
    ],
    powerFailures: [],
    peaks: [],
    ...changes,
  };
}

export function device(channel: number, medium: Device["medium"], value: number, timestamp: string): Device {
  return { channel, medium, id: `M${channel}`, value, unit: "m3", timestamp, status: "live" };
}

/** A telegram with these values alone, at this time; no objects, no devices. */
export function at(timestamp: string, values: Record<string, number>, id = "E0001"): Telegram {
  const whole = telegram({ timestamp, values, devices: [], meter: { id, header: "ISk5\\2MT382-1000" } });
  return withoutObjects(whole);
}

/** The same telegram without its `objects`. */
export function withoutObjects(whole: Telegram): Telegram {
  const rest = { ...whole };
  delete rest.objects;
  return rest;
}

/** A telegram with these objects, too. */
export function withObjects(objects: Record<string, CosemObject>): Telegram {
  const whole = telegram();
  return { ...whole, objects: { ...whole.objects, ...objects } };
}
