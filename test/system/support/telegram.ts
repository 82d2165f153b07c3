import { withCrc } from "../../../lib/source/simulator/text";
import { stampAt } from "../../support/stamp";

export interface HouseNow {
  /** kW */
  readonly delivered: number;
  /** kW */
  readonly returned?: number;
  /** kWh */
  readonly energy?: number;
  /** Epoch ms; now by default. */
  readonly time?: number;
}

/** A DSMR 5.0 telegram of a house in Amsterdam, stamped with the time given, CRC and all. */
export function telegram({ delivered, returned = 0, energy = 4321.987, time = Date.now() }: HouseNow): Buffer {
  const stamp = stampAt(time, "Europe/Amsterdam").text;
  return withCrc([
    "/TST5\\SYSTEM-TEST",
    "",
    "1-3:0.2.8(50)",
    `0-0:1.0.0(${stamp})`,
    "0-0:96.1.1(4530303031323334353637383930313236)",
    `1-0:1.8.1(${printed(energy, 10)}*kWh)`,
    "1-0:1.8.2(005432.198*kWh)",
    "1-0:2.8.1(000987.654*kWh)",
    "1-0:2.8.2(002109.876*kWh)",
    "0-0:96.14.0(0002)",
    `1-0:1.7.0(${printed(delivered, 6)}*kW)`,
    `1-0:2.7.0(${printed(returned, 6)}*kW)`,
    "1-0:32.7.0(231.4*V)",
    "0-1:24.1.0(003)",
    "0-1:96.1.0(4730303637383930313233343536373839)",
    `0-1:24.2.1(${stamp})(02345.678*m3)`,
  ]);
}

function printed(value: number, width: number): string {
  return value.toFixed(3).padStart(width, "0");
}
