import { type Field, makeField } from "./field";
import type { Obis } from "./obis";

/** What a C value measures, the same in every phase (IEC 62056-61, value group C for electricity). */
interface Quantity {
  /** Name and unit of the instantaneous value, D = 7. */
  readonly now: readonly [name: string, unit: string];
  /** Name and unit of the register since the start, D = 8. */
  readonly register?: readonly [name: string, unit: string];
}

const QUANTITIES: Record<number, Quantity> = {
  1: active("delivered"),
  2: active("returned"),
  3: reactive("delivered"),
  4: reactive("returned"),
  5: reactive("q1"),
  6: reactive("q2"),
  7: reactive("q3"),
  8: reactive("q4"),
  9: apparent("delivered"),
  10: apparent("returned"),
  11: { now: ["current", "A"] },
  12: { now: ["voltage", "V"] },
  13: { now: ["power_factor", ""] },
  14: { now: ["frequency", "Hz"] },
  15: { now: ["power_sum", "kW"], register: ["energy_sum", "kWh"] },
  16: { now: ["power_balance", "kW"], register: ["energy_balance", "kWh"] },
  90: { now: ["current_sum", "A"] },
  91: { now: ["current_neutral", "A"] },
};

function active(way: string): Quantity {
  return { now: [`power_${way}`, "kW"], register: [`energy_${way}`, "kWh"] };
}

function reactive(way: string): Quantity {
  return { now: [`reactive_power_${way}`, "kvar"], register: [`reactive_energy_${way}`, "kvarh"] };
}

function apparent(way: string): Quantity {
  return { now: [`apparent_power_${way}`, "kVA"], register: [`apparent_energy_${way}`, "kVAh"] };
}

/** Processings (D) whose name follows that of the instantaneous value. */
const PROCESSINGS: Record<number, string> = {
  2: "_cumulative_max",
  3: "_min",
  4: "_demand",
  5: "_demand_last",
  6: "_demand_max",
  24: "_average",
};

/** Sags and swells of a phase's voltage, C 32, 52, 72. */
const VOLTAGE_EVENTS: Record<number, readonly [name: string, unit: string]> = {
  32: ["electricity_sags", ""],
  33: ["sag_duration", "s"],
  34: ["sag_voltage", "V"],
  36: ["electricity_swells", ""],
  37: ["swell_duration", "s"],
  38: ["swell_voltage", "V"],
};

/** The field of an electricity code (A = 1) by the OBIS grammar, whatever its channel B; undefined if it has no name. */
export function electricityField(obis: Obis): Field | undefined {
  if (obis.a !== 1 || obis.f !== undefined) return undefined;
  const phase = obis.c < 80 ? Math.floor(obis.c / 20) : 0;
  const quantity = QUANTITIES[obis.c < 80 ? obis.c % 20 : obis.c];
  if (!quantity) return undefined;
  return (
    phaseEvent(obis, phase) ??
    fuseThreshold(obis, phase) ??
    instantaneous(obis, phase, quantity) ??
    register(obis, phase, quantity) ??
    processed(obis, phase, quantity)
  );
}

function phaseEvent(obis: Obis, phase: number): Field | undefined {
  const event = VOLTAGE_EVENTS[obis.d];
  if (!event || obis.c % 20 !== 12 || phase === 0 || obis.e !== 0) return undefined;
  const [name, unit] = event;
  return electricity(obis, `${name}_l${phase}`, unit, phase, unit === "");
}

function fuseThreshold(obis: Obis, phase: number): Field | undefined {
  if (obis.c % 20 !== 11 || phase === 0 || obis.d !== 4 || obis.e !== 0) return undefined;
  return electricity(obis, `fuse_threshold_l${phase}`, "A", phase, false);
}

function instantaneous(obis: Obis, phase: number, quantity: Quantity): Field | undefined {
  if (obis.d !== 7 || obis.e !== 0) return undefined;
  const [name, unit] = quantity.now;
  return electricity(obis, name + suffix(phase), unit, phase, false);
}

function register(obis: Obis, phase: number, quantity: Quantity): Field | undefined {
  if (obis.d !== 8 || !quantity.register) return undefined;
  const [name, unit] = quantity.register;
  const tariff = obis.e === 0 ? "_total" : `_tariff${obis.e}`;
  return electricity(obis, name + suffix(phase) + tariff, unit, phase, true);
}

function processed(obis: Obis, phase: number, quantity: Quantity): Field | undefined {
  const processing = PROCESSINGS[obis.d];
  if (!processing) return undefined;
  const [name, unit] = quantity.now;
  const tariff = obis.e === 0 ? "" : `_tariff${obis.e}`;
  const field = electricity(obis, name + suffix(phase) + processing + tariff, unit, phase, false);
  return obis.d !== 2 && phase === 0 && obis.c <= 2 ? makeField({ ...field, group: "peaks" }) : field;
}

function electricity({ c, d, e }: Obis, name: string, unit: string, phase: number, counter: boolean): Field {
  return makeField({
    name,
    unit,
    obis: `1-0:${c}.${d}.${e}`,
    group: phase === 0 ? "electricity" : "phases",
    counter,
  });
}

function suffix(phase: number): string {
  return phase === 0 ? "" : `_l${phase}`;
}
