import type { MeterView } from "../meter-view";
import { cubicMetres, decimal, kilowattHours, octets, withoutCrc } from "../text";
import type { Profile } from "./profile";

/** An old Dutch meter (DSMR 2.2): no clock, no CRC, power in steps of 10 W, an hourly gas reading over two lines. */
export const nlDsmr22: Profile = {
  zone: "Europe/Amsterdam",
  period: 10,
  resolution: 10,
  peakHours: [7, 23],
  gasInterval: 3600,
  write: (view) => withoutCrc(lines(view)),
};

function lines(view: MeterView): string[] {
  const { calendar, counters, state } = view;
  return [
    "/SIM5\\P1-PORT-DSMR22",
    "",
    `0-0:96.1.1(${octets(`E00010022${view.serial}`)})`,
    `1-0:1.8.1(${kilowattHours(counters.deliveredOffPeak, 5)}*kWh)`,
    `1-0:1.8.2(${kilowattHours(counters.deliveredPeak, 5)}*kWh)`,
    `1-0:2.8.1(${kilowattHours(counters.returnedOffPeak, 5)}*kWh)`,
    `1-0:2.8.2(${kilowattHours(counters.returnedPeak, 5)}*kWh)`,
    `0-0:96.14.0(${state.peakTariff ? "0002" : "0001"})`,
    `1-0:1.7.0(${hundredths(state.power)}*kW)`,
    `1-0:2.7.0(${hundredths(-state.power)}*kW)`,
    "0-0:17.0.0(0999.00*kW)",
    "0-0:96.3.10(1)",
    "0-0:96.13.1()",
    "0-0:96.13.0()",
    ...view.gas.flatMap(({ channel, serial, time, millilitres }) => [
      `0-${channel}:24.1.0(3)`,
      `0-${channel}:96.1.0(${octets(`28010022${serial}`)})`,
      `0-${channel}:24.3.0(${calendar.plainStamp(time)})(00)(60)(1)(0-${channel}:24.2.1)(m3)`,
      `(${cubicMetres(millilitres)})`,
      `0-${channel}:24.4.0(1)`,
    ]),
  ];
}

/** W as kW with two decimals, "0000.98". */
function hundredths(watts: number): string {
  return decimal(Math.round(Math.max(watts, 0) / 10), 4, 2);
}
