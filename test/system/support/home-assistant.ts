/** A single sensor's MQTT discovery payload, as far as the example uses it. */
export interface SensorConfig {
  readonly name: string;
  readonly unique_id: string;
  readonly state_topic: string;
  readonly device_class?: string;
  readonly unit_of_measurement?: string;
  readonly state_class?: string;
  readonly availability: readonly { readonly topic: string }[];
  readonly availability_mode: string;
  readonly device: { readonly identifiers: readonly string[]; readonly name: string; readonly serial_number?: string };
  readonly origin: { readonly name: string };
}

/** What Home Assistant allows together: its sensor integration's DEVICE_CLASS_UNITS and DEVICE_CLASS_STATE_CLASSES. */
const allowed: Record<string, { units: readonly (string | undefined)[]; states: readonly string[] }> = {
  energy: {
    units: ["J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh", "cal", "kcal", "Mcal", "Gcal"],
    states: ["total", "total_increasing"],
  },
  gas: { units: ["m³", "ft³", "CCF"], states: ["total", "total_increasing"] },
  water: { units: ["m³", "L", "gal", "ft³", "CCF"], states: ["total", "total_increasing"] },
  power: { units: ["W", "kW", "MW", "GW", "TW"], states: ["measurement"] },
  voltage: { units: ["µV", "mV", "V", "kV", "MV"], states: ["measurement"] },
  current: { units: ["A", "mA"], states: ["measurement"] },
  frequency: { units: ["Hz", "kHz", "MHz", "GHz"], states: ["measurement"] },
  power_factor: { units: ["%", undefined], states: ["measurement"] },
};

/** The keys of a sensor's discovery payload that are used here; Home Assistant refuses a payload with an unknown one. */
const keys = [
  "name",
  "unique_id",
  "state_topic",
  "device_class",
  "unit_of_measurement",
  "state_class",
  "availability",
  "availability_mode",
  "device",
  "origin",
];

/** What Home Assistant would find wrong with a sensor's discovery message. */
export function discoveryProblems(topic: string, config: SensorConfig): string[] {
  const { device_class: kind, unit_of_measurement: unit, state_class: state } = config;
  const rule = kind === undefined ? undefined : allowed[kind];
  const checks: [boolean, string][] = [
    [/^homeassistant\/sensor\/[a-zA-Z0-9_-]+\/config$/.test(topic), "the topic's form"],
    // Best practice: the object id is the unique id.
    [topic.split("/")[2] === config.unique_id, "the topic's object id"],
    [Object.keys(config).every((key) => keys.includes(key)), `a key of ${Object.keys(config).join()}`],
    [kind === undefined || rule !== undefined, `device class ${kind}`],
    [rule === undefined || rule.units.includes(unit), `unit ${unit} of ${kind}`],
    [rule === undefined || rule.states.includes(state ?? ""), `state class ${state} of ${kind}`],
    [config.availability_mode === "all" && config.availability.length === 2, "the availability"],
    [config.device.identifiers.length > 0 && config.device.name !== "", "the device"],
    [config.origin.name !== "", "the origin"],
    [!/[+#]/.test(config.state_topic), "the state topic"],
  ];
  return checks.filter(([good]) => !good).map(([, what]) => `${topic}: ${what}`);
}
