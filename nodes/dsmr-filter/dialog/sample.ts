import { fieldByCode } from "../../../lib/telegram/catalogue/catalogue";
import type { CosemObject, Telegram } from "../../../lib/telegram/types";

const GAS_READ = "2026-01-15T12:00:00+01:00";

/** Objects of a meter with three phases, by their codes. */
const LINES: Readonly<Record<string, number>> = {
  "1-0:1.8.1": 6675.876,
  "1-0:1.8.2": 5531.556,
  "1-0:2.8.1": 2179.794,
  "1-0:2.8.2": 4757.052,
  "0-0:96.14.0": 2,
  "1-0:1.7.0": 1.193,
  "1-0:2.7.0": 0,
  "0-0:96.7.21": 4,
  "0-0:96.7.9": 2,
  "1-0:32.7.0": 229.6,
  "1-0:52.7.0": 229.9,
  "1-0:72.7.0": 230.7,
  "1-0:31.7.0": 2,
  "1-0:51.7.0": 0,
  "1-0:71.7.0": 3,
  "1-0:21.7.0": 0.412,
  "1-0:41.7.0": 0.071,
  "1-0:61.7.0": 0.71,
  "1-0:22.7.0": 0,
  "1-0:42.7.0": 0,
  "1-0:62.7.0": 0,
};

/** A telegram as dsmr-parse sends it, for the preview before a meter has sent one. */
export const sampleTelegram: Telegram = {
  meter: { id: "E0012345678901234", header: "P1\\SAMPLE", version: "50" },
  timestamp: "2026-01-15T12:04:40+01:00",
  clock: "meter",
  crc: { status: "absent" },
  values: {
    ...Object.fromEntries(Object.entries(LINES).map(([code, value]) => [fieldByCode(code)!.name, value])),
    gas_delivered: 6577.889,
    power_net: 1.193,
    energy_delivered_total: 12207.432,
    energy_returned_total: 6936.846,
  },
  objects: {
    ...Object.fromEntries(Object.entries(LINES).map(([code, value]) => [code, line(code, value)])),
    "0-1:24.2.1": { name: "gas_delivered", value: 6577.889, unit: "m3", timestamp: GAS_READ },
  },
  devices: [
    {
      channel: 1,
      type: 3,
      medium: "gas",
      id: "G0012345678901234",
      value: 6577.889,
      unit: "m3",
      timestamp: GAS_READ,
      status: "live",
    },
  ],
  powerFailures: [],
  peaks: [],
};

function line(code: string, value: number): CosemObject {
  const { name, unit } = fieldByCode(code)!;
  return { name, value, ...(unit !== "" && { unit }) };
}
