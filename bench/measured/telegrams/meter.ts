import { calendarOf } from "../../../lib/source/simulator/calendar";
import { pick } from "../../../lib/source/simulator/random";
import { decimal, kilowattHours, kilowatts, octets, withCrc } from "../../../lib/source/simulator/text";

const calendar = calendarOf("Europe/Amsterdam");
const stamp = (time: number): string => calendar.stamp(time);

/** A moment in winter, far from any clock change. */
const START = Date.UTC(2026, 0, 12, 9);
const DAY = 86_400_000;
const GAS_INTERVAL = 300_000;
const MESSAGE = "A message of the grid company, as some meters send it with every telegram.";

/** What only some meters send. */
interface Layout {
  readonly seed: number;
  readonly belgian: boolean;
  readonly header: string;
  readonly phases: readonly number[];
  readonly voltage: boolean;
  readonly message: boolean;
  /** Entries in the log of power failures, or of monthly peaks. */
  readonly logged: number;
  readonly gasChannel: number;
  readonly water: boolean;
}

function layoutOf(seed: number): Layout {
  const oneIn = (of: number, what: number): boolean => pick(1, of, seed, what) === 1;
  const belgian = oneIn(4, 1);
  return {
    seed,
    belgian,
    header: belgian ? "/FLU5\\253700001_A" : `/BNC5\\${pick(100, 999, seed, 2)}M550T-10${pick(10, 99, seed, 3)}`,
    phases: oneIn(5, 4) ? [1] : [1, 2, 3],
    voltage: !oneIn(5, 5),
    message: !belgian && oneIn(3, 6),
    logged: belgian ? pick(3, 9, seed, 7) : pick(1, 5, seed, 7),
    gasChannel: pick(1, 3, seed, 8),
    water: belgian || oneIn(4, 9),
  };
}

/**
 * A meter whose telegrams look like real ones, of 0.8 to 1.4 kB. Each seed gives other lines, Dutch or Belgian. From
 * one second to the next only digits change.
 */
export class GeneratedMeter {
  readonly #layout: Layout;

  constructor(seed: number) {
    this.#layout = layoutOf(seed);
  }

  /** The telegram of a second, counted from the meter's first one. */
  telegram(second: number): Buffer {
    const layout = this.#layout;
    const time = START + 1000 * second;
    const lines = layout.belgian ? belgianLines(layout, second) : dutchLines(layout, second);
    return withCrc([...head(layout, time), ...lines, ...gasLines(layout, time), ...waterLines(layout, time)]);
  }
}

function head({ header, belgian, seed }: Layout, time: number): string[] {
  const id = octets(`${belgian ? "1SAG" : "E004"}${pick(10_000_000, 99_999_999, seed, 10)}26`);
  const version = belgian ? "0-0:96.1.4(50217)" : "1-3:0.2.8(50)";
  return [header, "", version, `0-0:1.0.0(${stamp(time)})`, `0-0:96.1.1(${id})`];
}

function dutchLines(layout: Layout, second: number): string[] {
  const { seed, phases, logged, message } = layout;
  const failures = Array.from({ length: logged }, (_, entry) => {
    const end = START - (entry + 1) * DAY * pick(20, 60, seed, 20, entry);
    return `(${stamp(end)})(${decimal(pick(200, 90_000, seed, 21, entry), 10, 0)}*s)`;
  });
  const counted = (what: number, most: number) => (phase: number) => {
    return `1-0:${20 * phase + 12}.${what}.0(${decimal(pick(0, most, seed, what, phase), 5, 0)})`;
  };
  return [
    ...energyLines(layout, second),
    ...powerLines(layout, second),
    `0-0:96.7.21(${decimal(pick(1, 40, seed, 22), 5, 0)})`,
    `0-0:96.7.9(${decimal(logged, 5, 0)})`,
    `1-0:99.97.0(${logged})(0-0:96.7.19)${failures.join("")}`,
    ...phases.map(counted(32, 20)),
    ...phases.map(counted(36, 9)),
    `0-0:96.13.0(${message ? octets(MESSAGE) : ""})`,
    ...phaseLines(layout, second),
  ];
}

