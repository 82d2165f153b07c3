import fc from "fast-check";
import type { CosemObject } from "../../lib/telegram/types";
import { timesTen, toNumber, type Exact } from "./exact";
import { latin1 } from "./telegrams";
import { stampAt } from "./stamp";

/** A data line as it stands in the telegram, and the object it must be read as. */
export interface Line {
  text: string;
  code: string;
  object: CosemObject;
  /** B of the code. */
  channel: number;
  /** The object's value, exact, in the object's unit. */
  exact?: Exact;
}

/** A number as printed. */
export interface Printed {
  text: string;
  exact: Exact;
}

/** Numbers of up to eleven digits, with up to six decimals and leading zeros. */
export const printed: fc.Arbitrary<Printed> = fc
  .record({
    digits: fc.oneof(fc.constant(0n), fc.bigInt(0n, 99_999n), fc.bigInt(0n, 99_999_999_999n)),
    places: fc.integer({ min: 0, max: 6 }),
    width: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ digits, places, width }) => {
    const text = digits.toString().padStart(places + width, "0");
    const point = text.length - places;
    return { text: places === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`, exact: { digits, places } };
  });

/** Spellings of units: the catalogue's unit, and the power of ten to it. */
export const SPELLINGS: Record<string, [spelling: string, exponent: number][]> = {
  kWh: [
    ["kWh", 0],
    ["kwh", 0],
    ["KWH", 0],
    ["Wh", -3],
    ["wh", -3],
    ["MWh", 3],
    ["mwh", 3],
  ],
  kW: [
    ["kW", 0],
    ["kw", 0],
    ["KW", 0],
    ["W", -3],
    ["w", -3],
    ["MW", 3],
  ],
  kvarh: [
    ["kvarh", 0],
    ["kVArh", 0],
    ["Kvarh", 0],
    ["varh", -3],
    ["VArh", -3],
    ["MVArh", 3],
  ],
  kvar: [
    ["kvar", 0],
    ["kVAr", 0],
    ["Kvar", 0],
    ["var", -3],
    ["VAr", -3],
    ["Mvar", 3],
  ],
  kVAh: [
    ["kVAh", 0],
    ["kvah", 0],
    ["VAh", -3],
  ],
  kVA: [
    ["kVA", 0],
    ["kva", 0],
    ["VA", -3],
  ],
  A: [
    ["A", 0],
    ["a", 0],
    ["mA", -3],
    ["ma", -3],
    ["kA", 3],
  ],
  V: [
    ["V", 0],
    ["v", 0],
    ["mV", -3],
    ["kV", 3],
  ],
  Hz: [
    ["Hz", 0],
    ["hz", 0],
    ["kHz", 3],
  ],
  s: [
    ["s", 0],
    ["S", 0],
  ],
  m3: [
    ["m3", 0],
    ["M3", 0],
    ["m\xb3", 0],
    ["dm3", -3],
    ["l", -3],
  ],
  GJ: [
    ["GJ", 0],
    ["gj", 0],
    ["MJ", -3],
  ],
};

/** A value with its unit in a group's text, and what it is in the catalogue's unit; "" has none. */
export function measured(unit: string): fc.Arbitrary<Measured> {
  const made = byUnit.get(unit) ?? makeMeasured(unit);
  byUnit.set(unit, made);
  return made;
}

interface Measured {
  group: string;
  object: CosemObject;
  exact: Exact;
}

const byUnit = new Map<string, fc.Arbitrary<Measured>>();

function makeMeasured(unit: string): fc.Arbitrary<Measured> {
  if (unit === "") {
    return printed.map(({ text, exact }) => ({ group: text, object: { value: toNumber(exact) }, exact }));
  }
  return fc
    .record({
      number: printed,
      sign: fc.constantFrom("", "", "", "-", "+"),
      spelling: fc.constantFrom(...SPELLINGS[unit]!),
      form: fc.constantFrom("*", "*", "*", " * ", "glued", "padded", "bare"),
    })
    .map(({ number, sign, spelling: [spelling, exponent], form }) => {
      const bare = form === "bare";
      const text = sign + number.text;
      const scaled = timesTen(number.exact, bare ? 0 : exponent);
      const exact = sign === "-" ? { ...scaled, digits: -scaled.digits } : scaled;
      const changed = !bare && spelling !== unit;
      const groups: Record<string, string | undefined> = {
        glued: `${text}${spelling}`,
        padded: `  ${text}*${spelling} `,
        bare: text,
      };
      return {
        group: groups[form] ?? `${text}${form}${spelling}`,
        object: { value: toNumber(exact), unit, ...(changed ? { printed: `${text}*${spelling}` } : {}) },
        exact,
      };
    });
}

/** Ways to write one code. */
const spelledCode = (a: number, b: number, c: number, d: number, e: number) =>
  fc.constantFrom(
    `${a}-${b}:${c}.${d}.${e}`,
    `${a}-${b}:${c}.${d}.${e}`,
    `${a}-${b}:${c}.${d}.${e}*255`,
    `${a}-${b}:${c}.${d}.${e}.255`,
    `${a}-${b}:${c}:${d}:${e}`,
  );

const QUANTITIES: [c: number, now: string, unit: string, register?: string, registerUnit?: string][] = [
  [1, "power_delivered", "kW", "energy_delivered", "kWh"],
  [2, "power_returned", "kW", "energy_returned", "kWh"],
  [3, "reactive_power_delivered", "kvar", "reactive_energy_delivered", "kvarh"],
  [4, "reactive_power_returned", "kvar", "reactive_energy_returned", "kvarh"],
  [5, "reactive_power_q1", "kvar", "reactive_energy_q1", "kvarh"],
  [6, "reactive_power_q2", "kvar", "reactive_energy_q2", "kvarh"],
  [7, "reactive_power_q3", "kvar", "reactive_energy_q3", "kvarh"],
  [8, "reactive_power_q4", "kvar", "reactive_energy_q4", "kvarh"],
  [9, "apparent_power_delivered", "kVA", "apparent_energy_delivered", "kVAh"],
  [10, "apparent_power_returned", "kVA", "apparent_energy_returned", "kVAh"],
  [11, "current", "A"],
  [12, "voltage", "V"],
  [13, "power_factor", ""],
  [14, "frequency", "Hz"],
  [15, "power_sum", "kW", "energy_sum", "kWh"],
  [16, "power_balance", "kW", "energy_balance", "kWh"],
];
const BEHIND_NOW: Record<number, string> = {
  2: "_cumulative_max",
  3: "_min",
  4: "_demand",
  5: "_demand_last",
  24: "_average",
};

/** A code with its name and unit, by DESIGN's table of the OBIS grammar. */
interface Named {
  c: number;
  d: number;
  e: number;
  name: string;
  unit: string;
}

const named: fc.Arbitrary<Named> = fc.oneof(
  fc
    .record({
      quantity: fc.oneof(fc.constantFrom(...QUANTITIES.slice(0, 2)), fc.constantFrom(...QUANTITIES)),
      phase: fc.integer({ min: 0, max: 3 }),
      how: fc.constantFrom(7, 7, 7, 8, 8, 8, 2, 3, 4, 5, 24),
      tariff: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 99 })),
    })
    .map(({ quantity: [base, now, unit, register, registerUnit], phase, how, tariff }): Named => {
      const c = base + 20 * phase;
      const inPhase = phase === 0 ? "" : `_l${phase}`;
      if (how === 8 && register) {
        const suffix = tariff === 0 ? "_total" : `_tariff${tariff}`;
        return { c, d: 8, e: tariff, name: `${register}${inPhase}${suffix}`, unit: registerUnit! };
      }
      if (how === 7 || how === 8) return { c, d: 7, e: 0, name: now + inPhase, unit };
      if (base === 11 && how === 4 && phase > 0 && tariff === 0) {
        return { c, d: 4, e: 0, name: `fuse_threshold_l${phase}`, unit: "A" };
      }
      const suffix = tariff === 0 ? "" : `_tariff${tariff}`;
      return { c, d: how, e: tariff, name: `${now}${inPhase}${BEHIND_NOW[how]!}${suffix}`, unit };
    }),
  fc
    .record({ phase: fc.integer({ min: 1, max: 3 }), event: fc.constantFrom(32, 33, 34, 36, 37, 38) })
    .map(({ phase, event }): Named => {
      const [name, unit] = {
        32: ["electricity_sags", ""],
        33: ["sag_duration", "s"],
        34: ["sag_voltage", "V"],
        36: ["electricity_swells", ""],
        37: ["swell_duration", "s"],
        38: ["swell_voltage", "V"],
      }[event] as [string, string];
      return { c: 12 + 20 * phase, d: event, e: 0, name: `${name}_l${phase}`, unit };
    }),
  fc.constantFrom<Named>(
    { c: 90, d: 7, e: 0, name: "current_sum", unit: "A" },
    { c: 91, d: 7, e: 0, name: "current_neutral", unit: "A" },
  ),
);

/** A named electricity line on any channel: a number, a list of two, or nothing in its parentheses. */
export const electricityLine: fc.Arbitrary<Line> = fc
  .record({ named, channel: fc.constantFrom(0, 0, 0, 1, 2, 64) })
  .chain(({ named: { c, d, e, name, unit }, channel }) =>
    fc
      .record({
        code: spelledCode(1, channel, c, d, e),
        values: fc.oneof(
          { weight: 12, arbitrary: fc.tuple(measured(unit)) },
          { weight: 1, arbitrary: fc.tuple(measured(unit), measured(unit)) },
          { weight: 1, arbitrary: fc.constant([]) },
        ),
        end: fc.constantFrom("", "", "", " "),
      })
      .map(({ code, values: [first, second], end }): Line => {
        const line = { code: `1-${channel}:${c}.${d}.${e}`, channel };
        if (!first) return { ...line, text: `${code}()${end}`, object: { name } };
        if (second) {
          const { value, unit: own } = named13(name, first);
          const values = [value!, named13(name, second).value!];
          return {
            ...line,
            text: `${code}(${first.group})(${second.group})${end}`,
            object: { name, value: value!, ...(own ? { unit: own } : {}), values },
            exact: first.exact,
          };
        }
        return {
          ...line,
          text: `${code}(${first.group})${end}`,
          object: { name, ...named13(name, first) },
          exact: first.exact,
        };
      }),
  );

/** A power factor without a point and above 1 is in thousandths. */
function named13(
  name: string,
  { group, object, exact }: { group: string; object: CosemObject; exact: Exact },
): CosemObject {
  if (!name.startsWith("power_factor") || group.includes(".") || exact.digits <= 1n) return object;
  return { value: toNumber(timesTen(exact, -3)), printed: group };
}

/** Codes that have no name: billing history, other media, the maker's own; with a unit, as text, or as a list. */
export const otherLine: fc.Arbitrary<Line> = fc.oneof(
  fc
    .record({ c: fc.integer({ min: 1, max: 16 }), f: fc.integer({ min: 0, max: 99 }), value: measured("kWh") })
    .filter(({ value }) => value.group !== String(value.object.value) && /[a-z]/i.test(value.group))
    .map(({ c, f, value }) => ({
      text: `1-0:${c}.8.1*${f}(${value.group})`,
      code: `1-0:${c}.8.1*${f}`,
      object: value.object,
      channel: 0,
    })),
  fc
    .record({
      a: fc.integer({ min: 5, max: 200 }),
      e: fc.integer({ min: 0, max: 255 }),
      text: fc.stringMatching(/^[A-Za-z][A-Za-z !/-]{0,12}[a-z]$/),
    })
    .map(({ a, e, text }) => ({
      text: `${a}-1:99.99.${e}(${text})`,
      code: `${a}-1:99.99.${e}`,
      object: { value: text },
      channel: 1,
    })),
  fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 2, maxLength: 5 }).map((values) => ({
    text: `9-1:98.7.6${values.map((value) => `(${value})`).join("")}`,
    code: "9-1:98.7.6",
    object: { values },
    channel: 1,
  })),
  fc.constantFrom("0001", "0002", "3").map((text) => ({
    text: `0-0:96.14.0(${text})`,
    code: "0-0:96.14.0",
    object: { name: "electricity_tariff", value: Number(text) },
    channel: 0,
  })),
  fc.constant({
    text: "0-0:96.14.0(TARIFF 1)",
    code: "0-0:96.14.0",
    object: { name: "electricity_tariff", value: "TARIFF 1" },
    channel: 0,
  }),
);

/** A time as the meter prints it, with its flag, in any letter case; and as ISO 8601. */
export function stampOf(seconds: number, zone: string, lowerCase = false): { text: string; iso: string } {
  const { text, iso } = stampAt(seconds * 1000, zone);
  return { text: lowerCase ? text.toLowerCase() : text, iso };
}

/** From 2001, for a year before counts as a clock never set, to 2069. */
export const seconds = fc.integer({ min: Date.UTC(2001, 0, 2) / 1000, max: Date.UTC(2069, 0, 1) / 1000 });

/** The month's maximum with its time, in both orders. */
export function maximumLine(zone: string): fc.Arbitrary<Line> {
  return fc
    .record({ value: measured("kW"), time: seconds, swapped: fc.boolean(), lowerCase: fc.boolean() })
    .filter(({ value }) => /[a-z]/i.test(value.group))
    .map(({ value, time, swapped, lowerCase }) => {
      const { text, iso } = stampOf(time, zone, lowerCase);
      return {
        text: swapped ? `1-0:1.6.0(${value.group})(${text})` : `1-0:1.6.0(${text})(${value.group})`,
        code: "1-0:1.6.0",
        object: { name: "power_delivered_demand_max", ...value.object, timestamp: iso },
        channel: 0,
        exact: value.exact,
      };
    });
}

/** A text as its octets in hex. */
export function octets(text: string): string {
  return latin1(text).toString("hex").toUpperCase();
}
