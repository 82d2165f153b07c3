import type { ConnectionCounters, ConnectionStatus } from "../connection/types";
import { telegramSection } from "./telegrams";
import { Masker } from "./masker";
import { Places } from "./places";
import type { Happening, Recent } from "./recent";
import type { Versions } from "./versions";

/** A setting by its name in flow files. Of a host or of a serial port's path only what says nothing of its owner is shown. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly kind?: "host" | "path";
}

/** What a report is made of. Nothing of it is masked yet: the report does that. */
export interface ReportInput {
  /** Epoch ms. */
  readonly now: number;
  readonly versions: Versions;
  /** In the order to show them. Keys must be given as "set" or "not set". */
  readonly settings?: readonly Setting[];
  /** Why the settings cannot be used. */
  readonly problem?: string;
  readonly status?: ConnectionStatus;
  readonly counters?: Partial<ConnectionCounters>;
  readonly recent?: Recent;
}

/** The most bytes of UTF-8 that a report has. */
export const LONGEST_REPORT = 64 * 1024;

const MOST_SETTINGS = 50;

const INTRODUCTION = [
  "Made to be shown in public: ids, serial numbers, text messages, host names and public addresses are masked, differently in",
  "each report. The same id has the same mask throughout. Keys are not in it. Measured values, counters and times are as the meter",
  "sent them: they tell how much energy is used, and when.",
].join("\n");

/**
 * Makes a problem report in Markdown of at most 64 KiB: versions, settings, state, counters, events, and the last
 * telegrams, masked, each in a block that can be pasted into a simulated meter or a file. Throws nothing.
 */
export function problemReport(input: ReportInput, masker = new Masker()): string {
  const { settings = [], recent } = input;
  const places = new Places(masker, { hosts: valuesOf(settings, "host"), paths: valuesOf(settings, "path") });
  const head = [
    `# P1 problem report, ${new Date(input.now).toISOString()}`,
    INTRODUCTION,
    section("Versions", facts(input.versions)),
    section("Settings", settingsOf(input, places)),
    section("Connection", [...connectionOf(input, places), ...countsOf(recent)]),
    section(
      "Events",
      (recent?.events ?? []).map((event) => happening(event, places)),
    ),
  ].filter((part) => part !== "");
  const text = head.join("\n\n");
  const room = LONGEST_REPORT - Buffer.byteLength(text) - 2;
  const telegrams = telegramSection(recent?.frames ?? [], masker, room);
  return `${text}\n\n${telegrams}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`## ${title}`, "", ...lines].join("\n");
}

function facts(of: Readonly<Record<string, string>>): string[] {
  return Object.entries(of).map(([name, value]) => `- ${name}: ${value}`);
}

function valuesOf(settings: readonly Setting[], kind: Setting["kind"]): string[] {
  return settings.filter((setting) => setting.kind === kind).map(({ value }) => value);
}

function settingsOf({ settings = [], problem }: ReportInput, places: Places): string[] {
  const shown = settings.slice(0, MOST_SETTINGS).map(({ name, value, kind }) => {
    const masked = kind === undefined ? places.sentence(value) : places[kind](value);
    return `- ${name}: ${code(masked)}`;
  });
  return [...shown, ...(problem === undefined ? [] : [`- problem: ${code(places.sentence(problem))}`])];
}

/** Somebody typed these settings: shows them as code, so that no Markdown in them counts. */
function code(text: string): string {
  return text === "" ? "(empty)" : `\`${text.replaceAll("`", "'").slice(0, 200)}\``;
}

function connectionOf({ status, counters }: ReportInput, places: Places): string[] {
  const { lastError, ...numbers } = counters ?? {};
  return [
    ...(status
      ? [`- state: ${status.state}${status.seconds === undefined ? "" : `, ${status.seconds} s without a telegram`}`]
      : []),
    ...(status?.line === undefined ? [] : [`- line: ${status.line}`]),
    ...(status?.hint ? [`- hint: ${places.sentence(status.hint)}`] : []),
    ...Object.entries(numbers).map(([name, value]) => `- ${name}: ${String(value)}${name === "period" ? " s" : ""}`),
    ...(lastError === undefined ? [] : [`- last error: ${places.sentence(lastError)}`]),
  ];
}

function countsOf(recent: Recent | undefined): string[] {
  const counts = Object.entries(recent?.counts ?? {}).map(
    ([status, count]) => `${STATUSES[status] ?? status} ${count}`,
  );
  return counts.length === 0 ? [] : [`- telegrams: ${counts.join(", ")}`];
}

const STATUSES: Readonly<Record<string, string>> = {
  valid: "CRC valid",
  absent: "without a CRC",
  invalid: "CRC wrong",
  decrypt: "not decrypted",
};

function happening({ timestamp, event, text }: Happening, places: Places): string {
  return `- ${timestamp} ${event}: ${places.sentence(text)}`;
}
