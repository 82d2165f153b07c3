import type { MeterView } from "../meter-view";
import { cubicMetres, kilowattHours, kilowatts, octets, withCrc } from "../text";
import { currentLines, powerLines, voltageLines } from "./phases";
import type { Profile } from "./profile";

/** A Dutch three-phase meter (ESMR 5.0) with gas and solar panels. */
export const nlDsmr5: Profile = {
  zone: "Europe/Amsterdam",
  period: 1,
  resolution: 1,
  peakHours: [7, 23],
  gasInterval: 300,
  write: (view) => withCrc(lines(view)),
};

function lines(view: MeterView): string[] {
  const { calendar, counters, state } = view;
  return [
    "/SIM5\\P1-PORT-ESMR50",
    "",
    "1-3:0.2.8(50)",
    `0-0:1.0.0(${calendar.stamp(state.time)})`,
    `0-0:96.1.1(${octets(`E00440077${view.serial}`)})`,
    `1-0:1.8.1(${kilowattHours(counters.deliveredOffPeak)}*kWh)`,
    `1-0:1.8.2(${kilowattHours(counters.deliveredPeak)}*kWh)`,
    `1-0:2.8.1(${kilowattHours(counters.returnedOffPeak)}*kWh)`,
    `1-0:2.8.2(${kilowattHours(counters.returnedPeak)}*kWh)`,
    `0-0:96.14.0(${state.peakTariff ? "0002" : "0001"})`,
    `1-0:1.7.0(${kilowatts(state.power)}*kW)`,
    `1-0:2.7.0(${kilowatts(-state.power)}*kW)`,
    "0-0:96.7.21(00004)",
    "0-0:96.7.9(00002)",
    "1-0:99.97.0(2)(0-0:96.7.19)(191208152415W)(0000000240*s)(190708151004S)(0000000301*s)",
    "1-0:32.32.0(00002)",
    "1-0:52.32.0(00001)",
    "1-0:72.32.0(00000)",
    "1-0:32.36.0(00000)",
    "1-0:52.36.0(00003)",
    "1-0:72.36.0(00000)",
    "0-0:96.13.0()",
    ...voltageLines(view),
    ...currentLines(view, 0),
    ...powerLines(view),
    ...view.gas.flatMap(({ channel, serial, time, millilitres }) => [
      `0-${channel}:24.1.0(003)`,
      `0-${channel}:96.1.0(${octets(`G00320034${serial}`)})`,
      `0-${channel}:24.2.1(${calendar.stamp(time)})(${cubicMetres(millilitres)}*m3)`,
    ]),
  ];
}
