import { faultNames, readFaults } from "../../lib/source/simulator/faults";
import { profileNames } from "../../lib/source/simulator/options";
import {
  number,
  type OptionProblem,
  type RawOptions,
  readOption,
  readOptions,
  type Settings,
  text,
  textLike,
  word,
} from "../shared/options";

/** The properties of a p1-in in a flow file, shared by its runtime and its dialog. */
export const p1InOptions = {
  connection: word("serial", "tcp", "simulator"),
  path: text(),
  line: word("auto", "115200-8N1", "9600-7E1", "115200-7E1", "9600-8N1", "custom"),
  baudRate: number(115200, { from: 300, to: 1_000_000, whole: true }),
  dataBits: number(8, { from: 7, to: 8, whole: true }),
  parity: word("none", "even", "odd"),
  stopBits: number(1, { from: 1, to: 2, whole: true }),
  dataRequest: word("none", "rts", "dtr"),
  host: textLike("", "host", "", isHost),
  port: number(undefined, { from: 1, to: 65_535, whole: true }),
  /** Seconds without a telegram that count as silence; 0: five of the meter's periods, at least 15 s. */
  timeout: number(0, { from: 0, to: 86_400 }),
  /** TCP port on which other programs can read the telegrams; 0: off. */
  relayPort: number(0, { from: 0, to: 65_535, whole: true }),
  relayAddress: textLike("127.0.0.1", "host", "", isHost),
  aad: word("luxembourg", "own", "none"),
  profile: word(...profileNames),
  /** Seconds between simulated telegrams; empty: as the profile does. */
  period: number(undefined, { from: 0.1, to: 3600 }),
  telegram: text(),
  /** "none", "all", or names of faults separated by commas. */
  faults: textLike(
    "none",
    "word",
    `none, all, ${faultNames.join(", ")}`,
    (value) => readFaults(value).unknown.length === 0,
  ),
};

/** AES-128 keys as 32 hex digits. Node-RED keeps them apart from the flow file. */
export const p1InCredentials = {
  decryptionKey: textLike("", "hex", "", isKey),
  authenticationKey: textLike("", "hex", "", isKey),
};

/** What Node-RED puts into a dialog in place of a stored credential. */
export const STORED_CREDENTIAL = "__PWRD__";

export type P1InOptionName = keyof typeof p1InOptions;
export type P1InSettings = Settings<typeof p1InOptions> & Settings<typeof p1InCredentials>;

/** A host name, an IPv4 or an IPv6 address. "host:1234" is wrong: the port has its own field. */
function isHost(value: string): boolean {
  const colons = value.split(":").length - 1;
  return /^[\p{L}\p{N}._:%-]+$/u.test(value) && colons !== 1;
}

/** 32 hex digits; spaces, colons and dashes between them are allowed. */
function isKey(value: string): boolean {
  return /^[0-9a-f]{32}$/i.test(value.replaceAll(/[\s:-]/g, ""));
}

/** The properties that matter for a kind of connection. The others are not checked. */
export function optionsInUse({ connection, line, profile }: P1InChoice): P1InOptionName[] {
  const always: P1InOptionName[] = ["connection", "timeout", "relayPort", "relayAddress", "aad"];
  if (connection === "tcp") return [...always, "host", "port"];
  if (connection === "simulator") {
    return [...always, "profile", "period", "faults", ...(profile === "replay" ? (["telegram"] as const) : [])];
  }
  // An unknown word, or an environment variable in the dialog: the kind of connection is not known.
  if (connection !== "serial") return always;
  const custom = ["baudRate", "dataBits", "parity", "stopBits"] as const;
  return [...always, "path", "line", "dataRequest", ...(line === "custom" ? custom : [])];
}

export interface P1InChoice {
  readonly connection: string;
  readonly line: string;
  readonly profile: string;
}

const required: readonly P1InOptionName[] = ["path", "host", "port", "telegram"];

/** What is wrong with one property, as in the flow file or the dialog; undefined if nothing. */
export function p1InProblem(name: P1InOptionName, raw: unknown, choice: P1InChoice): OptionProblem | undefined {
  if (!optionsInUse(choice).includes(name)) return undefined;
  const result = readOption<unknown>(name, p1InOptions[name], raw);
  if ("problem" in result) return result.problem;
  const empty = result.value === "" || result.value === undefined;
  return empty && required.includes(name) ? { option: name, fault: "missing", value: "", allowed: "" } : undefined;
}

/** The settings of a p1-in. `fault`: why they cannot be used, if they cannot. */
export interface P1InReading {
  readonly settings: P1InSettings;
  readonly fault?: OptionProblem;
}

/** Reads the settings of a p1-in from its properties in the flow file and its credentials. */
export function readP1In(raw: RawOptions, credentials: RawOptions = {}): P1InReading {
  const { settings } = readOptions(p1InOptions, raw);
  const keys = readOptions(p1InCredentials, credentials);
  const names = Object.keys(p1InOptions) as P1InOptionName[];
  const fault =
    names.map((name) => p1InProblem(name, raw[name], settings)).find((found) => found !== undefined) ??
    keyProblem(settings.aad, credentials);
  return {
    settings: { ...settings, ...keys.settings },
    ...(fault && { fault }),
  };
}

/** What is wrong with the keys; undefined if nothing. The keys themselves are not in the problem. */
export function keyProblem(aad: P1InSettings["aad"], credentials: RawOptions): OptionProblem | undefined {
  const { settings, problems } = readOptions(p1InCredentials, credentials);
  if (problems[0] !== undefined) return { ...problems[0], value: hidden(problems[0]) };
  const missing = aad === "own" && settings.authenticationKey === "";
  return missing ? { option: "authenticationKey", fault: "missing", value: "", allowed: "" } : undefined;
}

/** Only the name of an environment variable may be shown, not a key. */
function hidden({ fault, value }: OptionProblem): string {
  return fault === "environment" ? value : "";
}
