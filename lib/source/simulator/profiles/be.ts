import type { MeterView } from "../meter-view";
import { cubicMetres, decimal, kilowattHours, kilowatts, octets, withCrc } from "../text";
import { currentLines, powerLines, voltageLines } from "./phases";
import type { Profile } from "./profile";

/** The number of months in the peak history (e-MUCS-P1 1.7.1: up to 13). */
const MONTHS = 13;
/** The energy of 1 W in a quarter of an hour, mWs. */
const QUARTER = 900_000;

/** A Belgian three-phase meter (Fluvius, e-MUCS-P1 1.7.1) with gas, water and quarter-hour peaks. */
export const be: Profile = {
  zone: "Europe/Brussels",
  period: 1,
  resolution: 1,
  peakHours: [7, 22],
  gasInterval: 300,
  write: (view) => withCrc(lines(view)),
};

function lines(view: MeterView): string[] {
  const { calendar, counters, state, water } = view;
  return [
    "/FLU5\\253700001_A",
    "",
    "0-0:96.1.4(50217)",
    `0-0:96.1.1(${octets(`1SIM31${view.serial}`)})`,
    `0-0:1.0.0(${calendar.stamp(state.time)})`,
    `1-0:1.8.1(${kilowattHours(counters.deliveredPeak)}*kWh)`,
    `1-0:1.8.2(${kilowattHours(counters.deliveredOffPeak)}*kWh)`,
    `1-0:2.8.1(${kilowattHours(counters.returnedPeak)}*kWh)`,
    `1-0:2.8.2(${kilowattHours(counters.returnedOffPeak)}*kWh)`,
    `0-0:96.14.0(${state.peakTariff ? "0001" : "0002"})`,
    `1-0:1.4.0(${kilowatts(Math.floor(state.quarterEnergy / QUARTER))}*kW)`,
    `1-0:1.6.0${monthPeak(view)}`,
    peakHistory(view),
    `1-0:1.7.0(${kilowatts(state.power)}*kW)`,
    `1-0:2.7.0(${kilowatts(-state.power)}*kW)`,
    ...powerLines(view),
    ...voltageLines(view),
    ...currentLines(view, 2),
    "0-0:96.3.10(1)",
    "0-0:17.0.0(999.9*kW)",
    "1-0:31.4.0(999*A)",
    "0-0:96.13.0()",
    ...view.gas.flatMap(({ channel, serial, time, millilitres }) => [
      `0-${channel}:24.1.0(003)`,
      `0-${channel}:96.1.1(${octets(`7SIM21${serial}`)})`,
      `0-${channel}:24.4.0(1)`,
      `0-${channel}:24.2.3(${calendar.stamp(time)})(${cubicMetres(millilitres)}*m3)`,
    ]),
    `0-${water.channel}:24.1.0(007)`,
    `0-${water.channel}:96.1.1(${octets(`8SIM22${water.serial}`)})`,
    `0-${water.channel}:24.2.1(${calendar.stamp(water.time)})(${cubicMetres(water.millilitres)}*m3)`,
  ];
}

/** The peak of the month. Before the first quarter has ended, the impossible time that real meters send. */
function monthPeak({ calendar, house, state }: MeterView): string {
  const peak = house.monthPeak(state.time);
  return peak ? `(${calendar.stamp(peak.end)})(${kilowatts(Math.floor(peak.watts))}*kW)` : "(632525252525W)(00.000*kW)";
}

function peakHistory({ calendar, house, state }: MeterView): string {
  const entries = house.pastPeaks(state.time, MONTHS).map(({ monthEnd, end, watts }) => {
    return `(${calendar.stamp(monthEnd)})(${calendar.stamp(end)})(${kilowatts(Math.floor(watts))}*kW)`;
  });
  return `0-0:98.1.0(${decimal(MONTHS, 2, 0)})(1-0:1.6.0)(1-0:1.6.0)${entries.join("")}`;
}
