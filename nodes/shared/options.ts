/** Why a property in a flow file cannot be used. */
export type OptionFault =
  "word" | "number" | "range" | "missing" | "environment" | "host" | "hex" | "zone" | "list" | "many";

export interface OptionProblem {
  /** The property's name in the flow file. */
  readonly option: string;
  readonly fault: OptionFault;
  /** The text in the flow file. */
  readonly value: string;
  /** The values that are allowed; empty if they cannot be listed. */
  readonly allowed: string;
  /** The row of a list that the property belongs to. */
  readonly row?: string;
}

/** One property of a node: its default, and how its text is read. */
export interface Option<T> {
  /** The value of a missing or empty property. */
  readonly fallback: T;
  /** For the sentence about a problem. */
  readonly allowed: string;
  /** Reads trimmed text that is not empty. Returns the value, or why the text cannot be used. */
  read(text: string): { value: T } | { fault: OptionFault };
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;
export type Settings<Table extends OptionTable> = { -readonly [K in keyof Table]: Table[K]["fallback"] };
export type RawOptions = Readonly<Record<string, unknown>>;

/** An option that is one of a few words; the first is the default. */
export function word<const W extends string>(...words: readonly [W, ...W[]]): Option<W> {
  return {
    fallback: words[0],
    allowed: words.join(", "),
    read: (text) => (includes(words, text) ? { value: text } : { fault: "word" }),
  };
}

function includes<W extends string>(words: readonly W[], text: string): text is W {
  return (words as readonly string[]).includes(text);
}

/** Both limits are allowed. */
interface Range {
  readonly from: number;
  readonly to: number;
  /** True: whole numbers only. */
  readonly whole?: boolean;
}

/** An option that is a decimal number within a range. Flow files may hold it as a number or as text. */
export function number<T extends number | undefined>(
  fallback: T,
  { from, to, whole = false }: Range,
): Option<T | number> {
  return {
    fallback,
    allowed: `${from} – ${to}`,
    read(text) {
      const value = Number(text);
      if (!/^[+-]?\d+(\.\d+)?$/.test(text) || (whole && !Number.isInteger(value))) return { fault: "number" };
      return value >= from && value <= to ? { value } : { fault: "range" };
    },
  };
}

/** An option that is any text; empty by default. */
export function text(): Option<string> {
  return { fallback: "", allowed: "", read: (value) => ({ value }) };
}

/** An option that is text for which `fits` returns true; `fault` is the reason for any other. */
export function textLike(
  fallback: string,
  fault: OptionFault,
  allowed: string,
  fits: (text: string) => boolean,
): Option<string> {
  return { fallback, allowed, read: (value) => (fits(value) ? { value } : { fault }) };
}

/** An option that is true or false; flow files may hold it as a boolean or as text. */
export function truth(fallback: boolean): Option<boolean> {
  return {
    fallback,
    allowed: "true, false",
    read: (text) => (text === "true" || text === "false" ? { value: text === "true" } : { fault: "word" }),
  };
}

/** Whether a property is an environment variable, `${NAME}`, whose value Node-RED puts in when the node starts. */
export function isEnvironmentVariable(raw: unknown): boolean {
  return typeof raw === "string" && /^\$\{\S+\}$/.test(raw.trim());
}

/** Reads one property from a flow file: text, number, boolean, "" or missing. Returns its value or the problem. */
export function readOption<T>(
  name: string,
  option: Option<T>,
  raw: unknown,
): { value: T } | { problem: OptionProblem } {
  const printed = print(raw);
  if (printed === "") return { value: option.fallback };
  const problem = (fault: OptionFault) => ({
    problem: { option: name, fault, value: printed, allowed: option.allowed },
  });
  if (isEnvironmentVariable(printed)) return problem("environment");
  const result = option.read(printed);
  return "fault" in result ? problem(result.fault) : result;
}

function print(raw: unknown): string {
  if (typeof raw === "string") return raw.trim();
  if (typeof raw === "number" || typeof raw === "boolean") return String(raw);
  return raw === undefined || raw === null ? "" : JSON.stringify(raw);
}

/** Reads all properties of a table. One that cannot be used has its default in `settings` and is in `problems`. */
export function readOptions<Table extends OptionTable>(
  table: Table,
  raw: RawOptions,
): { settings: Settings<Table>; problems: OptionProblem[] } {
  const problems: OptionProblem[] = [];
  const entries = Object.entries(table).map(([name, option]) => {
    const result = readOption(name, option, raw[name]);
    if ("value" in result) return [name, result.value] as const;
    problems.push(result.problem);
    return [name, option.fallback] as const;
  });
  return { settings: Object.fromEntries(entries) as Settings<Table>, problems };
}