function belgianLines(layout: Layout, second: number): string[] {
  const { seed, logged } = layout;
  const peak = (entry: number) => kilowatts(pick(2000, 9000, seed, 30, entry));
  const months = Array.from({ length: logged }, (_, entry) => {
    const end = Date.UTC(2025, 12 - entry - 1, 1, -1);
    return `(${stamp(end)})(${stamp(end - DAY * pick(1, 27, seed, 31, entry))})(${peak(entry)}*kW)`;
  });
  return [
    ...energyLines(layout, second),
    `1-0:1.4.0(${kilowatts(pick(100, 4000, seed, 32, Math.floor(second / 60)))}*kW)`,
    `1-0:1.6.0(${stamp(START - 3 * DAY)})(${peak(-1)}*kW)`,
    `0-0:98.1.0(${decimal(logged, 2, 0)})(1-0:1.6.0)(1-0:1.6.0)${months.join("")}`,
    ...powerLines(layout, second),
    ...phaseLines(layout, second),
    "0-0:96.3.10(1)",
    "0-0:17.0.0(999.9*kW)",
    "1-0:31.4.0(999*A)",
    "0-0:96.13.0()",
  ];
}

/** The power of all phases at a second, W; negative if returned to the grid. */
function power({ seed }: Layout, second: number): number {
  return pick(-1500, 6000, seed, 40, Math.floor(second / 30)) + pick(-40, 40, seed, 41, second);
}

function energyLines({ seed }: Layout, second: number): string[] {
  const register = (code: string, what: number, rate: number) => {
    return `1-0:${code}(${kilowattHours(pick(1_000_000, 30_000_000, seed, what) * 3.6e6 + second * rate * 1000)}*kWh)`;
  };
  return [
    register("1.8.1", 42, 900),
    register("1.8.2", 43, 1200),
    register("2.8.1", 44, 200),
    register("2.8.2", 45, 500),
    `0-0:96.14.0(${second % 7200 < 3600 ? "0001" : "0002"})`,
  ];
}

function powerLines(layout: Layout, second: number): string[] {
  const watts = power(layout, second);
  return [`1-0:1.7.0(${kilowatts(watts)}*kW)`, `1-0:2.7.0(${kilowatts(-watts)}*kW)`];
}

function phaseLines(layout: Layout, second: number): string[] {
  const { seed, phases, voltage, belgian } = layout;
  const share = Math.round(power(layout, second) / phases.length);
  const volts = (phase: number) => pick(2240, 2390, seed, 50, phase, second);
  const amperes = Math.round(Math.abs(share) / (belgian ? 2.3 : 230));
  return [
    ...phases.flatMap((phase) => (voltage ? [`1-0:${20 * phase + 12}.7.0(${decimal(volts(phase), 3, 1)}*V)`] : [])),
    ...phases.map((phase) => `1-0:${20 * phase + 11}.7.0(${decimal(amperes, 3, belgian ? 2 : 0)}*A)`),
    ...phases.map((phase) => `1-0:${20 * phase + 1}.7.0(${kilowatts(share)}*kW)`),
    ...phases.map((phase) => `1-0:${20 * phase + 2}.7.0(${kilowatts(-share)}*kW)`),
  ];
}

function gasLines({ seed, belgian, gasChannel }: Layout, time: number): string[] {
  const reading = pick(1_000_000, 30_000_000, seed, 60) + Math.floor((time - START) / GAS_INTERVAL) * 50;
  return [
    `0-${gasChannel}:24.1.0(003)`,
    `0-${gasChannel}:96.1.${belgian ? 1 : 0}(${octets(`G00${pick(10_000_000_000, 40_000_000_000, seed, 61)}`)})`,
    ...(belgian ? [`0-${gasChannel}:24.4.0(1)`] : []),
    `0-${gasChannel}:24.2.${belgian ? 3 : 1}(${stamp(time - (time % GAS_INTERVAL))})(${decimal(reading, 5, 3)}*m3)`,
  ];
}

function waterLines({ seed, belgian, gasChannel, water }: Layout, time: number): string[] {
  if (!water) return [];
  const channel = gasChannel + 1;
  const reading = pick(10_000, 900_000, seed, 70) + Math.floor((time - START) / GAS_INTERVAL) * 3;
  return [
    `0-${channel}:24.1.0(007)`,
    `0-${channel}:96.1.${belgian ? 1 : 0}(${octets(`W00${pick(10_000_000_000, 40_000_000_000, seed, 71)}`)})`,
    `0-${channel}:24.2.1(${stamp(time - (time % GAS_INTERVAL))})(${decimal(reading, 5, 3)}*m3)`,
  ];
}
