/** Why a setting in a flow file cannot be used. */
export type OptionFault =
  "word" | "number" | "range" | "missing" | "environment" | "host" | "hex" | "zone" | "list" | "many";

export interface OptionProblem {
  /** The property's name in the flow file. */
  readonly option: string;
  readonly fault: OptionFault;
  /** What stands there. */
  readonly value: string;
  /** What may stand there, as far as that can be listed. */
  readonly allowed: string;
  /** The row of a list that it stands in. */
  readonly row?: string;
}

/** One property of a node: what stands there when it is missing or empty, and how anything else is read. */
export interface Option<T> {
  readonly fallback: T;
  readonly allowed: string;
  /** Reads trimmed, non-empty text; gives the fault where it cannot be used. */
  read(text: string): { value: T } | { fault: OptionFault };
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;
export type Settings<Table extends OptionTable> = { -readonly [K in keyof Table]: Table[K]["fallback"] };
export type RawOptions = Readonly<Record<string, unknown>>;

/** One of a few words; the first is the default. */
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

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
}

/** A decimal number within a range; text is taken as well, for numbers in flow files often are. */
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

/** Any text; nothing by default. */
export function text(): Option<string> {
  return { fallback: "", allowed: "", read: (value) => ({ value }) };
}

/** Text that must look a certain way. */
export function textLike(
  fallback: string,
  fault: OptionFault,
  allowed: string,
  fits: (text: string) => boolean,
): Option<string> {
  return { fallback, allowed, read: (value) => (fits(value) ? { value } : { fault }) };
}

/** True or false, also as text. */
export function truth(fallback: boolean): Option<boolean> {
  return {
    fallback,
    allowed: "true, false",
    read: (text) => (text === "true" || text === "false" ? { value: text === "true" } : { fault: "word" }),
  };
}

/** Whether a property is the name of an environment variable, which Node-RED puts in at the start. */
export function isEnvironmentVariable(raw: unknown): boolean {
  return typeof raw === "string" && /^\$\{\S+\}$/.test(raw.trim());
}

/** Reads one property as it stands in a flow file: text, number, boolean, "" or missing. */
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

/** Reads all properties of a table; those that cannot be used stand at their default and are named in `problems`. */
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
