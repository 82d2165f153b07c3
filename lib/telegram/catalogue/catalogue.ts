import { electricityField } from "./electricity";
import { type Field, makeField } from "./field";
import { parseObis, type Obis } from "./obis";

/** Named codes with A = 0. Those with A = 1 follow the electricity grammar; see `electricityField`. */
const SHORT_LIST: readonly Field[] = [
  short("electricity_tariff", "0-0:96.14.0", false),
  short("electricity_failures", "0-0:96.7.21", true),
  short("electricity_long_failures", "0-0:96.7.9", true),
  short("electricity_threshold", "0-0:17.0.0", false),
  short("electricity_switch", "0-0:96.3.10", false),
];

/** A field without a unit. */
function short(name: string, obis: string, counter: boolean): Field {
  return makeField({ name, unit: "", obis, group: "electricity", counter });
}

const MBUS: readonly Field[] = [
  makeField({ name: "gas_delivered", unit: "m3", group: "gas", counter: true }),
  makeField({ name: "water_delivered", unit: "m3", group: "water", counter: true }),
  makeField({ name: "warm_water_delivered", unit: "m3", group: "water", counter: true }),
  makeField({ name: "heat_delivered", unit: "GJ", group: "heat", counter: true }),
  makeField({ name: "cooling_delivered", unit: "GJ", group: "heat", counter: true }),
  makeField({ name: "sub_energy_delivered", unit: "kWh", group: "electricity", counter: true }),
];

const DERIVED: readonly Field[] = [makeField({ name: "power_net", unit: "kW", group: "electricity", counter: false })];

/** The codes of the grammar to list: every instantaneous value, its registers, and the demands. */
function listedCodes(): Obis[] {
  const codes: Obis[] = [];
  const add = (c: number, d: number, e = 0) => codes.push({ a: 1, b: 0, c, d, e });
  for (let c = 1; c <= 16; c++) {
    add(c, 7);
    for (let tariff = 0; tariff <= 4; tariff++) add(c, 8, tariff);
    if (c <= 2) for (const d of [4, 5, 6]) add(c, d);
  }
  add(90, 7);
  add(91, 7);
  for (const phase of [20, 40, 60]) {
    for (let c = phase + 1; c <= phase + 16; c++) {
      add(c, 7);
      add(c, 8);
    }
    add(phase + 11, 4);
    for (const d of [32, 33, 34, 36, 37, 38]) add(phase + 12, d);
  }
  return codes;
}

/** The fields to offer in a list, in the order to show them. Tariffs above 4 and rarer processings have names too. */
export const fields: readonly Field[] = [
  ...DERIVED,
  ...listedCodes()
    .map(electricityField)
    .filter((field) => field !== undefined),
  ...SHORT_LIST,
  ...MBUS,
];

const byName = new Map(fields.map((field) => [field.name, field]));
const byShortCode = new Map(SHORT_LIST.map((field) => [field.obis, field]));

/** The field of an OBIS code, for A = 1 on any channel B; undefined if the code has no name. */
export function fieldByObis(obis: Obis): Field | undefined {
  if (obis.a === 1) return electricityField(obis);
  if (obis.a !== 0 || obis.f !== undefined) return undefined;
  return byShortCode.get(`0-${obis.b}:${obis.c}.${obis.d}.${obis.e}`);
}

/** The field of an OBIS code as text ("1-0:1.7.0"); undefined if it is no code or has no name. */
export function fieldByCode(code: string): Field | undefined {
  const obis = parseObis(code);
  return obis && fieldByObis(obis);
}

const TARIFF = /^(.*_tariff)([1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/;
const CHANNEL = /^(.*_delivered)_ch(\d{1,3})$/;

/** Processings (D) whose fields have names but are too rare to be listed, without a tariff or with one. */
const RARE = [2, 3, 4, 5, 6, 8, 24];
/** The highest C value with a name. */
const LAST_QUANTITY = 91;

const rareByName = rareFields();

function rareFields(): Map<string, Field> {
  const quantities = Array.from({ length: LAST_QUANTITY }, (_, index) => index + 1);
  const found = quantities.flatMap((c) =>
    RARE.flatMap((d) => [0, 1].map((e) => electricityField({ a: 1, b: 0, c, d, e }))),
  );
  return new Map(found.filter((field) => field !== undefined).map((field) => [field.name, field]));
}

/**
 * The field of a name in `values`; undefined if the catalogue does not know it. It knows the listed fields, rarer
 * processings such as "voltage_l1_average", any tariff, and a second device's `..._ch2`.
 */
export function fieldByName(name: string): Field | undefined {
  const known = (wanted: string) => byName.get(wanted) ?? rareByName.get(wanted);
  const listed = known(name);
  if (listed) return listed;
  const tariff = TARIFF.exec(name);
  const first = tariff && known(`${tariff[1]!}1`);
  if (first) {
    return makeField({ ...first, name, obis: first.obis!.replace(/1$/, tariff[2]!) });
  }
  const channel = CHANNEL.exec(name);
  const device = channel && MBUS.find((field) => field.name === channel[1]);
  return device ? makeField({ ...device, name }) : undefined;
}
