import { fieldByObis } from "./catalogue";
import { ObjectKind } from "./copier";
import type { LineCode } from "./lines";
import { CLOCK_CODES, DATE_CODE, TIME_OF_DAY_CODE } from "./kinds";
import { ID_CODES, VERSION_CODES } from "./meter";
import { NamedValues, placeOf, type Place } from "./named-values";
import { ObjectsByCode } from "./objects-by-code";
import type { Obis } from "./obis";

/** Where the lines of one M-Bus channel are. */
export interface ChannelLines {
  readonly channel: number;
  /** The device type. */
  readonly type: number | undefined;
  /** Equipment identifiers in the order they are preferred: 96.1.0 (NL), 96.1.1 (BE); 96.1.2 is the EAN of the connection. */
  readonly ids: readonly number[];
  readonly readings: readonly number[];
}

/** The tariff registers that a missing total is the sum of. */
export interface TariffLines {
  readonly lines: readonly number[];
  /** The fields they are, each once. */
  readonly places: readonly Place[];
}

/**
 * What follows from the codes of a telegram's lines alone, and so is the same in the next of its meter: where to find
 * what. All numbers are indices of lines.
 */
export interface Layout {
  readonly codes: readonly string[];
  /** Whether a code stands there more than once. */
  readonly repeats: boolean;
  /** Lines whose name another line has too, on another channel; the preferred one last. */
  readonly rivals: readonly number[];
  readonly clocks: readonly number[];
  readonly date: number | undefined;
  readonly timeOfDay: number | undefined;
  readonly ids: readonly number[];
  readonly versions: readonly number[];
  readonly messages: readonly number[];
  readonly failures: readonly number[];
  readonly peaks: readonly number[];
  readonly threshold: number | undefined;
  readonly channels: readonly ChannelLines[];
  /** What the net power is the difference of. */
  readonly powers: { readonly delivered: Place; readonly returned: Place };
  readonly delivered: TariffLines | undefined;
  readonly returned: TariffLines | undefined;
  /** How the telegram's `values` and `objects` are made. */
  readonly kind: ObjectKind;
  readonly values: NamedValues;
  readonly objects: ObjectsByCode;
}

/** The layout of lines with these codes, in this order. */
export function layoutOf(lines: readonly (LineCode & { readonly kind: string })[]): Layout {
  const codes = lines.map(({ code }) => code);
  const first = (wanted: readonly string[]) => wanted.map((code) => codes.indexOf(code)).filter((index) => index >= 0);
  const every = (fits: (line: LineCode & { readonly kind: string }) => boolean) =>
    lines.flatMap((line, index) => (fits(line) ? [index] : []));
  const kind = new ObjectKind();
  return {
    codes,
    repeats: new Set(codes).size < codes.length,
    rivals: rivals(lines),
    clocks: first(CLOCK_CODES),
    date: first([DATE_CODE])[0],
    timeOfDay: first([TIME_OF_DAY_CODE])[0],
    ids: first(ID_CODES),
    versions: first(VERSION_CODES),
    messages: every(({ code }) => code === "0-0:96.13.0"),
    failures: every(({ kind }) => kind === "failures"),
    peaks: every(({ kind }) => kind === "peaks"),
    threshold: first(["0-0:17.0.0"])[0],
    channels: channels(lines),
    powers: { delivered: placeOf("power_delivered"), returned: placeOf("power_returned") },
    delivered: tariffs(lines, 1, "energy_delivered"),
    returned: tariffs(lines, 2, "energy_returned"),
    kind,
    values: new NamedValues(kind),
    objects: new ObjectsByCode(kind),
  };
}

/** The same name on two channels: B = 0 is preferred, else the lowest; on one channel the first. */
function rivals(lines: readonly LineCode[]): number[] {
  const names = lines.map(({ obis }) => fieldByObis(obis)?.name);
  return names
    .flatMap((name, index) => (name !== undefined && names.indexOf(name) !== names.lastIndexOf(name) ? [index] : []))
    .sort((a, b) => lines[b]!.obis.b - lines[a]!.obis.b || b - a);
}

function channels(lines: readonly LineCode[]): ChannelLines[] {
  const isDevices = ({ obis: { a, b, c, d } }: LineCode) => a === 0 && b > 0 && (c === 24 || (c === 96 && d === 1));
  const numbers = new Set(lines.filter(isDevices).map(({ obis }) => obis.b));
  return [...numbers].sort((a, b) => a - b).map((channel) => channelLines(lines, channel));
}

function channelLines(lines: readonly LineCode[], channel: number): ChannelLines {
  const every = (fits: (obis: Obis) => boolean) =>
    lines.flatMap(({ obis }, index) => (obis.a === 0 && obis.b === channel && fits(obis) ? [index] : []));
  const id = (wanted: number) => every(({ c, d, e }) => c === 96 && d === 1 && e === wanted).slice(0, 1);
  return {
    channel,
    type: every(({ c, d }) => c === 24 && d === 1)[0],
    ids: [...id(0), ...id(1)],
    readings: every(({ c, d }) => c === 24 && (d === 2 || d === 3)),
  };
}

/** A total is the sum of its tariffs only where the meter sends no total. */
function tariffs(lines: readonly LineCode[], quantity: number, name: string): TariffLines | undefined {
  const registers = lines.flatMap(({ obis }, index) =>
    obis.a === 1 && obis.c === quantity && obis.d === 8 && obis.f === undefined ? [{ index, obis }] : [],
  );
  if (registers.length === 0 || registers.some(({ obis }) => obis.e === 0)) return undefined;
  const channel = Math.min(...registers.map(({ obis }) => obis.b));
  const own = registers.filter(({ obis }) => obis.b === channel);
  const numbers = new Set(own.map(({ obis }) => obis.e));
  return {
    lines: own.map(({ index }) => index),
    places: [...numbers].map((tariff) => placeOf(`${name}_tariff${tariff}`)),
  };
}
