import type { Field } from "./field";
import type { Obis } from "./obis";

/** What a C value measures, the same in every phase (IEC 62056-61, value group C for electricity). */
interface Quantity {
  /** Name and unit of the instantaneous value, D = 7. */
  readonly now: readonly [name: string, unit: string];
  /** Name and unit of the register since the start, D = 8. */
  readonly register?: readonly [name: string, unit: string];
  readonly title: string;
}

const QUANTITIES: Record<number, Quantity> = {
  1: active("delivered", "delivered to the client"),
  2: active("returned", "returned by the client"),
  3: reactive("delivered", "delivered to the client"),
  4: reactive("returned", "returned by the client"),
  5: reactive("q1", "in quadrant I"),
  6: reactive("q2", "in quadrant II"),
  7: reactive("q3", "in quadrant III"),
  8: reactive("q4", "in quadrant IV"),
  9: apparent("delivered", "delivered to the client"),
  10: apparent("returned", "returned by the client"),
  11: { now: ["current", "A"], title: "Current" },
  12: { now: ["voltage", "V"], title: "Voltage" },
  13: { now: ["power_factor", ""], title: "Power factor" },
  14: { now: ["frequency", "Hz"], title: "Frequency" },
  15: {
    now: ["power_sum", "kW"],
    register: ["energy_sum", "kWh"],
    title: "Sum of active {kind} delivered and returned",
  },
  16: {
    now: ["power_balance", "kW"],
    register: ["energy_balance", "kWh"],
    title: "Active {kind} delivered less returned, by the meter",
  },
  90: { now: ["current_sum", "A"], title: "Sum of the phase currents" },
  91: { now: ["current_neutral", "A"], title: "Current in the neutral" },
};

function active(way: string, title: string): Quantity {
  return { now: [`power_${way}`, "kW"], register: [`energy_${way}`, "kWh"], title: `Active {kind} ${title}` };
}

function reactive(way: string, title: string): Quantity {
  return {
    now: [`reactive_power_${way}`, "kvar"],
    register: [`reactive_energy_${way}`, "kvarh"],
    title: `Reactive {kind} ${title}`,
  };
}

function apparent(way: string, title: string): Quantity {
  return {
    now: [`apparent_power_${way}`, "kVA"],
    register: [`apparent_energy_${way}`, "kVAh"],
    title: `Apparent {kind} ${title}`,
  };
}

/** Processings (D) that are named behind the instantaneous value. */
const PROCESSINGS: Record<number, readonly [suffix: string, title: string]> = {
  2: ["_cumulative_max", "cumulative maximum"],
  3: ["_min", "minimum"],
  4: ["_demand", "average so far in the running demand period"],
  5: ["_demand_last", "average of the last demand period"],
  6: ["_demand_max", "highest demand of the billing period"],
  24: ["_average", "average"],
};

/** Sags and swells of a phase's voltage, C 32, 52, 72. */
const VOLTAGE_EVENTS: Record<number, readonly [name: string, unit: string, title: string]> = {
  32: ["electricity_sags", "", "Number of voltage sags"],
  33: ["sag_duration", "s", "Duration of the last voltage sag"],
  34: ["sag_voltage", "V", "Voltage of the last sag"],
  36: ["electricity_swells", "", "Number of voltage swells"],
  37: ["swell_duration", "s", "Duration of the last voltage swell"],
  38: ["swell_voltage", "V", "Voltage of the last swell"],
};

/** The field of an electricity code (A = 1) by the OBIS grammar, whatever its channel B; undefined where it has no name. */
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
  const [name, unit, title] = event;
  return electricity(obis, `${name}_l${phase}`, unit, `${title} in phase L${phase}`, phase, unit === "");
}

function fuseThreshold(obis: Obis, phase: number): Field | undefined {
  if (obis.c % 20 !== 11 || phase === 0 || obis.d !== 4 || obis.e !== 0) return undefined;
  return electricity(
    obis,
    `fuse_threshold_l${phase}`,
    "A",
    `Fuse supervision threshold of phase L${phase}`,
    phase,
    false,
  );
}

function instantaneous(obis: Obis, phase: number, quantity: Quantity): Field | undefined {
  if (obis.d !== 7 || obis.e !== 0) return undefined;
  const [name, unit] = quantity.now;
  return electricity(obis, name + suffix(phase), unit, title(quantity, "power") + inPhase(phase), phase, false);
}

function register(obis: Obis, phase: number, quantity: Quantity): Field | undefined {
  if (obis.d !== 8 || !quantity.register) return undefined;
  const [name, unit] = quantity.register;
  const tariff = obis.e === 0 ? "_total" : `_tariff${obis.e}`;
  const what = obis.e === 0 ? "all tariffs" : `tariff ${obis.e}`;
  return electricity(
    obis,
    name + suffix(phase) + tariff,
    unit,
    `${title(quantity, "energy")}${inPhase(phase)}, ${what}`,
    phase,
    true,
  );
}

function processed(obis: Obis, phase: number, quantity: Quantity): Field | undefined {
  const processing = PROCESSINGS[obis.d];
  if (!processing) return undefined;
  const [name, unit] = quantity.now;
  const tariff = obis.e === 0 ? "" : `_tariff${obis.e}`;
  const what = obis.e === 0 ? "" : `, tariff ${obis.e}`;
  const text = `${title(quantity, "power")}${inPhase(phase)}, ${processing[1]}${what}`;
  const field = electricity(obis, name + suffix(phase) + processing[0] + tariff, unit, text, phase, false);
  return obis.d === 2 ? field : { ...field, group: phase === 0 && obis.c <= 2 ? "peaks" : field.group };
}

function electricity(
  obis: Obis,
  name: string,
  unit: string,
  description: string,
  phase: number,
  counter: boolean,
): Field {
  const code = `1-0:${obis.c}.${obis.d}.${obis.e}`;
  return { name, unit, obis: code, group: phase === 0 ? "electricity" : "phases", counter, description };
}

function suffix(phase: number): string {
  return phase === 0 ? "" : `_l${phase}`;
}

function inPhase(phase: number): string {
  return phase === 0 ? "" : ` in phase L${phase}`;
}

function title(quantity: Quantity, kind: string): string {
  return quantity.title.replace("{kind}", kind);
}
