import type { MeterView } from "../meter-view";
import { decimal, kilowatts } from "../text";

/** The voltage lines of the three phases: "1-0:32.7.0(230.1*V)". */
export function voltageLines({ state }: MeterView): string[] {
  return state.voltages.map((decivolts, phase) => `1-0:${32 + 20 * phase}.7.0(${decimal(decivolts, 3, 1)}*V)`);
}

/** The current lines of the three phases, without sign. `decimals`: 0 in the Netherlands, 2 in Belgium. */
export function currentLines({ state }: MeterView, decimals: 0 | 2): string[] {
  return state.phases.map((watts, phase) => {
    const amperes = (Math.abs(watts) * 10) / state.voltages[phase]!;
    return `1-0:${31 + 20 * phase}.7.0(${decimal(Math.round(amperes * 10 ** decimals), 3, decimals)}*A)`;
  });
}

/** The power lines of the three phases: delivered (21, 41, 61), then returned (22, 42, 62). */
export function powerLines({ state }: MeterView): string[] {
  return [
    ...state.phases.map((watts, phase) => `1-0:${21 + 20 * phase}.7.0(${kilowatts(watts)}*kW)`),
    ...state.phases.map((watts, phase) => `1-0:${22 + 20 * phase}.7.0(${kilowatts(-watts)}*kW)`),
  ];
}
