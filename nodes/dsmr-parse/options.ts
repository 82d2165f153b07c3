import {
  number,
  type OptionProblem,
  type RawOptions,
  readOption,
  readOptions,
  type Settings,
  text,
  textLike,
  truth,
  word,
} from "../shared/options";

/** The properties of a dsmr-parse in a flow file, shared by its runtime and its dialog. */
export const dsmrParseOptions = {
  framing: word("message", "stream"),
  crc: word("require", "flag"),
  zone: textLike("Europe/Amsterdam", "zone", "Europe/Amsterdam or +01:00", isZone),
  clock: word("meter", "receipt"),
  topic: text(),
  objects: truth(true),
  raw: truth(false),
  guard: truth(true),
  /** Minutes between summaries on the health output; 0: none. */
  summary: number(0, { from: 0, to: 10_080 }),
};

export type DsmrParseOptionName = keyof typeof dsmrParseOptions;
export type DsmrParseSettings = Settings<typeof dsmrParseOptions>;

/** Whether a text is an IANA zone or a fixed offset: "Europe/Amsterdam", "+01:00", "UTC+1". */
function isZone(value: string): boolean {
  const [, hours = "", minutes = "0"] = /^(?:UTC|GMT)?[+-](\d{1,2})(?::?(\d{2}))?$/i.exec(value) ?? [];
  if (hours !== "") return Number(minutes) < 60 && Number(hours) * 60 + Number(minutes) <= 14 * 60;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with one property, as in the flow file or the dialog; undefined if nothing. */
export function dsmrParseProblem(name: DsmrParseOptionName, raw: unknown): OptionProblem | undefined {
  const result = readOption<unknown>(name, dsmrParseOptions[name], raw);
  return "problem" in result ? result.problem : undefined;
}

/** The settings of a dsmr-parse. `fault`: why they cannot be used, if they cannot. */
export interface DsmrParseReading {
  readonly settings: DsmrParseSettings;
  readonly fault?: OptionProblem;
}

/** Reads the settings of a dsmr-parse from its properties in the flow file. */
export function readDsmrParse(raw: RawOptions): DsmrParseReading {
  const { settings, problems } = readOptions(dsmrParseOptions, raw);
  const fault = problems[0];
  return { settings, ...(fault && { fault }) };
}
