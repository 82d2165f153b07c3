import type { HouseState } from "../house";
import type { MeterView } from "../meter-view";
import { cubicMetres, decimal, kilowattHours, kilowatts, octets, withCrc } from "../text";
import { currentLines, powerLines, voltageLines } from "./phases";
import type { Profile } from "./profile";

/** A Smarty meter of Luxembourg: the telegram inside its encrypted frames (E-Meter P1 specification 1.1.3). */
export const lu: Profile = {
  zone: "Europe/Luxembourg",
  period: 10,
  resolution: 1,
  peakHours: [7, 23],
  gasInterval: 300,
  write: (view) => withCrc(lines(view)),
};

function lines(view: MeterView): string[] {
  const { calendar, counters, state } = view;
  const reactive = state.reactive.reduce((sum, phase) => sum + phase, 0);
  return [
    "/Lux5\\253600001_S",
    "",
    "1-3:0.2.8(42)",
    `0-0:1.0.0(${calendar.stamp(state.time)})`,
    `0-0:42.0.0(${octets(`SIM10310${view.serial}`)})`,
    `1-0:1.8.0(${kilowattHours(counters.deliveredPeak + counters.deliveredOffPeak)}*kWh)`,
    `1-0:2.8.0(${kilowattHours(counters.returnedPeak + counters.returnedOffPeak)}*kWh)`,
    `1-0:3.8.0(${kilowattHours(counters.reactiveDelivered)}*kvarh)`,
    `1-0:4.8.0(${kilowattHours(counters.reactiveReturned)}*kvarh)`,
    `1-0:1.7.0(${kilowatts(state.power)}*kW)`,
    `1-0:2.7.0(${kilowatts(-state.power)}*kW)`,
    `1-0:3.7.0(${kilowatts(reactive)}*kvar)`,
    `1-0:4.7.0(${kilowatts(-reactive)}*kvar)`,
    "0-0:17.0.0(027.6*kVA)",
    `1-0:9.7.0(${kilowatts(state.power > 0 ? apparent(state, reactive) : 0)}*kVA)`,
    `1-0:10.7.0(${kilowatts(state.power < 0 ? apparent(state, reactive) : 0)}*kVA)`,
    "1-1:31.4.0(040*A)(-040*A)",
    "0-0:96.3.10(1)",
    "0-1:96.3.10(0)",
    "0-2:96.3.10(0)",
    "0-0:96.7.21(00004)",
    "1-0:32.32.0(00002)",
    "1-0:52.32.0(00001)",
    "1-0:72.32.0(00000)",
    "1-0:32.36.0(00000)",
    "1-0:52.36.0(00003)",
    "1-0:72.36.0(00000)",
    "0-0:96.13.0()",
    "0-0:96.13.2()",
    "0-0:96.13.3()",
    "0-0:96.13.4()",
    "0-0:96.13.5()",
    ...voltageLines(view),
    ...currentLines(view, 0),
    ...powerLines(view),
    ...state.reactive.map((vars, phase) => `1-0:${23 + 20 * phase}.7.0(${kilowatts(vars)}*kvar)`),
    ...state.reactive.map((vars, phase) => `1-0:${24 + 20 * phase}.7.0(${kilowatts(-vars)}*kvar)`),
    ...view.gas.flatMap(({ channel, serial, time, millilitres }) => [
      `0-${channel}:24.1.0(003)`,
      `0-${channel}:96.1.0(${octets(`SIM18${serial}`)})`,
      `0-${channel}:24.2.1(${calendar.stamp(time)})(${cubicMetres(millilitres)}*m3)`,
      `0-${channel}:24.4.0(1)`,
    ]),
    ...[2, 4].flatMap((channel) => [
      `0-${channel}:24.1.0(007)`,
      `0-${channel}:96.1.0()`,
      `0-${channel}:24.2.1(632525252525S)(${decimal(0, 5, 3)})`,
      `0-${channel}:24.4.0(1)`,
    ]),
  ];
}

function apparent(state: HouseState, reactive: number): number {
  return Math.round(Math.hypot(state.power, reactive));
}
