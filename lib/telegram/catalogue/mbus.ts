import type { Medium } from "../types";

/** Media by device type (EN 13757-3), the value of 0-n:24.1.0. */
const MEDIA: Record<number, Medium> = {
  2: "electricity",
  3: "gas",
  4: "heat",
  6: "warm_water",
  7: "water",
  8: "heat_cost",
  10: "cooling",
  11: "cooling",
  12: "heat",
  13: "heat",
  21: "warm_water",
  22: "water",
};

/** The medium that a device type measures; "other" if the type is unknown or absent. */
export function mediumOf(type: number | undefined): Medium {
  return (type === undefined ? undefined : MEDIA[type]) ?? "other";
}

/** The name of a medium's reading in `values`, and its unit there. */
export const DELIVERED: Partial<Record<Medium, { readonly name: string; readonly unit: "m3" | "GJ" | "kWh" }>> = {
  gas: { name: "gas_delivered", unit: "m3" },
  water: { name: "water_delivered", unit: "m3" },
  warm_water: { name: "warm_water_delivered", unit: "m3" },
  heat: { name: "heat_delivered", unit: "GJ" },
  cooling: { name: "cooling_delivered", unit: "GJ" },
  electricity: { name: "sub_energy_delivered", unit: "kWh" },
};
