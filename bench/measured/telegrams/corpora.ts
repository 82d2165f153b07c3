import { pick } from "../../../lib/source/simulator/random";
import { SimulatedMeter } from "../../../lib/source/simulator/simulated-meter";
import { withCrc } from "../../../lib/source/simulator/text";
import { fieldTelegrams } from "./field";
import { GeneratedMeter } from "./meter";

/** Sets of telegrams to be read one after the other. */
export type CorpusName = "steady meter" | "changing meter" | "20 meters" | "simulator" | "field";

/** What each set holds, for the table. */
export const corpora: Readonly<Record<CorpusName, string>> = {
  "steady meter": "a Dutch three-phase meter, the same telegram again and again",
  "changing meter": "the same meter, every digit of a measured value another one each time",
  "20 meters": "20 meters taking turns, each with lines of its own",
  simulator: "this package's simulated meters, Dutch (DSMR 5.0 and 2.2) and Belgian, taking turns",
  field: "real meters' telegrams, each of another meter, taking turns",
};

/** The seconds of telegrams before they repeat. */
const SECONDS = 1000;
/** A three-phase meter with voltages, a text message and gas. */
const ONE_METER = 3;

/** Returns the set of a name. The telegrams of `field` are read from its folder. */
export function corpus(name: CorpusName, fieldFolder: string | undefined): Buffer[] {
  if (name === "field") return fieldTelegrams(fieldFolder ?? "");
  const meter = new GeneratedMeter(ONE_METER);
  if (name === "steady meter") return Array.from({ length: SECONDS }, () => meter.telegram(0));
  if (name === "changing meter") {
    return Array.from({ length: SECONDS }, (_, second) => withOtherDigits(meter.telegram(second), second));
  }
  if (name === "20 meters") return turns(meters(20), SECONDS / 20);
  const start = Date.UTC(2026, 5, 15, 10);
  const simulated = (["nl-dsmr5", "be", "nl-dsmr22"] as const).map((profile) => {
    const meter = new SimulatedMeter({ profile });
    return { telegram: (second: number) => meter.at(start + 1000 * meter.period * second) };
  });
  return turns(simulated, SECONDS / 5);
}

/** A telegram with other digits in its measured values, and its CRC. */
function withOtherDigits(telegram: Buffer, seed: number): Buffer {
  const lines = telegram.toString("latin1").split("\r\n").slice(0, -2);
  const digit = (line: number) => (_: string, at: number) => String(pick(0, 9, seed, line, at));
  const value = /\d(?=[\d.]*\*)/g;
  return withCrc(lines.map((line, index) => line.replaceAll(value, digit(index))));
}

/** Meters with different lines. */
function meters(count: number): GeneratedMeter[] {
  return Array.from({ length: count }, (_, index) => new GeneratedMeter(index + 1));
}

/** The telegrams of all meters in turns: those of one second, then those of the next. */
function turns(of: readonly { telegram: (second: number) => Buffer }[], seconds: number): Buffer[] {
  return Array.from({ length: seconds }, (_, second) => of.map((meter) => meter.telegram(second))).flat();
}

/** The telegrams of a stream: one meter's, one for each second. */
export function streamTelegrams(): Buffer[] {
  return turns([new GeneratedMeter(ONE_METER)], 2 * SECONDS);
}
